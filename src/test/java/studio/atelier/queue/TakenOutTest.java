package studio.atelier.queue;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import studio.atelier.checks.BesideOthers;
import studio.atelier.db.PostgresExtension;
import studio.atelier.model.BatchId;
import studio.atelier.model.Job;
import studio.atelier.model.JobStatus;
import studio.atelier.model.Problem;
import studio.atelier.model.ReferenceImage;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// Somebody empties ComfyUI's own queue, in its own window, with jobs of ours inside.
@BesideOthers
class TakenOutTest {
    @RegisterExtension static final PostgresExtension postgres = new PostgresExtension();

    @TempDir Path folder;
    private DemoEngines engines;
    private QueueWorld world;

    @BeforeEach
    void open() {
        postgres.clear();
        world = new QueueWorld(folder, postgres.database());
        engines = new DemoEngines(folder);
    }

    @AfterEach
    void close() {
        world.close();
        engines.close();
    }

    @Test
    void aWaitingJobThatWasDeletedAtTheEngineIsNotSentAgain() throws Exception {
        var running = engines.start("Loft", Duration.ofSeconds(2), List.of("milan.safetensors"));
        DurableQueue queue = world.queue(postgres.database(), "desk", running.engine());
        String graph = SavedNameTest.GRAPH.replace("PREFIX", "x");
        List<ReferenceImage> one = List.of(world.reference(1));
        BatchId batch = queue.enqueue(QueueWorld.plan(graph, one, 3));
        queue.start();
        var ledger = running.server().ledger();
        await().until(() -> ledger.submissions().size() == 2);

        clear(running.server().address());

        await().until(
                        () ->
                                QueueWorld.jobs(queue, batch).stream()
                                        .allMatch(job -> job.status().isFinal()));
        List<Job> jobs = QueueWorld.jobs(queue, batch);
        assertEquals(2, jobs.stream().filter(TakenOutTest::isCompleted).count());
        assertEquals(
                List.of(Problem.Kind.INTERRUPTED.code()),
                jobs.stream().flatMap(job -> job.problem().stream()).map(Problem::code).toList());
        assertEquals(3, ledger.submissions().size());
    }

    private static boolean isCompleted(Job job) {
        return job.status() == JobStatus.COMPLETED;
    }

    private static void clear(URI engine) throws IOException, InterruptedException {
        var request =
                HttpRequest.newBuilder(engine.resolve("/queue"))
                        .POST(HttpRequest.BodyPublishers.ofString("{\"clear\": true}"))
                        .build();
        try (var client = HttpClient.newHttpClient()) {
            assertEquals(
                    200, client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode());
        }
    }
}
