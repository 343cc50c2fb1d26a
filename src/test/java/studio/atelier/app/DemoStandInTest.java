package studio.atelier.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import studio.atelier.checks.BesideOthers;
import studio.atelier.engine.demo.DemoEngineServer;
import studio.atelier.engine.demo.DemoOptions;
import studio.atelier.model.Problem;
import studio.atelier.model.Problem.Kind;
import studio.atelier.storage.image.ImageIoJpegDecoder;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The demo engine makes no placeholders of jobs that wait for a real one.
@BesideOthers
class DemoStandInTest {
    private static final List<String> STANDS_BACK = List.of(Kind.DEMO_STANDS_BACK.code());

    @RegisterExtension static final FurnishedHome furnished = new FurnishedHome();

    @TempDir Path folder;

    @Test
    void jobsThatWaitForAnEngineOfOnesOwnAreLeftAlone() throws Exception {
        Path home = furnished.copy(folder.resolve("home")).folder();
        try (var engine = DemoEngineServer.start(DemoOptions.in(folder.resolve("engine")))) {
            queue(home, Map.of("COMFYUI_API_URL", engine.address().toString()));
        }
        try (Core core = open(home)) {
            assertEquals(STANDS_BACK, codes(core));
            assertEquals(List.of(false), inUse(core));
            core.queue().enableEngine(core.queue().engines().getFirst().name(), true);
        }
        try (Core core = open(home)) {
            assertEquals(List.of(), codes(core));
            assertEquals(List.of(true), inUse(core));
        }
    }

    @Test
    void itsOwnJobsItTakesUpAtTheNextStart() throws Exception {
        Path home = furnished.copy(folder.resolve("home")).folder();
        queue(home, Map.of());
        try (Core core = open(home)) {
            assertEquals(List.of(), codes(core));
            assertEquals(List.of(true), inUse(core));
        }
    }

    private static Core open(Path home) {
        return Core.open(new Home(home), StudioEnvironment.of(Map.of()), new ImageIoJpegDecoder());
    }

    private static List<String> codes(Core core) {
        return core.problems().stream().map(Problem::code).toList();
    }

    private static List<Boolean> inUse(Core core) {
        return core.queue().engines().stream().map(state -> state.load().enabled()).toList();
    }

    private static void queue(Path home, Map<String, String> engine) {
        Map<String, String> environment = new HashMap<>(engine);
        environment.put("ATELIER_HOME", home.toString());
        Answer answer =
                Answer.of(
                        new Launcher(environment),
                        "generate",
                        "--model",
                        "Milan",
                        "--category",
                        "beach",
                        "--no-wait");
        assertEquals(0, answer.exit(), answer.err());
    }
}
