package studio.atelier.bench;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import studio.atelier.db.EmbeddedPostgres;
import studio.atelier.drill.ChildProcess;
import studio.atelier.drill.DrillWorld;
import studio.atelier.drill.Hold;
import studio.atelier.drill.StudioChild;
import studio.atelier.engine.demo.DemoEngineServer;
import studio.atelier.engine.demo.DemoOptions;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/// From the start of a studio until its first job is done, after the studio before it was killed in the midst of its
/// work: its PostgreSQL lives on as an orphan, or was killed with it. Beside it a plain start after a clean stop. The
/// time includes that of a JVM and of a job of 50 ms.
@Tag("bench")
class RestartBench {
    private static final int ROUNDS = 5;
    private static final int JOBS = 500;
    private static final Duration JOB = Duration.ofMillis(50);
    private static final double LIMIT = 3_000;

    @TempDir Path folder;

    private final RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
    private final List<Double> plain = new ArrayList<>();
    private final List<Double> orphan = new ArrayList<>();
    private final List<Double> crashed = new ArrayList<>();

    @Test
    void worksAgain() throws Exception {
        Path home = Files.createDirectories(folder.resolve("home"));
        var options = DemoOptions.in(folder.resolve("engine")).withJobDuration(JOB);
        try (var engine = DemoEngineServer.start(options)) {
            var studio = new StudioChild(home, engine.address().toString());
            stop(home, JOBS, true);
            for (int round = 0; round < ROUNDS; round++) {
                killedAfter(start(studio, plain));
                killedAfter(start(studio, orphan));
                killServer(home);
                killedAfter(start(studio, crashed));
                stop(home, 0, false);
            }
        }
        var report = new BenchReport("restart");
        line(report, "R6 killed, PostgreSQL orphaned: first job done", orphan);
        line(report, "R6 killed with its PostgreSQL: first job done", crashed);
        report.note("rounds", ROUNDS, Double.NaN, "");
        report.note(Figures.LOAD, Figures.load(), Double.NaN, "");
        report.finish();
    }

    private void line(BenchReport report, String what, List<Double> times) {
        report.note(what + ", p50", Figures.p50(times), Figures.p50(plain), "ms");
        report.add(
                Figures.atMost(
                        what + ", longest", LIMIT, Figures.max(times), Figures.max(plain), "ms"));
    }

    private static ChildProcess start(StudioChild studio, List<Double> times) throws Exception {
        long begun = System.nanoTime();
        ChildProcess child =
                studio.start("-Ddrill.forever=true", "-Ddrill.usual=true", "-Ddrill.tell=true");
        var _ = child.await("completed");
        times.add(Figures.since(begun));
        return child;
    }

    private void killedAfter(ChildProcess child) throws InterruptedException {
        Hold.millis(random.nextLong(100, 600));
        child.kill();
    }

    /// As `kill -9` of the orphan.
    private static void killServer(Path home) throws IOException, InterruptedException {
        List<String> file = Files.readAllLines(home.resolve("postgres/data/postmaster.pid"));
        ProcessHandle server = ProcessHandle.of(Long.parseLong(file.getFirst())).orElseThrow();
        if (!server.destroyForcibly()) {
            throw new IllegalStateException("the server cannot be killed");
        }
        await(server);
    }

    private static void await(ProcessHandle process) throws InterruptedException {
        for (int i = 0; i < 500 && process.isAlive(); i++) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
        if (process.isAlive()) {
            throw new IllegalStateException("the server lives on");
        }
    }

    /// The last to leave stops the server.
    private void stop(Path home, int jobs, boolean first) throws IOException {
        try (var server = EmbeddedPostgres.start(home);
                var world = new DrillWorld(home, server.address())) {
            if (first) {
                world.furnish();
            }
            world.enqueueAll(jobs, random);
        }
    }
}
