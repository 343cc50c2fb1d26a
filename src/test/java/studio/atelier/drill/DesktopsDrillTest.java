package studio.atelier.drill;

import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import studio.atelier.db.PostgresExtension;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// Three studios share one database and two engines. Again and again one is killed, one is frozen beyond its lease
/// and woken, and an engine restarts empty.
@Tag("drill")
class DesktopsDrillTest {
    private static final int STUDIOS = 3;
    private static final int LEASE = 1_500;
    private static final int WINDOW = 2;
    private static final int KINDS = 3;

    @RegisterExtension static final PostgresExtension postgres = new PostgresExtension();

    @TempDir Path folder;
    private final List<ChildProcess> studios = new ArrayList<>();
    private final List<EngineProcess> engines = new ArrayList<>();

    @Test
    void oneDiesOneSleepsAndAnEngineForgets() throws Exception {
        var seed = DrillSeed.asked();
        var report = new DrillReport(DesktopsDrillTest.class, "three studios", seed);
        RandomGenerator random = seed.random();
        int extra = 0;
        try (var world = new DrillWorld(folder.resolve("store"), postgres.address())) {
            Files.createDirectories(folder.resolve("store"));
            world.furnish();
            world.enqueueAll(DrillSeed.scaled(500), random);
            for (int i = 0; i < 2; i++) {
                engines.add(
                        EngineProcess.start(folder.resolve("engine" + i), Duration.ofMillis(40)));
            }
            for (int i = 0; i < STUDIOS; i++) {
                studios.add(studio(i));
            }
            // Each of them at least once, whatever the seed.
            for (int kind = 0; kind < KINDS || world.unfinished() > 0; kind++) {
                extra += disturb(kind < KINDS ? kind : random.nextInt(KINDS), report, random);
            }
            List<EngineProcess.Run> runs = new ArrayList<>();
            for (EngineProcess engine : engines) {
                runs.addAll(engine.runs());
            }
            await().atMost(Duration.ofMinutes(1)).until(() -> world.unfinished() == 0);
            report.finish(new Checker(world).check(runs), extra);
        } finally {
            studios.forEach(ChildProcess::close);
            engines.forEach(EngineProcess::close);
        }
    }

    /// @return runs that this may have cost
    private int disturb(int kind, DrillReport report, RandomGenerator random) throws Exception {
        Hold.millis(random.nextLong(800));
        int victim = random.nextInt(STUDIOS);
        return switch (kind) {
            case 0 -> {
                studios.get(victim).kill();
                report.injected("studio killed");
                studios.set(victim, studio(victim));
                studios.get(victim).await("working");
                yield WINDOW;
            }
            case 1 -> {
                studios.get(victim).freeze();
                Hold.millis(LEASE * 2L);
                studios.get(victim).thaw();
                report.injected("studio frozen beyond its lease");
                yield WINDOW;
            }
            default -> {
                engines.get(random.nextInt(engines.size())).restart();
                report.injected("engine restarted empty");
                yield STUDIOS * WINDOW;
            }
        };
    }

    /// The first two share an engine, the third has one of its own. All keep pictures in the same folder.
    private ChildProcess studio(int number) throws IOException {
        Path home = Files.createDirectories(folder.resolve("home" + number));
        for (String bucket : List.of("reference-images", "generated-images")) {
            if (!Files.exists(home.resolve(bucket))) {
                Files.createSymbolicLink(
                        home.resolve(bucket), folder.resolve("store").resolve(bucket));
            }
        }
        String engine = engines.get(number < 2 ? 0 : 1).address().toString();
        return new StudioChild(home, engine)
                .on(DrillWorld.url(postgres.address()))
                .start("-Ddrill.lease=" + LEASE, "-Ddrill.forever=true");
    }
}
