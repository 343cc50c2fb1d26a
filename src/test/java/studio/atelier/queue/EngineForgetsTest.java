package studio.atelier.queue;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import studio.atelier.checks.BesideOthers;
import studio.atelier.db.PostgresExtension;
import studio.atelier.engine.Engine;
import studio.atelier.engine.demo.DemoEngineServer;
import studio.atelier.engine.demo.DemoFaults.Answer;
import studio.atelier.model.BatchId;
import studio.atelier.model.BatchPlan;
import studio.atelier.model.Job;
import studio.atelier.model.JobStatus;
import studio.atelier.model.ReferenceImage;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// An engine goes on running and does not know a job any more, or takes questions and answers none of them.
@BesideOthers
class EngineForgetsTest {
    @RegisterExtension static final PostgresExtension postgres = new PostgresExtension();

    private static final List<String> LORAS = List.of("milan.safetensors");
    private static final int MANY = 1_000;

    @TempDir Path folder;
    private QueueWorld world;
    private DemoEngines demos;

    @BeforeEach
    void openWorld() {
        postgres.clear();
        world = new QueueWorld(folder, postgres.database());
        demos = new DemoEngines(folder);
    }

    @AfterEach
    void close() {
        world.close();
        demos.close();
    }

    /// What is found by its name costs no other run.
    @ParameterizedTest
    @CsvSource({"{{model_name}}_{{prompt_id}}, 1", "{{model_name}}_{{reference_filename}}, 2"})
    void whatAnotherClientWipesOutOfTheHistoryIsBroughtHomeOrMadeAgain(String name, int runs)
            throws Exception {
        var demo = demos.start("demo", Duration.ofMillis(200), LORAS);
        DurableQueue first = world.queue(postgres.database(), "desk", demo.engine());
        BatchId batch = first.enqueue(plan(name, 1));
        first.start();
        await().until(() -> demo.server().ledger().submissions().size() == 1);
        first.close();
        await().until(() -> runs(demo.server()) == 1);
        wipeHistory(demo.server().address());

        DurableQueue next = world.queue(postgres.database(), "desk", demo.engine());
        next.start();
        Job job = QueueWorld.awaitAll(next, batch, JobStatus.COMPLETED).getFirst();
        assertEquals(runs, job.attempt());
        assertEquals(runs, runs(demo.server()));
    }

    /// One of eight accepts connections and never answers: the seven others do all of it meanwhile, and nothing waits
    /// for the one, not even the end.
    @Test
    void anEngineThatHangsHoldsUpNobody() {
        List<Engine> engines = new ArrayList<>();
        var hanging = demos.start("Hanging", Duration.ofMillis(10), LORAS);
        for (String request : List.of("GET /", "POST /")) {
            hanging.server().faults().answer(request, new Answer.Never(), MANY);
        }
        engines.add(hanging.engine());
        for (int i = 1; i < 8; i++) {
            engines.add(demos.start("Engine " + i, Duration.ofMillis(10), LORAS).engine());
        }
        DurableQueue queue =
                world.queue(postgres.database(), "desk", engines.toArray(Engine[]::new));
        BatchId batch = queue.enqueue(plan("{{model_name}}_{{prompt_id}}", 20));
        queue.start();

        List<Job> jobs = QueueWorld.awaitAll(queue, batch, JobStatus.COMPLETED);
        assertTrue(
                jobs.stream().noneMatch(job -> job.engine().equals(Optional.of("Hanging"))),
                "what cannot be sent there goes elsewhere");
        long begun = System.nanoTime();
        queue.close();
        assertTrue(
                Duration.ofNanos(System.nanoTime() - begun).toSeconds() < 10,
                "closing waited for it");
    }

    private BatchPlan plan(String name, int jobs) {
        List<ReferenceImage> references =
                IntStream.rangeClosed(1, jobs).mapToObj(world::reference).toList();
        return QueueWorld.plan(SavedNameTest.GRAPH.replace("PREFIX", name), references, 1);
    }

    private static long runs(DemoEngineServer server) {
        return server.ledger().executions().stream()
                .filter(run -> run.outcome().equals("success"))
                .count();
    }

    /// As the button of ComfyUI's own page does.
    private static void wipeHistory(URI engine) throws IOException, InterruptedException {
        var request =
                HttpRequest.newBuilder(engine.resolve("/history"))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString("{\"clear\":true}"))
                        .build();
        try (var client = HttpClient.newHttpClient()) {
            assertEquals(
                    200, client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode());
        }
    }
}
