package studio.atelier.queue;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import studio.atelier.checks.BesideOthers;
import studio.atelier.db.ImageStore;
import studio.atelier.db.PostgresExtension;
import studio.atelier.engine.EngineJobState;
import studio.atelier.model.BatchId;
import studio.atelier.model.GeneratedImage;
import studio.atelier.model.Job;
import studio.atelier.model.JobStatus;
import studio.atelier.model.Problem;
import studio.atelier.model.Problem.Kind;
import studio.atelier.model.StudioException;
import studio.atelier.storage.Bucket;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

@BesideOthers
class DurableQueueTest {
    @RegisterExtension static final PostgresExtension postgres = new PostgresExtension();

    @TempDir Path folder;
    private final List<QueueEvent> events = new CopyOnWriteArrayList<>();
    private final FakeEngine engine = new FakeEngine("ComfyUI");
    private QueueWorld world;
    private DurableQueue queue;

    @BeforeEach
    void openQueue() {
        postgres.clear();
        world = new QueueWorld(folder, postgres.database());
        queue = world.queue(postgres.database(), "desk", engine);
        var _ = queue.subscribe(events::add);
    }

    @AfterEach
    void closeQueues() {
        world.close();
    }

    @Test
    void runsABatchAndRecordsItsPictures() {
        BatchId batch = queue.enqueue(world.plan(3, 2));
        queue.start();
        List<Job> jobs = awaitAll(batch, JobStatus.COMPLETED);

        assertEquals(6, new HashSet<>(engine.accepted()).size());
        assertEquals(6, jobs.stream().map(Job::seed).distinct().count());
        Job first = jobs.getFirst();
        assertEquals("ComfyUI", first.engine().orElseThrow());
        assertTrue(engine.accepted().contains(first.promptId().orElseThrow()));
        assertTrue(first.startedAt().isPresent() && first.completedAt().isPresent());
        GeneratedImage image = images(first).getFirst();
        assertTrue(image.storagePath().matches("milan_dune1_0000\\d_\\.png"), image.storagePath());
        assertTrue(world.store().find(Bucket.GENERATED, image.storagePath()).isPresent());
        assertEquals(40, image.width());
        await().until(() -> count(QueueEvent.BatchFinished.class) == 1);
        assertEquals(1, count(QueueEvent.BatchAdded.class));
        assertEquals(6, count(QueueEvent.JobCompleted.class));
        assertEquals(new Totals(0, 0, java.util.Optional.empty()), queue.totals());
    }

    @Test
    void aJobIsWorkUntilItIsDoneAlsoWhileItIsClaimed() {
        queue.start();
        for (int i = 0; i < 20; i++) {
            BatchId batch = queue.enqueue(world.plan(1, 1));
            while (queue.hasWork()) {
                Thread.onSpinWait();
            }
            Job job = QueueWorld.jobs(queue, batch).getFirst();
            assertEquals(JobStatus.COMPLETED, job.status());
        }
    }

    @Test
    void fillsTheGraphWithWhatTheEngineCallsThings() {
        engine.setLoras("people\\MILAN.safetensors");
        BatchId batch = queue.enqueue(world.plan(1, 1));
        queue.start();
        Job job = awaitAll(batch, JobStatus.COMPLETED).getFirst();

        String graph = engine.graphs().getFirst();
        assertTrue(graph.contains("people\\\\MILAN.safetensors"), graph);
        assertTrue(graph.contains("\"steps\":28"), graph);
        assertTrue(graph.contains("\"seed\":" + job.seed().orElseThrow()), graph);
        assertFalse(graph.contains("{{"), graph);
    }

    @Test
    void oneReasonForAllStopsTheBatchWithOneMessage() {
        engine.setLoras("milano.safetensors");
        BatchId batch = queue.enqueue(world.plan(20, 1));
        queue.start();
        List<Job> jobs = awaitAll(batch, JobStatus.FAILED);

        assertEquals(List.of(), engine.accepted());
        assertEquals(Kind.LORA_MISNAMED.code(), jobs.getLast().problem().orElseThrow().code());
        await().until(() -> count(QueueEvent.BatchFinished.class) == 1);
        assertEquals(1, count(QueueEvent.BatchStopped.class));

        engine.setLoras("milan.safetensors");
        assertEquals(20, queue.retryFailed(batch));
        awaitAll(batch, JobStatus.COMPLETED);
        await().until(() -> count(QueueEvent.BatchFinished.class) == 2);
    }

