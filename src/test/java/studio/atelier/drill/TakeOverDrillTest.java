package studio.atelier.drill;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import studio.atelier.db.PostgresExtension;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// Two studios with the times that people get share one engine; the one that sent the first jobs dies, and the other
/// has them within a minute.
@Tag("drill")
class TakeOverDrillTest {
    private static final Duration PROMISED = Duration.ofMinutes(1);
    private static final Duration LONGEST = Duration.ofMinutes(4);

    @RegisterExtension static final PostgresExtension postgres = new PostgresExtension();

    @TempDir Path folder;

    @Test
    void theJobsOfADeadDesktopAreTakenOverWithinAMinute() throws Exception {
        var seed = DrillSeed.asked();
        var report = new DrillReport(TakeOverDrillTest.class, "usual times", seed);
        Path store = Files.createDirectories(folder.resolve("store"));
        try (var world = new DrillWorld(store, postgres.address());
                var engine =
                        EngineProcess.start(folder.resolve("engine"), Duration.ofSeconds(20))) {
            world.furnish();
            world.enqueueAll(5, seed.random());
            try (ChildProcess first = studio("first", engine)) {
                await().atMost(PROMISED).until(() -> inWork(world, "%").size() == 2);
                String dead = inWork(world, "%").getFirst();
                try (ChildProcess second = studio("second", engine)) {
                    second.await("working");
                    first.kill();
                    report.injected("studio killed");
                    long begun = System.nanoTime();
                    await().atMost(PROMISED).until(() -> inWork(world, dead).isEmpty());
                    Duration taken = Duration.ofNanos(System.nanoTime() - begun);
                    await().atMost(LONGEST).until(() -> world.unfinished() == 0);
                    report.finish(new Checker(world).check(engine.runs()), 0);
                    new DrillTable("TakeOverDrillTest, the jobs of a dead desktop")
                            .line("seconds until they were taken over", taken.toSeconds())
                            .publish();
                    assertTrue(taken.compareTo(PROMISED) <= 0, taken.toString());
                }
            }
        }
    }

    /// Who holds the jobs that are in an engine, one for each.
    private static List<String> inWork(DrillWorld world, String owner) {
        return world.database()
                .read(
                        handle ->
                                handle.createQuery(
                                                """
                                                select claimed_by from generation_jobs
                                                where status = 'processing'
                                                    and runpod_job_id is not null
                                                    and claimed_by like :owner
                                                """)
                                        .bind("owner", owner)
                                        .mapTo(String.class)
                                        .list());
    }

    private ChildProcess studio(String name, EngineProcess engine) throws IOException {
        Path home = Files.createDirectories(folder.resolve(name));
        for (String bucket : List.of("reference-images", "generated-images")) {
            Files.createSymbolicLink(home.resolve(bucket), folder.resolve("store").resolve(bucket));
        }
        return new StudioChild(home, engine.address().toString())
                .on(DrillWorld.url(postgres.address()))
                .start("-Ddrill.usual=true", "-Ddrill.forever=true");
    }
}
