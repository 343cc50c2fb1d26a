package studio.atelier.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import studio.atelier.checks.BesideOthers;
import studio.atelier.db.EmbeddedPostgres;
import studio.atelier.engine.demo.DemoEngineServer;
import studio.atelier.engine.demo.DemoModels;
import studio.atelier.engine.demo.DemoOptions;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// The verb `generate` with two engines of which one lacks the LoRA, over real sockets.
@BesideOthers
class SeveralEnginesVerbTest {
    private static final String SENTENCE =
            "Attic will not take part: it has no LoRA “milan.safetensors” (nearest:"
                    + " “milan2.safetensors”).";

    @RegisterExtension static final FurnishedHome furnished = new FurnishedHome();

    @TempDir Path folder;

    @Test
    void theOneThatDoesNotTakePartIsNamed() throws IOException {
        Path home = furnished.copy(folder.resolve("home")).folder();
        try (var cellar = server("cellar", DemoModels.standard());
                var attic =
                        server(
                                "attic",
                                DemoModels.standard()
                                        .with("loras", List.of("milan2.safetensors")));
                var _ = EmbeddedPostgres.start(home)) {
            var launcher =
                    new Launcher(
                            Map.of(
                                    "ATELIER_HOME",
                                    home.toString(),
                                    "COMFYUI_API_URL",
                                    cellar.address().toString()));
            String at = attic.address().toString();
            assertEquals(0, Answer.of(launcher, "engines", "add", "Attic", "--address", at).exit());
            String[] generate = {"generate", "--model", "milan", "--reference", "beach-02.jpg"};
            Answer plain = Answer.of(launcher, generate);
            assertEquals(0, plain.exit(), plain.err());
            assertTrue(plain.err().contains(SENTENCE), plain.err());

            String[] inJson = {
                "generate", "--model", "milan", "--reference", "beach-02.jpg", "--json"
            };
            Answer told = Answer.of(launcher, inJson);
            JsonNode aside = new ObjectMapper().readTree(told.out()).path("aside");
            assertEquals(1, aside.size(), told.out());
            assertEquals("Attic", aside.get(0).path("engine").asText());
            assertEquals(SENTENCE, aside.get(0).path("sentence").asText());
            assertEquals(1, aside.get(0).path("lacks").size());
            assertTrue(!told.err().contains(SENTENCE), told.err());
        }
    }

    private DemoEngineServer server(String name, DemoModels models) {
        return DemoEngineServer.start(
                DemoOptions.in(folder.resolve(name))
                        .withModels(models)
                        .withJobDuration(Duration.ofMillis(20)));
    }
}
