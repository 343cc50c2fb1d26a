package studio.atelier.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import studio.atelier.captions.CaptionPrompt;
import studio.atelier.captions.VisionServer;
import studio.atelier.checks.BesideOthers;
import studio.atelier.db.EmbeddedPostgres;
import studio.atelier.storage.image.Pictures;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// The verb `caption` over a home of its own, the embedded database and a service over HTTP.
// The home is made before the tests, which the check cannot follow.
@SuppressWarnings("NullAway.Init")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@BesideOthers
class CaptionVerbTest {
    @RegisterExtension static final FurnishedHome furnished = new FurnishedHome();

    @TempDir static Path folder;

    private final Map<String, String> environment = new HashMap<>();
    private VisionServer server;
    private EmbeddedPostgres database;
    private Home home;

    @BeforeAll
    void open() throws IOException {
        server = VisionServer.start();
        home = furnished.copy(folder.resolve("home"));
        // Held over the whole class, so that not every verb starts and stops a server.
        database = EmbeddedPostgres.start(home.folder());
        environment.put("ATELIER_HOME", home.folder().toString());
        environment.put("COMFYUI_API_URL", "http://127.0.0.1:1");
        environment.putAll(server.environment());
    }

    @AfterAll
    void close() {
        server.close();
        database.close();
    }

    private Answer run(String... words) {
        return Answer.of(new Launcher(environment), words);
    }

    @Test
    void captionsGoOnUntilAllAreThere() throws IOException {
        Path in = Files.createDirectories(folder.resolve("in/quay"));
        for (int i = 0; i < 3; i++) {
            Pictures.png(in.resolve("quay" + i + ".png"), 40 + i, 20);
        }
        assertEquals(0, run("import", folder.resolve("in").toString()).exit());

        server.answer(413, "{\"error\":\"too large\"}").answer(429, "{}", "1");
        Answer first = run("caption", "--all-uncaptioned");
        assertEquals(1, first.exit(), first.toString());
        assertTrue(first.out().contains("3 of 3, 1 failed"), first.out());
        assertTrue(first.out().contains("Waiting for the rate limit"), first.out());
        assertTrue(first.out().contains("2 captioned, 1 failed, 0 left, 0 kept"), first.out());
        assertTrue(first.err().contains("too large"), first.err());
        assertEquals(CaptionPrompt.usual(), server.prompts.getFirst());

        Settings.load(home.settings()).put(Home.CAPTION_PROMPT, "As in the window?");
        JsonNode second = run("caption", "--category", "quay", "--json").json();
        assertEquals(1, second.path("captioned").size());
        assertEquals(2, second.path("kept").asInt());
        assertEquals("As in the window?", server.prompts.getLast());
        assertTrue(
                second.path("captioned").path(0).path("caption").asText().contains("by 20"),
                second.toString());

        int id = second.path("captioned").path(0).path("id").asInt();
        server.say("red hat");
        Answer replaced =
                run("caption", String.valueOf(id), "quay9.png", "--replace", "--prompt", "Hat?");
        assertEquals(2, replaced.exit(), "there is no quay9");
        replaced = run("caption", String.valueOf(id), "--replace", "--prompt", "Hat?", "--json");
        assertEquals(0, replaced.exit(), replaced.toString());
        assertEquals("red hat", replaced.json().path("captioned").path(0).path("caption").asText());
        assertEquals("Hat?", server.prompts.getLast());
        assertEquals(0, run("caption", "--all-uncaptioned").exit());

        server.answer(401, "{}");
        Answer refused = run("caption", String.valueOf(id), "--replace");
        assertEquals(2, refused.exit());
        assertTrue(refused.err().contains("does not accept the key"), refused.err());
        assertEquals(java.util.List.of(), server.violations);
    }

    @Test
    void saysWhatIsMissing() {
        assertEquals(2, run("caption").exit(), "nothing is chosen");
        Map<String, String> before = Map.copyOf(environment);
        environment.keySet().removeIf(name -> name.startsWith("CAPTIONS_"));
        Answer unset = run("caption", "--all-uncaptioned");
        environment.putAll(before);
        assertEquals(2, unset.exit());
        assertTrue(unset.err().contains("settings under Captions"), unset.err());
        environment.put("CAPTIONS_PER_MINUTE", "many");
        Answer wrong = run("caption", "--all-uncaptioned");
        environment.putAll(before);
        assertEquals(2, wrong.exit());
        assertTrue(wrong.err().contains("CAPTIONS_PER_MINUTE"), wrong.err());
    }
}
