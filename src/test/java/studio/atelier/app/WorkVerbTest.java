package studio.atelier.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import studio.atelier.checks.BesideOthers;
import studio.atelier.db.BudgetStore;
import studio.atelier.db.Database;
import studio.atelier.db.EmbeddedPostgres;
import studio.atelier.db.PauseSwitches;
import studio.atelier.db.SettingStore;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

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
                "generate",
                "--model",
                "milan",
                "--category",
                "beach",
                "--set",
                "steps=10",
                "--no-wait",
                "--json"
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

    @Test
    @Timeout(120)
    void whatAPersonHoldsBackIsSaidAndResumed() throws IOException {
        Path home = furnished.copy(folder.resolve("home")).folder();
        try (var server = EmbeddedPostgres.start(home);
                Database database = Database.open(server.address())) {
            var settings = new SettingStore(database);
            var launcher = new Launcher(Map.of("ATELIER_HOME", home.toString()));
            Answer.of(launcher, "engines", "add", "Own", "--kind", "demo", "--price", "1");
            settings.put(PauseSwitches.QUEUE, "true");
            queue(launcher);
            refused(launcher, "The queue is paused, so nothing is made now.", "work --resume");
            worked(launcher);

            var budget = new BudgetStore(database);
            budget.set(Optional.of(new BigDecimal("5.00")));
            assertTrue(budget.reach(budget.find().orElseThrow()));
            queue(launcher);
            refused(launcher, "The budget of 5.00 is used up, so the queue is paused.", "--resume");
            worked(launcher);

            settings.put(PauseSwitches.of("Own"), "true");
            queue(launcher);
            refused(launcher, "Every engine in use here is paused.", "engine panel");
            worked(launcher);
            assertEquals("false", settings.find(PauseSwitches.of("Own")).orElseThrow());
            settings.put(PauseSwitches.QUEUE, "true");
            assertEquals(0, Answer.of(launcher, "work").exit(), "nothing waits");
        }
    }

    private static void queue(Launcher launcher) {
        Answer queued =
                Answer.of(
                        launcher,
                        "generate",
                        "--model",
                        "milan",
                        "--reference",
                        "1",
                        "--set",
                        "steps=10",
                        "--no-wait");
        assertEquals(0, queued.exit(), queued.err());
    }

    private static void refused(Launcher launcher, String sentence, String remedy) {
        Answer stuck = Answer.of(launcher, "work");
        assertEquals(2, stuck.exit(), stuck.out());
        assertTrue(stuck.err().contains(sentence), stuck.err());
        assertTrue(stuck.err().contains(remedy), stuck.err());
    }

    private static void worked(Launcher launcher) {
        Answer worked = Answer.of(launcher, "work", "--resume");
        assertEquals(0, worked.exit(), worked.err());
        assertTrue(worked.out().contains("completed"), worked.out());
    }
}
