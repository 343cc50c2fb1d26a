package studio.atelier.drill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import studio.atelier.db.PostgresExtension;
import studio.atelier.drill.FaultProxy.Weather;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.random.RandomGenerator;

/// A batch on a network that is slow, cut, half open, truncating and throttled in turns, to the engine and to the
/// database.
@Tag("drill")
class NetworkDrillTest {
    private static final long LONGEST = 180_000;

    @RegisterExtension static final PostgresExtension postgres = new PostgresExtension();

    @TempDir Path folder;

    @Test
    void theWeatherChanges() throws Exception {
        var seed = DrillSeed.asked();
        var report = new DrillReport(NetworkDrillTest.class, "bad weather", seed);
        RandomGenerator random = seed.random();
        Path home = Files.createDirectories(folder.resolve("home"));
        try (var world = new DrillWorld(home, postgres.address());
                var engine = EngineProcess.start(folder.resolve("engine"), Duration.ofMillis(40));
                var toEngine = FaultProxy.to("127.0.0.1", engine.address().getPort());
                var toDatabase =
                        FaultProxy.to("127.0.0.1", postgres.address().hosts().getFirst().port())) {
            world.furnish();
            world.enqueueAll(DrillSeed.scaled(200), random);
            int faults = 0;
            try (var studio =
                    new StudioChild(home, "http://127.0.0.1:" + toEngine.port())
                            .on(DrillWorld.url(postgres.address(), toDatabase.port()))
                            .start()) {
                studio.await("working");
                int goal = DrillSeed.scaled(190);
                while (world.completed() < goal && studio.isAlive()) {
                    disturb(random.nextInt(3) == 0 ? toDatabase : toEngine, report, random);
                    faults++;
                }
                assertTrue(studio.awaitEnd(LONGEST), "the batch did not come to an end");
                assertEquals(0, studio.exitCode());
            }
            report.finish(new Checker(world).check(engine.runs()), faults);
        }
    }

    private static void disturb(FaultProxy proxy, DrillReport report, RandomGenerator random)
            throws InterruptedException {
        switch (random.nextInt(6)) {
            case 0 -> hold(proxy, "latency", Weather.slow(20 + random.nextInt(80)), report);
            case 1 -> hold(proxy, "throttled", Weather.throttled(200_000), report);
            case 2 ->
                    hold(proxy, "truncated", Weather.truncating(1 + random.nextInt(9_000)), report);
            case 3 -> {
                hold(proxy, "half open", Weather.halfOpen(), report);
                proxy.reset();
            }
            case 4 -> {
                proxy.reset();
                hold(proxy, "down", Weather.down(), report);
            }
            default -> {
                proxy.reset();
                report.injected("reset");
            }
        }
        Hold.millis(random.nextLong(400));
    }

    private static void hold(FaultProxy proxy, String name, Weather weather, DrillReport report)
            throws InterruptedException {
        proxy.set(weather);
        Hold.millis(900);
        proxy.set(Weather.FAIR);
        report.injected(name);
    }
}
