package studio.atelier.drill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import studio.atelier.db.PostgresExtension;
import studio.atelier.drill.FaultProxy.Weather;
import studio.atelier.storage.s3.S3ObjectStore;
import studio.atelier.storage.s3.S3Server;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/// A batch on a network that is slow, cut, half open, truncating and throttled in turns, to the engine, to the
/// database and to the object store.
@Tag("drill")
class NetworkDrillTest {
    private static final long LONGEST = 240_000;

    @RegisterExtension static final PostgresExtension postgres = new PostgresExtension();

    @TempDir Path folder;

    private record Road(String to, FaultProxy proxy) {}

    @Test
    void theWeatherChanges() throws Exception {
        var seed = DrillSeed.asked();
        var report = new DrillReport(NetworkDrillTest.class, "bad weather", seed);
        RandomGenerator random = seed.random();
        Path home = Files.createDirectories(folder.resolve("home"));
        try (var pictures = S3Server.start();
                var store = new S3ObjectStore(pictures.settings());
                var world = new DrillWorld(home, postgres.address(), store);
                var engine = EngineProcess.start(folder.resolve("engine"), Duration.ofMillis(40));
                var toEngine = FaultProxy.to("127.0.0.1", engine.address().getPort());
                var toStore = FaultProxy.to("127.0.0.1", pictures.endpoint().getPort());
                var toDatabase =
                        FaultProxy.to("127.0.0.1", postgres.address().hosts().getFirst().port())) {
            world.furnish();
            world.enqueueAll(DrillSeed.scaled(200), random);
            var roads =
                    List.of(
                            new Road("engine", toEngine),
                            new Road("store", toStore),
                            new Road("database", toDatabase));
            var child =
                    new StudioChild(home, "http://127.0.0.1:" + toEngine.port())
                            .on(DrillWorld.url(postgres.address(), toDatabase.port()))
                            .with(storeBehind(toStore, pictures));
            int faults = endure(child, world, roads, report, random);
            report.finish(new Checker(world).check(engine.runs()), faults);
        }
    }

    private static int endure(
            StudioChild child,
            DrillWorld world,
            List<Road> roads,
            DrillReport report,
            RandomGenerator random)
            throws Exception {
        int faults = 0;
        try (var studio = child.start()) {
            studio.await("working");
            int goal = DrillSeed.scaled(190);
            while (world.completed() < goal && studio.isAlive()) {
                disturb(roads.get(random.nextInt(roads.size())), report, random);
                faults++;
            }
            assertTrue(studio.awaitEnd(LONGEST), "the batch did not come to an end");
            assertEquals(0, studio.exitCode());
        }
        return faults;
    }

    private static Map<String, String> storeBehind(FaultProxy proxy, S3Server pictures) {
        Map<String, String> environment = new HashMap<>(pictures.environment());
        environment.put("S3_ENDPOINT", "http://127.0.0.1:" + proxy.port());
        return environment;
    }

    private static void disturb(Road road, DrillReport report, RandomGenerator random)
            throws InterruptedException {
        FaultProxy proxy = road.proxy();
        switch (random.nextInt(6)) {
            case 0 -> hold(road, "latency", Weather.slow(20 + random.nextInt(80)), report);
            case 1 -> hold(road, "throttled", Weather.throttled(200_000), report);
            case 2 ->
                    hold(road, "truncated", Weather.truncating(1 + random.nextInt(9_000)), report);
            case 3 -> {
                hold(road, "half open", Weather.halfOpen(), report);
                proxy.reset();
            }
            case 4 -> {
                proxy.reset();
                hold(road, "down", Weather.down(), report);
            }
            default -> {
                proxy.reset();
                report.injected("reset, " + road.to());
            }
        }
        Hold.millis(random.nextLong(400));
    }

    private static void hold(Road road, String name, Weather weather, DrillReport report)
            throws InterruptedException {
        road.proxy().set(weather);
        Hold.millis(900);
        road.proxy().set(Weather.FAIR);
        report.injected(name + ", " + road.to());
    }
}
