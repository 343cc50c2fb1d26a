package studio.atelier.drill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import studio.atelier.app.DrillStudio;
import studio.atelier.db.EmbeddedPostgres;
import studio.atelier.queue.Step;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.random.RandomGenerator;

/// A studio with its built-in database is killed again and again, at random moments and at each named step, and
/// started again, until a batch is done.
@Tag("drill")
class KillDrillTest {
    private static final int WINDOW = 2;
    private static final long LONGEST_START = 120_000;

    @TempDir Path folder;

    @Test
    void killedAtRandomMoments() throws Exception {
        var seed = DrillSeed.asked();
        var report = new DrillReport(KillDrillTest.class, "at random moments", seed);
        RandomGenerator random = seed.random();
        int jobs = DrillSeed.scaled(200);
        int kills = DrillSeed.scaled(15);
        Path home = begin(jobs, random);
        try (var engine = EngineProcess.start(folder.resolve("engine"), Duration.ofMillis(60))) {
            for (int i = 0; i < kills; i++) {
                try (var studio = studio(home, engine).start()) {
                    // Some die while they start, with the database half up.
                    boolean early = random.nextInt(5) == 0;
                    if (!early) {
                        studio.await("working");
                    }
                    if (!studio.awaitEnd(random.nextLong(early ? 1_500 : 2_500))) {
                        studio.kill();
                        report.injected(early ? "kill -9 while starting" : "kill -9 while working");
                    }
                }
            }
            finish(home, engine);
            check(home, engine, report, kills * WINDOW);
        }
    }

    @Test
    void killedAtEachStep() throws Exception {
        var seed = DrillSeed.asked();
        var report = new DrillReport(KillDrillTest.class, "at each step", seed);
        RandomGenerator random = seed.random();
        Path home = begin(DrillSeed.scaled(200), random);
        int kills = 0;
        try (var engine = EngineProcess.start(folder.resolve("engine"), Duration.ofMillis(60))) {
            for (Step step : Step.values()) {
                for (int round = 0; round < 2; round++) {
                    String halt = step + ":" + (1 + random.nextInt(6));
                    try (var studio = studio(home, engine).start("-Ddrill.halt=" + halt)) {
                        if (!studio.awaitEnd(LONGEST_START)) {
                            fail(
                                    "nothing got to "
                                            + halt
                                            + ": "
                                            + Stuck.tell(studio, home, engine));
                        }
                        assertEquals(DrillStudio.HALTED, studio.exitCode(), halt);
                        report.injected("death at " + step);
                        kills++;
                    }
                }
            }
            finish(home, engine);
            check(home, engine, report, kills * WINDOW);
        }
    }

    private Path begin(int jobs, RandomGenerator random) throws IOException {
        Path home = Files.createDirectories(folder.resolve("home"));
        try (var server = EmbeddedPostgres.start(home);
                var world = new DrillWorld(home, server.address())) {
            world.furnish();
            world.enqueueAll(jobs, random);
        }
        return home;
    }

    private static StudioChild studio(Path home, EngineProcess engine) {
        return new StudioChild(home, engine.address().toString());
    }

    private static void finish(Path home, EngineProcess engine) throws Exception {
        try (var studio = studio(home, engine).start()) {
            if (!studio.awaitEnd(LONGEST_START)) {
                fail(
                        "the last start did not finish the batch: "
                                + Stuck.tell(studio, home, engine));
            }
            assertEquals(0, studio.exitCode());
        }
    }

    private static void check(Path home, EngineProcess engine, DrillReport report, int most)
            throws Exception {
        try (var server = EmbeddedPostgres.start(home);
                var world = new DrillWorld(home, server.address())) {
            report.finish(new Checker(world).check(engine.runs()), most);
        }
    }
}
