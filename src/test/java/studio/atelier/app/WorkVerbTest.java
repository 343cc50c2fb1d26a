package studio.atelier.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import studio.atelier.checks.BesideOthers;
import studio.atelier.db.EmbeddedPostgres;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/// The verb that runs what is queued, where nobody is there to run it.
@BesideOthers
class WorkVerbTest {
    @RegisterExtension static final FurnishedHome furnished = new FurnishedHome();

    @TempDir Path folder;

    @Test
    @Timeout(120)
    void withoutAnEngineInUseItEndsAndSaysSo() throws IOException {
        Path home = furnished.copy(folder.resolve("home")).folder();
        try (var _ = EmbeddedPostgres.start(home)) {
            var launcher = new Launcher(Map.of("ATELIER_HOME", home.toString()));
            String[] generate = {
                "generate", "--model", "milan", "--category", "beach", "--no-wait", "--json"
            };
            assertEquals(0, Answer.of(launcher, "engines", "add", "Own", "--kind", "demo").exit());
            Answer queued = Answer.of(launcher, generate);
            assertEquals(0, queued.exit(), queued.err());
            Answer.of(launcher, "engines", "set", "Own", "--enabled", "false");

            Answer stuck = Answer.of(launcher, "work");
            assertEquals(2, stuck.exit(), stuck.out());
            assertTrue(stuck.err().contains("No engine is in use here."), stuck.err());

            Answer.of(launcher, "engines", "set", "Own", "--enabled", "true");
            Answer worked = Answer.of(launcher, "work");
            assertEquals(0, worked.exit(), worked.err());
            assertTrue(worked.out().contains("completed"), worked.out());
            Answer.of(launcher, "engines", "set", "Own", "--enabled", "false");
            assertEquals(0, Answer.of(launcher, "work").exit(), "nothing is left to do");
        }
    }
}
