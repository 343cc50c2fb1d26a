package studio.atelier.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import studio.atelier.db.PostgresExtension;
import studio.atelier.drill.Hold;
import studio.atelier.engine.Engine;
import studio.atelier.engine.demo.DemoEngineServer;
import studio.atelier.engine.demo.DemoFaults;
import studio.atelier.model.BatchPlan;
import studio.atelier.queue.DurableQueue;
import studio.atelier.queue.QueueEvent;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/// How soon a finished picture is recorded when the websocket is of no use: refused, or open and silent. Beside it
/// the same jobs with a healthy one; and what a studio asks of an engine while there is nothing to do.
@Tag("bench")
class SocketBench {
    private static final int ENGINES = 8;
    private static final int REFERENCES = 24;
    private static final int VARIATIONS = 5;
    private static final int STEP_MILLIS = 300;
    private static final int IDLE_SECONDS = 20;
    private static final double LIMIT = 5_000;
    private static final int LONGEST_SECONDS = 300;

    @RegisterExtension static final PostgresExtension postgres = new PostgresExtension();

    @TempDir Path folder;

    /// Requests of a studio without work to one engine in ten seconds, by mode.
    private final Map<String, Double> idle = new ConcurrentHashMap<>();

    @Test
    void recordsWithoutMessages() throws Exception {
        List<Double> healthy = delays("healthy", _ -> {});
        List<Double> dead = delays("dead", faults -> faults.refuseSockets(true));
        List<Double> silent = delays("silent", faults -> faults.silenceSockets(true));
        var report = new BenchReport("sockets");
        Figures.spread(
                report, "L2 dead websocket: finished -> recorded", "p99", LIMIT, dead, healthy);
        Figures.spread(
                report, "L2 silent websocket: finished -> recorded", "p99", LIMIT, silent, healthy);
        report.atMost(
                "L2 healthy: idle requests per 10 s and engine",
                1,
                Objects.requireNonNull(idle.get("healthy")),
                "");
        report.note(
                "dead: idle requests per 10 s and engine",
                Objects.requireNonNull(idle.get("dead")),
                Double.NaN,
                "");
        report.note("jobs in each mode", healthy.size(), Double.NaN, "");
        report.note(Figures.LOAD, Figures.load(), Double.NaN, "");
        report.finish();
    }

    /// Milliseconds from each engine's end of a job to the news of its commit.
    private List<Double> delays(String mode, Consumer<DemoFaults> fault) throws Exception {
        postgres.clear();
        try (var studio = new BenchStudio(folder.resolve(mode), postgres.database())) {
            studio.importReferences(REFERENCES);
            studio.importWorkflow(0.05);
            // Of different lengths, so that their ends do not keep step with the looks.
            List<DemoEngineServer> servers =
                    IntStream.rangeClosed(1, ENGINES)
                            .mapToObj(n -> studio.server(Duration.ofMillis((long) n * STEP_MILLIS)))
                            .toList();
            servers.forEach(server -> fault.accept(server.faults()));
            List<Engine> engines = servers.stream().<Engine>map(studio::client).toList();
            BatchPlan plan = studio.plan(REFERENCES, VARIATIONS);
            Map<String, Long> recorded = new ConcurrentHashMap<>();
            var left = new CountDownLatch(plan.jobs().size());
            DurableQueue queue = studio.queue(engines);
            try (AutoCloseable _ = queue.subscribe(event -> note(event, recorded, left))) {
                queue.start();
                queue.enqueue(plan);
                assertTrue(left.await(LONGEST_SECONDS, TimeUnit.SECONDS), mode + ": not all came");
                idle.put(mode, requestsWhileIdle(servers));
            }
            List<Double> delays =
                    servers.stream()
                            .flatMap(server -> EngineRun.of(server).stream())
                            .map(
                                    run ->
                                            (double)
                                                    (Objects.requireNonNull(
                                                                    recorded.get(run.prompt()))
                                                            - run.endedAt()))
                            .toList();
            assertEquals(plan.jobs().size(), delays.size());
            return delays;
        }
    }

    private static void note(QueueEvent event, Map<String, Long> recorded, CountDownLatch left) {
        if (event instanceof QueueEvent.JobCompleted(var job, var _)) {
            recorded.put(job.promptId().orElseThrow().value(), System.currentTimeMillis());
            left.countDown();
        }
    }

    private static double requestsWhileIdle(List<DemoEngineServer> servers)
            throws InterruptedException {
        Hold.millis(1_000);
        int before = requests(servers);
        Hold.millis(IDLE_SECONDS * 1_000L);
        return (requests(servers) - before) * 10.0 / IDLE_SECONDS / servers.size();
    }

    private static int requests(List<DemoEngineServer> servers) {
        return servers.stream().mapToInt(server -> server.ledger().requests().size()).sum();
    }
}
