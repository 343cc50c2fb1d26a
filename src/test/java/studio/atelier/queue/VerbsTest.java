package studio.atelier.queue;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import studio.atelier.checks.BesideOthers;
import studio.atelier.db.PostgresExtension;
import studio.atelier.engine.EngineJobState;
import studio.atelier.model.BatchId;
import studio.atelier.model.Job;
import studio.atelier.model.JobId;
import studio.atelier.model.JobStatus;
import studio.atelier.model.Problem;
import studio.atelier.model.Problem.Kind;
import studio.atelier.model.StudioException;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// What a person does with the queue: reorder, cancel and take it back, retry, pause an engine.
@BesideOthers
class VerbsTest {
    @RegisterExtension static final PostgresExtension postgres = new PostgresExtension();

    private static final int WINDOW = QueueWorld.FAST.window();

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
    void whatIsMovedToTheFrontRunsFirstInItsOwnOrder() {
        List<JobId> first = ids(queue.enqueue(world.plan(3, 1)));
        List<JobId> second = ids(queue.enqueue(world.plan(2, 1)));
        BatchId third = queue.enqueue(world.plan(2, 1));
        assertEquals(2, queue.toFront(third));
        assertEquals(2, queue.toFront(List.of(second.get(1), first.get(2))));
        List<JobId> last = ids(queue.enqueue(world.plan(2, 1), Queue.Place.FRONT));

        assertEquals(
                List.of(
                        last.get(0),
                        last.get(1),
                        first.get(2),
                        second.get(1),
                        ids(third).get(0),
                        ids(third).get(1),
                        first.get(0),
                        first.get(1),
                        second.get(0)),
                order());
    }

    @Test
    void whatRunsOrIsOverIsNotMoved() {
        BatchId batch = runningBatch(4);
        assertEquals(2, queue.toFront(batch));
        List<Job> jobs = jobs(batch);
        assertEquals(List.of(0, 0, 1, 1), jobs.stream().map(Job::priority).toList());
        queue.cancelBatch(batch);
        engine.releaseAll();
        await().until(() -> unfinished(batch) == 0);
        assertEquals(0, queue.toFront(batch));
    }

    @Test
    void aBatchIsDroppedSoftly() {
        BatchId batch = runningBatch(5);
        Cancelled dropped = queue.cancelWaiting(batch);
        assertEquals(5 - WINDOW, dropped.waited().size());
        assertEquals(0, dropped.stopping());
        engine.releaseAll();
        await().until(() -> unfinished(batch) == 0);
        assertEquals(WINDOW, count(batch, JobStatus.COMPLETED));
        assertEquals(5 - WINDOW, count(batch, JobStatus.CANCELLED));
        assertTrue(engine.cancelledPrompts().isEmpty());
        await().until(
                        () ->
                                events.contains(
                                        new QueueEvent.BatchFinished(
                                                batch, WINDOW, 0, 5 - WINDOW)));
    }

    @Test
    void aHardCancelStopsWhatRunsToo() {
        BatchId batch = runningBatch(5);
        Cancelled all = queue.cancelBatch(batch);
        assertEquals(WINDOW, all.stopping());
        assertEquals(5 - WINDOW, all.waited().size());
        await().until(() -> count(batch, JobStatus.CANCELLED) == 5);
        assertEquals(WINDOW, engine.cancelledPrompts().size());
    }

    @Test
    void whatOnlyWaitedComesBackAsItWas() {
        BatchId batch = runningBatch(5);
        queue.toFront(List.of(ids(batch).get(4)));
        List<Job> before = jobs(batch);
        Cancelled cancelled = queue.cancel(ids(batch).subList(WINDOW, 5));
        assertEquals(5 - WINDOW, count(batch, JobStatus.CANCELLED));

        assertEquals(5 - WINDOW, queue.undo(cancelled));
        assertEquals(before.subList(WINDOW, 5), jobs(batch).subList(WINDOW, 5));
        engine.releaseAll();
        await().until(() -> count(batch, JobStatus.COMPLETED) == 5);
        assertEquals(0, queue.undo(cancelled));
    }