    @Test
    void aPassingProblemIsTriedAgain() {
        engine.endNextWith(failed(Kind.OUT_OF_MEMORY));
        BatchId batch = queue.enqueue(world.plan(1, 1));
        queue.start();
        Job job = awaitAll(batch, JobStatus.COMPLETED).getFirst();
        assertEquals(2, job.attempt());
        assertEquals(2, engine.accepted().size());
        assertTrue(job.problem().isEmpty());
    }

    @Test
    void aPassingProblemThatStaysFailsTheJob() {
        for (int i = 0; i < QueueWorld.FAST.attempts(); i++) {
            engine.endNextWith(failed(Kind.OUT_OF_MEMORY));
        }
        BatchId batch = queue.enqueue(world.plan(1, 1));
        queue.start();
        Job job = awaitAll(batch, JobStatus.FAILED).getFirst();
        assertEquals(QueueWorld.FAST.attempts(), job.attempt());
        assertEquals(Kind.OUT_OF_MEMORY.code(), job.problem().orElseThrow().code());

        queue.retry(job.id());
        awaitAll(batch, JobStatus.COMPLETED);
    }

    @Test
    void aJobWithoutAPictureFails() {
        engine.setPictures(0);
        BatchId batch = queue.enqueue(world.plan(1, 1));
        queue.start();
        Job job = awaitAll(batch, JobStatus.FAILED).getFirst();
        assertEquals(Kind.NO_PICTURE.code(), job.problem().orElseThrow().code());
    }

    @Test
    void severalPicturesBelongToOneJob() {
        engine.setPictures(3);
        BatchId batch = queue.enqueue(world.plan(1, 1));
        queue.start();
        Job job = awaitAll(batch, JobStatus.COMPLETED).getFirst();
        assertEquals(List.of(0, 1, 2), images(job).stream().map(GeneratedImage::ordinal).toList());
        assertEquals(3, images(job).stream().map(GeneratedImage::storagePath).distinct().count());
    }

    @Test
    void whatAnotherClientStoredIsNeverOverwritten() throws Exception {
        Path taken = folder.resolve("objects/generated-images/milan_dune1_00001_.png");
        Files.writeString(taken, "another client's picture");
        BatchId batch = queue.enqueue(world.plan(1, 1));
        queue.start();
        Job job = awaitAll(batch, JobStatus.COMPLETED).getFirst();
        assertEquals("milan_dune1_00002_.png", images(job).getFirst().storagePath());
        assertEquals("another client's picture", Files.readString(taken));
    }

    @Test
    void anEngineOutOfReachKeepsTheJobsWaiting() {
        engine.setUnreachable(true);
        BatchId batch = queue.enqueue(world.plan(2, 1));
        queue.start();
        await().until(() -> count(QueueEvent.EngineDown.class) == 1);
        assertTrue(jobs(batch).stream().allMatch(job -> job.status() == JobStatus.QUEUED));

        engine.setUnreachable(false);
        awaitAll(batch, JobStatus.COMPLETED);
        assertEquals(1, count(QueueEvent.EngineUp.class));
    }

    @Test
    void anEngineThatGoesAwayMeanwhileIsWaitedFor() {
        engine.hold();
        BatchId batch = queue.enqueue(world.plan(2, 1));
        queue.start();
        await().until(() -> engine.accepted().size() == 2);
        engine.setUnreachable(true);
        await().until(() -> count(QueueEvent.EngineDown.class) > 0);
        engine.setUnreachable(false);
        engine.releaseAll();
        awaitAll(batch, JobStatus.COMPLETED);
        assertEquals(2, engine.accepted().size());
        assertToldInTurn();
    }

