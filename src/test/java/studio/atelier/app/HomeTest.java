package studio.atelier.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import studio.atelier.model.StudioException;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

class HomeTest {
    @TempDir Path folder;

    @Test
    void whatIsAskedForComesBeforeTheEnvironment() {
        Path asked = folder.resolve("asked");
        Map<String, String> environment = Map.of("ATELIER_HOME", folder.resolve("env").toString());

        assertEquals(asked, Home.of(Optional.of(asked), environment).folder());
        assertEquals(folder.resolve("env"), Home.of(Optional.empty(), environment).folder());
        assertTrue(Home.of(Optional.empty(), Map.of()).folder().isAbsolute());
    }

    @Test
    void aHomeThatIsAFileIsRefusedInWords() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "not a folder");

        var thrown = assertThrows(StudioException.class, new Home(file)::prepare);

        assertEquals("home-not-writable", thrown.problem().code());
        assertTrue(thrown.problem().sentence().contains(file.toString()));
    }

    @Test
    void theEnvironmentNamesEngineAndDatabase() {
        var environment =
                StudioEnvironment.of(
                        Map.of("COMFYUI_API_URL", "127.0.0.1:8188", "DATABASE_URL", " "));

        assertEquals(Optional.of(URI.create("http://127.0.0.1:8188")), environment.engine());
        assertEquals(Optional.empty(), environment.database());
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://host", "http://", "http://user:secret@:1:2", "ht!tp://x y"})
    void anAddressThatCannotBeUsedIsRefusedWithoutItsSecrets(String address) {
        var thrown =
                assertThrows(
                        StudioException.class,
                        () -> StudioEnvironment.of(Map.of("COMFYUI_API_URL", address)));

        assertEquals("setting-invalid", thrown.problem().code());
        assertFalse(thrown.problem().sentence().contains("secret"));
    }

    @Test
    void settingsAreRememberedAndABrokenFileIsKept() throws IOException {
        Path file = folder.resolve("settings.json");
        Settings.load(file).put("look.theme", "DARK");

        assertEquals(Optional.of("DARK"), Settings.load(file).get("look.theme"));
        assertEquals(Map.of("theme", "DARK"), Settings.load(file).all("look."));

        Files.writeString(file, "{\"look.theme\": ");
        assertEquals(Optional.empty(), Settings.load(file).get("look.theme"));
        assertTrue(Files.exists(folder.resolve("settings.json.unreadable")));
    }
}