    @Test
    void theEndOfAnUndoneBatchIsToldAgain() {
        BatchId batch = queue.enqueue(world.plan(2, 1));
        Cancelled cancelled = queue.cancelBatch(batch);
        await().until(() -> events.contains(new QueueEvent.BatchFinished(batch, 0, 0, 2)));
        assertEquals(2, queue.undo(cancelled));
        queue.start();
        await().until(() -> events.contains(new QueueEvent.BatchFinished(batch, 2, 0, 0)));
    }

    @Test
    void undoLeavesAloneWhatSomethingElseHappenedTo() {
        BatchId batch = queue.enqueue(world.plan(4, 1));
        List<JobId> ids = ids(batch);
        Cancelled cancelled = queue.cancel(ids.subList(0, 3));
        queue.retry(ids.get(0));
        queue.retry(ids.get(1));
        queue.cancel(ids.get(1));

        assertEquals(1, queue.undo(cancelled));
        assertEquals(
                List.of(JobStatus.QUEUED, JobStatus.CANCELLED, JobStatus.QUEUED, JobStatus.QUEUED),
                jobs(batch).stream().map(Job::status).toList());
        assertEquals(0, queue.undo(cancelled));
        assertEquals(0, queue.undo(Cancelled.NOTHING));
    }

    @Test
    void aSelectionABatchAndAllThatFailedAreRetried() {
        engine.endNextWith(failed());
        engine.endNextWith(failed());
        BatchId one = queue.enqueue(world.plan(1, 1));
        BatchId other = queue.enqueue(world.plan(2, 1));
        queue.start();
        await().until(() -> unfinished(one) + unfinished(other) == 0);
        assertEquals(2, count(one, JobStatus.FAILED) + count(other, JobStatus.FAILED));

        assertEquals(2, queue.retryFailed(List.of(one, other)));
        await().until(
                        () ->
                                count(one, JobStatus.COMPLETED) + count(other, JobStatus.COMPLETED)
                                        == 3);
        assertEquals(0, queue.retryFailed(List.of(one, other)));
        assertEquals(0, queue.retry(ids(other)));
        assertThrows(StudioException.class, () -> queue.retry(ids(other).getFirst()));
    }

    @Test
    void aPausedEngineGetsNothingWhileAnotherGoesOn() {
        var second = new FakeEngine("http://second");
        DurableQueue both = world.queue(postgres.database(), "both", engine, second);
        both.pauseEngine("ComfyUI");
        assertEquals(
                List.of(true, false), both.engines().stream().map(EngineState::paused).toList());
        BatchId batch = both.enqueue(world.plan(4, 1));
        both.start();
        await().until(() -> count(batch, JobStatus.COMPLETED) == 4);
        assertEquals(List.of(), engine.accepted());
        assertEquals(4, second.accepted().size());
        assertTrue(queue.engines().getFirst().paused(), "other desktops see it");
        assertFalse(queue.isPaused());

        both.pauseEngine(second.name());
        BatchId later = both.enqueue(world.plan(1, 1));
        both.resumeEngine("ComfyUI");
        await().until(() -> count(later, JobStatus.COMPLETED) == 1);
        assertEquals(1, engine.accepted().size());
        assertThrows(StudioException.class, () -> both.pauseEngine("nobody"));
    }

    @Test
    void whatIsInsideOneEngineIsCancelledAndWhatFailedThereIsRetried() {
        var second = new FakeEngine("http://second");
        second.hold();
        engine.hold();
        DurableQueue both = world.queue(postgres.database(), "both", engine, second);
        BatchId batch = both.enqueue(world.plan(2 * WINDOW, 1));
        both.start();
        await().until(() -> engine.accepted().size() + second.accepted().size() == 2 * WINDOW);
        int there = second.accepted().size();
        engine.endNextWith(failed());
        engine.finish(engine.accepted().getFirst());
        await().until(() -> count(batch, JobStatus.FAILED) == 1);

        assertEquals(there, both.cancelInside(second.name()).stopping());
        await().until(() -> count(batch, JobStatus.CANCELLED) == there);
        assertEquals(0, both.cancelInside(second.name()).stopping());
        assertTrue(engine.cancelledPrompts().isEmpty(), "those of the other go on");

        assertEquals(0, both.retryFailedAt(second.name()));
        assertEquals(1, both.retryFailedAt(engine.name()));
        engine.releaseAll();
        second.releaseAll();
        await().until(() -> count(batch, JobStatus.COMPLETED) == 2L * WINDOW - there);
    }

