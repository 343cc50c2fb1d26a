package studio.atelier.drill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import studio.atelier.db.DatabaseAddress;
import studio.atelier.db.PostgresExtension;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.random.RandomGenerator;

/// Everything through PgBouncer in transaction mode, as Supabase's pooler does: first start with its migrations
/// (those by `DIRECT_URL`), and a batch with a studio killed and the pooler restarted meanwhile.
@Tag("drill")
class PoolerDrillTest {
    private static final long LONGEST = 120_000;

    @RegisterExtension static final PostgresExtension postgres = new PostgresExtension();

    @TempDir Path folder;

    @Test
    void thePipelineBehindAPooler() throws Exception {
        var seed = DrillSeed.asked();
        var report = new DrillReport(PoolerDrillTest.class, "transaction mode", seed);
        RandomGenerator random = seed.random();
        DatabaseAddress direct = postgres.createEmpty();
        var settings = Pooler.settings(direct);
        Path home = Files.createDirectories(folder.resolve("home"));
        try (var engine = EngineProcess.start(folder.resolve("engine"), Duration.ofMillis(40))) {
            var studio =
                    new StudioChild(home, engine.address().toString())
                            .on(settings.url())
                            .with(Map.of("DIRECT_URL", DrillWorld.url(direct)));
            ChildProcess pooler = settings.start();
            try {
                end(studio.start());
                try (var world = new DrillWorld(home, direct)) {
                    world.furnish();
                    world.enqueueAll(DrillSeed.scaled(100), random);
                    try (var victim = studio.start()) {
                        victim.await("working");
                        Hold.millis(random.nextLong(2_000));
                        victim.kill();
                        report.injected("studio killed");
                    }
                    ChildProcess last = studio.start();
                    last.await("working");
                    pooler.kill();
                    report.injected("pooler restarted");
                    pooler = settings.start();
                    end(last);
                    report.finish(new Checker(world).check(engine.runs()), 2);
                }
            } finally {
                pooler.close();
            }
        }
    }

    private static void end(ChildProcess studio) throws InterruptedException {
        try (studio) {
            assertTrue(studio.awaitEnd(LONGEST), "the studio did not come to an end");
            assertEquals(0, studio.exitCode());
        }
    }
}
