package studio.atelier.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

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

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// What it costs to send a job so that it is never lost and never sent twice: claim, commit of its id, POST.
/// Beside it a loop that only posts. The engine is busy with an earlier prompt all the while.
@Tag("bench")
class DispatchBench {
    private static final int ROUNDS = 6;
    private static final int JOBS = 50;
    private static final Duration LEASE = Duration.ofSeconds(60);

    @RegisterExtension static final PostgresExtension postgres = new PostgresExtension();

    @TempDir Path folder;

    private final List<Double> safely = new ArrayList<>();
    private final List<Double> accepted = new ArrayList<>();
    private final List<Double> uploading = new ArrayList<>();
    private final List<Double> bare = new ArrayList<>();

    @Test
    void sends() throws Exception {
        try (var studio = new BenchStudio(folder, postgres.database())) {
            studio.importReferences(2 * ROUNDS * JOBS / 5);
            studio.importWorkflow(0.05);
            DemoEngineServer server = studio.server(Duration.ofMinutes(10));
            ComfyEngine engine = studio.client(server);
            Stores stores = studio.stores();
            BatchPlan plan = studio.plan(2 * ROUNDS * JOBS / 5, 5);
            stores.batches().insert(plan);
            var picture =
                    new Submission.InputFile(
                            "the-reference",
                            studio.file(plan.jobs().getFirst().reference()),
                            "the-reference.png");
            String graph = graph(plan, "the-reference");
            engine.submit(new Submission(PromptId.random(), graph, List.of(picture)));
            String uploaded = graph(plan, "the-reference.png");
            try (var http = HttpClient.newHttpClient()) {
                for (int round = 0; round < ROUNDS; round++) {
                    safely(stores, engine, uploaded);
                    uploading(stores, engine, graph, picture);
                    bare(http, server, uploaded);
                }
            }
            assertEquals(1 + 3 * ROUNDS * JOBS, server.ledger().submissions().size());
            server.restart();
        }
        report();
    }

    private void report() throws Exception {
        var report = new BenchReport("dispatch");
        report.add(
                Figures.atMost(
                        "D1 claim + durable id + POST p50",
                        3,
                        Figures.p50(settled(safely)),
                        Figures.p50(settled(bare)),
                        "ms"));
        report.add(
                Figures.atMost(
                        "D1 claim + durable id + POST p99",
                        15,
                        Figures.p99(settled(safely)),
                        Figures.p99(settled(bare)),
                        "ms"));
        report.note(
                "... + commit that it was accepted p50",
                Figures.p50(settled(accepted)),
                Figures.p50(settled(bare)),
                "ms");
        report.note(
                "... + upload of the reference p50",
                Figures.p50(settled(uploading)),
                Figures.p50(settled(bare)),
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

    private static ClaimedJob send(
            Stores stores, ComfyEngine engine, String graph, List<Submission.InputFile> inputs) {
        ClaimedJob claimed = stores.claims().claim(engine.name(), "bench:1", LEASE, 1).getFirst();
        var job =
                stores.leases()
                        .beginSending(claimed.lease(), PromptId.random(), LEASE)
                        .orElseThrow();
        engine.submit(new Submission(job.promptId().orElseThrow(), graph, inputs));
        return new ClaimedJob(claimed.lease(), job, claimed.recipe(), claimed.needs());
    }

    private void bare(HttpClient http, DemoEngineServer server, String graph) throws Exception {
        var json = new ObjectMapper();
        for (int i = 0; i < JOBS; i++) {
            ObjectNode body = json.createObjectNode();
            body.put("client_id", "bare");
            body.put("prompt_id", PromptId.random().value());
            body.set("prompt", json.readTree(graph));
            var request =
                    HttpRequest.newBuilder(server.address().resolve("/prompt"))
                            .header("Content-Type", "application/json")
                            .POST(BodyPublishers.ofString(body.toString()))
                            .build();
            long begun = System.nanoTime();
            var answer = http.send(request, BodyHandlers.ofString());
            bare.add(Figures.since(begun));
            assertEquals(200, answer.statusCode(), answer.body());
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
