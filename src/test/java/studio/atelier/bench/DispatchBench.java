package studio.atelier.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import studio.atelier.db.ClaimedJob;
import studio.atelier.db.PostgresExtension;
import studio.atelier.engine.ComfyEngine;
import studio.atelier.engine.Submission;
import studio.atelier.engine.demo.DemoEngineServer;
import studio.atelier.model.BatchPlan;
import studio.atelier.model.PromptId;
import studio.atelier.plan.Planner;
import studio.atelier.queue.Stores;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// What it costs to send a job so that it is never lost and never sent twice: claim, commit of its id, POST.
/// Beside it the same three steps by hand, and a loop that only posts. The engine is busy with an earlier prompt all the
/// while.
@Tag("bench")
class DispatchBench {
    private static final int ROUNDS = 6;
    private static final int JOBS = 50;
    private static final Duration LEASE = Duration.ofSeconds(60);

    /// The goals in milliseconds, and what the same steps took by hand on the machine that they were set on: on another
    /// one their ratio is what they mean.
    private static final double GOAL_P50 = 3;

    private static final double GOAL_P99 = 15;
    private static final double BY_HAND_P50 = 1.9;
    private static final double BY_HAND_P99 = 8.5;

    @RegisterExtension static final PostgresExtension postgres = new PostgresExtension();

    @TempDir Path folder;

    private List<Long> kinds = List.of();
    private final List<Double> safely = new ArrayList<>();
    private final List<Double> accepted = new ArrayList<>();
    private final List<Double> uploading = new ArrayList<>();
    private final List<Double> byHand = new ArrayList<>();
    private final List<Double> bare = new ArrayList<>();

    @Test
    void sends() throws Exception {
        try (var studio = new BenchStudio(folder, postgres.database())) {
            studio.importReferences(3 * ROUNDS * JOBS / 5);
            studio.importWorkflow(0.05);
            DemoEngineServer server = studio.server(Duration.ofMinutes(10));
            ComfyEngine engine = studio.client(server);
            Stores stores = studio.stores();
            BatchPlan plan = studio.plan(3 * ROUNDS * JOBS / 5, 5);
            stores.batches().insert(plan);
            // As while a long queue is worked off.
            kinds = stores.needs().waiting();
            var picture =
                    new Submission.InputFile(
                            "the-reference",
                            studio.file(plan.jobs().getFirst().reference()),
                            "the-reference.png");
            String graph = graph(plan, "the-reference");
            engine.submit(new Submission(PromptId.random(), graph, List.of(picture)));
            String uploaded = graph(plan, "the-reference.png");
            try (var hand = ByHand.open(postgres.address(), folder.resolve("by-hand"))) {
                for (int round = 0; round < ROUNDS; round++) {
                    safely(stores, engine, uploaded);
                    uploading(stores, engine, graph, picture);
                    reference(hand, server.address(), uploaded);
                }
            }
            assertEquals(1 + 4 * ROUNDS * JOBS, server.ledger().submissions().size());
            server.restart();
        }
        report();
    }

    private void report() throws Exception {
        var report = new BenchReport("dispatch");
        String what = "D1 claim + durable id + POST ";
        double median = Figures.p50(settled(safely));
        double worst = Figures.p99(settled(safely));
        double handMedian = Figures.p50(settled(byHand));
        double handWorst = Figures.p99(settled(byHand));
        report.add(Figures.atMost(what + "p50", GOAL_P50, median, handMedian, "ms"));
        report.add(Figures.atMost(what + "p99", GOAL_P99, worst, handWorst, "ms"));
        report.times(what + "p50, to by hand", GOAL_P50 / BY_HAND_P50, median, handMedian, "ms");
        report.times(what + "p99, to by hand", GOAL_P99 / BY_HAND_P99, worst, handWorst, "ms");
        double posted = Figures.p50(settled(bare));
        report.note("... by hand, to POST alone p50", handMedian, posted, "ms");
        report.note(
                "... + commit that it was accepted p50",
                Figures.p50(settled(accepted)),
                handMedian,
                "ms");
        report.note(
                "... + upload of the reference p50",
                Figures.p50(settled(uploading)),
                handMedian,
                "ms");
        report.note(Figures.LOAD, Figures.load(), Double.NaN, "");
        report.finish();
    }

    /// The first round warms up.
    private static List<Double> settled(List<Double> values) {
        return values.subList(JOBS, values.size());
    }

    private void safely(Stores stores, ComfyEngine engine, String graph) {
        for (int i = 0; i < JOBS; i++) {
            long begun = System.nanoTime();
            ClaimedJob job = send(stores, engine, graph, List.of());
            safely.add(Figures.since(begun));
            stores.leases().submitted(job.lease(), job.job().promptId().orElseThrow());
            accepted.add(Figures.since(begun));
        }
    }

    private void uploading(
            Stores stores, ComfyEngine engine, String graph, Submission.InputFile picture) {
        for (int i = 0; i < JOBS; i++) {
            long begun = System.nanoTime();
            send(stores, engine, graph, List.of(picture));
            uploading.add(Figures.since(begun));
        }
    }

    private ClaimedJob send(
            Stores stores, ComfyEngine engine, String graph, List<Submission.InputFile> inputs) {
        ClaimedJob claimed =
                stores.claims().claim(engine.name(), "bench:1", LEASE, 1, kinds).getFirst();
        var job =
                stores.leases()
                        .beginSending(claimed.lease(), PromptId.random(), LEASE)
                        .orElseThrow();
        engine.submit(new Submission(job.promptId().orElseThrow(), graph, inputs));
        return new ClaimedJob(claimed.lease(), job, claimed.recipe(), claimed.needs());
    }

    private void reference(ByHand hand, URI engine, String graph) throws Exception {
        for (int i = 0; i < JOBS; i++) {
            byHand.add(hand.send(engine, graph));
            bare.add(hand.post(engine, graph));
        }
    }

    private static String graph(BatchPlan plan, String reference) {
        return Planner.graph(
                plan.request(),
                plan.jobs().getFirst(),
                plan.request().model().loraFile(),
                reference);
    }
}