    @Test
    void anEngineThatGetsAnotherNameStaysPaused() {
        queue.renameEngine("ComfyUI", "Free");
        queue.pauseEngine("ComfyUI");
        queue.renameEngine("ComfyUI", "Attic");
        DurableQueue next =
                world.queue(
                        postgres.database(),
                        "desk",
                        new FakeEngine("Attic"),
                        new FakeEngine("Free"));
        assertEquals(
                List.of(true, false), next.engines().stream().map(EngineState::paused).toList());
    }

    @Test
    void pausingAnEngineIsToldAndLetsItsWorkComeHome() {
        BatchId batch = runningBatch(3);
        queue.pauseEngine("ComfyUI");
        engine.releaseAll();
        await().until(() -> count(batch, JobStatus.COMPLETED) == WINDOW);
        assertEquals(3 - WINDOW, count(batch, JobStatus.QUEUED));
        await().until(() -> events.contains(new QueueEvent.EnginePaused("ComfyUI", true)));
        queue.resumeEngine("ComfyUI");
        await().until(() -> count(batch, JobStatus.COMPLETED) == 3);
        await().until(() -> events.contains(new QueueEvent.EnginePaused("ComfyUI", false)));
    }

    @Test
    void anEngineThatRestsSaysSoUntilItAnswers() {
        engine.setUnreachable(true);
        queue.start();
        await().until(() -> count(QueueEvent.EngineResting.class) > 0);
        EngineState down = queue.engines().getFirst();
        assertFalse(down.answers());
        assertEquals(Kind.ENGINE_UNREACHABLE.code(), down.problem().orElseThrow().code());
        var told =
                events.stream()
                        .filter(QueueEvent.EngineResting.class::isInstance)
                        .map(QueueEvent.EngineResting.class::cast)
                        .findFirst()
                        .orElseThrow();
        assertEquals("ComfyUI", told.engineName());
        assertTrue(told.rest().isPositive());

        engine.setUnreachable(false);
        queue.tryNow("ComfyUI");
        await().until(() -> queue.engines().getFirst().answers());
        EngineState up = queue.engines().getFirst();
        assertTrue(up.problem().isEmpty());
        assertEquals("0.33.0", up.version());
        assertTrue(up.rest().isZero());
    }

    /// As many inside the engine as fit, the rest waiting.
    private BatchId runningBatch(int jobs) {
        engine.hold();
        BatchId batch = queue.enqueue(world.plan(jobs, 1));
        queue.start();
        await().until(() -> engine.accepted().size() == WINDOW);
        return batch;
    }

    private static EngineJobState failed() {
        return new EngineJobState.Failed(Problem.of(Kind.NODE_FAILED, "KSampler", "no"));
    }

    /// The order in which workers would take what waits.
    private List<JobId> order() {
        return Stores.of(postgres.database())
                .claims()
                .claim("ComfyUI", "x:1", QueueWorld.FAST.lease(), 100)
                .stream()
                .map(claimed -> claimed.lease().job())
                .toList();
    }

    private List<JobId> ids(BatchId batch) {
        return jobs(batch).stream().map(Job::id).toList();
    }

    private List<Job> jobs(BatchId batch) {
        return queue.latest(50).stream()
                .filter(view -> view.batch().id().equals(batch))
                .flatMap(view -> view.jobs().stream())
                .map(JobView::job)
                .toList();
    }

    private long count(BatchId batch, JobStatus status) {
        return jobs(batch).stream().filter(job -> job.status() == status).count();
    }

    private long unfinished(BatchId batch) {
        return jobs(batch).stream().filter(job -> !job.status().isFinal()).count();
    }

    private long count(Class<? extends QueueEvent> type) {
        return events.stream().filter(type::isInstance).count();
    }
}