    @Test
    void aPausedQueueSendsNothing() {
        queue.pause();
        BatchId batch = queue.enqueue(world.plan(2, 1));
        queue.start();
        await().until(() -> count(QueueEvent.EngineUp.class) == 1);
        assertTrue(world.queue(postgres.database(), "other", engine).isPaused());
        assertEquals(List.of(), engine.accepted());

        queue.resume();
        awaitAll(batch, JobStatus.COMPLETED);
    }

    @Test
    void aMissingReferenceFailsOnlyItsOwnJob() {
        BatchId batch =
                queue.enqueue(
                        QueueWorld.plan(
                                List.of(QueueWorld.referenceWithoutFile(7), world.reference(8)),
                                1));
        queue.start();
        await().until(() -> count(QueueEvent.BatchFinished.class) == 1);
        List<Job> jobs = jobs(batch);
        assertEquals(Kind.REFERENCE_MISSING.code(), jobs.getFirst().problem().orElseThrow().code());
        assertEquals(JobStatus.COMPLETED, jobs.getLast().status());
    }

    /// Another reference may be smaller, or go through: only what holds for all of them stops them all.
    @Test
    void aRefusedReferenceFailsOnlyItsOwnJob() {
        engine.onNextSubmit(
                _ -> {
                    throw new StudioException(
                            Problem.of(Kind.REFERENCE_REFUSED, "ComfyUI", "3", "too large"));
                });
        BatchId batch = queue.enqueue(world.plan(3, 1));
        queue.start();
        await().until(() -> count(QueueEvent.BatchFinished.class) == 1);

        assertEquals(
                List.of(JobStatus.COMPLETED, JobStatus.COMPLETED, JobStatus.FAILED),
                jobs(batch).stream().map(Job::status).sorted().toList());
    }

    @Test
    void runAgainIsANewBatchWithAnotherSeed() {
        BatchId batch = queue.enqueue(world.plan(1, 1));
        queue.start();
        Job job = awaitAll(batch, JobStatus.COMPLETED).getFirst();
        BatchId again = queue.runAgain(job.id());
        Job copy = awaitAll(again, JobStatus.COMPLETED).getFirst();
        assertEquals(job.positivePrompt(), copy.positivePrompt());
        assertEquals(job.parameters(), copy.parameters());
        assertFalse(job.seed().equals(copy.seed()));
    }

    @Test
    void thePreflightNamesWhatIsMissing() {
        engine.setLoras("milano.safetensors");
        var plan = QueueWorld.plan(List.of(QueueWorld.referenceWithoutFile(1)), 1);
        List<String> codes = queue.preflight(plan).problems().stream().map(Problem::code).toList();
        assertEquals(List.of(Kind.LORA_MISNAMED.code(), Kind.REFERENCE_MISSING.code()), codes);
        var report = queue.engineReport(List.of(QueueWorld.MILAN), List.of(QueueWorld.workflow()));
        assertTrue(report.loras().missing().containsKey(QueueWorld.MILAN.id()));
    }

    private static EngineJobState failed(Kind kind) {
        return new EngineJobState.Failed(Problem.of(kind, "ComfyUI"));
    }

    private List<Job> awaitAll(BatchId batch, JobStatus status) {
        return QueueWorld.awaitAll(queue, batch, status);
    }

    private List<Job> jobs(BatchId batch) {
        return QueueWorld.jobs(queue, batch);
    }

    private static List<GeneratedImage> images(Job job) {
        return new ImageStore(postgres.database()).imagesOf(job.id());
    }

    /// That an engine came and that it went are said in turn, beginning with that it came.
    private void assertToldInTurn() {
        List<Class<?>> told = new ArrayList<>();
        for (QueueEvent event : events) {
            if (event instanceof QueueEvent.EngineUp || event instanceof QueueEvent.EngineDown) {
                told.add(event.getClass());
            }
        }
        for (int i = 0; i < told.size(); i++) {
            Class<?> due = i % 2 == 0 ? QueueEvent.EngineUp.class : QueueEvent.EngineDown.class;
            assertEquals(due, told.get(i), told.toString());
        }
    }

    private long count(Class<? extends QueueEvent> type) {
        return events.stream().filter(type::isInstance).count();
    }
}
