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
import studio.atelier.db.PostgresExtension;
import studio.atelier.engine.Engine;
import studio.atelier.model.BatchId;
import studio.atelier.model.Job;
import studio.atelier.model.JobStatus;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;

/// Engines that come, change and go while the queue is at work.
@BesideOthers
class SettleTest {
    @RegisterExtension static final PostgresExtension postgres = new PostgresExtension();

    @TempDir Path folder;
    private final List<String> released = new CopyOnWriteArrayList<>();
    private QueueWorld world;

    @BeforeEach
    void openWorld() {
        postgres.clear();
        world = new QueueWorld(folder, postgres.database());
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void anEngineThatIsAddedTakesJobsAtOnce() {
        var attic = new FakeEngine("Attic");
        var cellar = new FakeEngine("Cellar");
        DurableQueue queue = busy(attic, 2);
        BatchId batch = queue.enqueue(world.plan(6, 1));
        await().until(() -> attic.accepted().size() == 2);

        queue.settle(List.of(lane(attic, 2), lane(cellar, 2)));
        await().until(() -> cellar.accepted().size() == 4);
        attic.releaseAll();
        QueueWorld.awaitAll(queue, batch, JobStatus.COMPLETED);
        assertEquals(2, attic.accepted().size());
        assertEquals(List.of("Attic", "Cellar"), names(queue));
        assertEquals(List.of(), released, "one that is the same goes on");
    }

    @Test
    void anEngineThatIsRemovedFinishesWhatItHas() {
        var attic = new FakeEngine("Attic");
        var cellar = new FakeEngine("Cellar");
        DurableQueue queue = busy(attic, 2);
        BatchId batch = queue.enqueue(world.plan(6, 1));
        await().until(() -> attic.accepted().size() == 2);

        queue.settle(List.of(lane(cellar, 2)));
        await().until(() -> completed(queue, batch) == 4);
        assertEquals(List.of("Cellar"), names(queue));
        assertEquals(List.of(), released, "it still works");
        attic.releaseAll();
        QueueWorld.awaitAll(queue, batch, JobStatus.COMPLETED);
        await().until(() -> released.equals(List.of("Attic")));
        assertEquals(2, attic.accepted().size());
        assertEquals(2, of(queue, batch, "Attic"));
    }

    @Test
    void whatAnEngineHadThatDoesNotAnswerIsTakenUpByTheOneInItsPlace() {
        var before = new FakeEngine("Attic");
        var after = new FakeEngine("Attic");
        DurableQueue queue = busy(before, 2);
        BatchId batch = queue.enqueue(world.plan(3, 1));
        await().until(() -> before.accepted().size() == 2);
        before.setUnreachable(true);

        queue.settle(List.of(lane(after, 2)));
        List<Job> jobs = QueueWorld.awaitAll(queue, batch, JobStatus.COMPLETED);
        assertEquals(3, after.accepted().size());
        assertTrue(jobs.stream().allMatch(job -> job.engine().equals(Optional.of("Attic"))));
        await().until(() -> released.equals(List.of("Attic")));
    }

    @Test
    void anotherWindowPriceAndUseHoldAtOnceForTheSameEngine() {
        var attic = new FakeEngine("Attic");
        DurableQueue queue = busy(attic, 1);
        BatchId batch = queue.enqueue(world.plan(5, 1));
        await().until(() -> attic.accepted().size() == 1);

        queue.settle(List.of(lane(attic, 3)));
        await().until(() -> attic.accepted().size() == 3);
        EngineState.Load load = queue.engines().getFirst().load();
        assertEquals(3, load.window());
        assertEquals(Optional.of(BigDecimal.TEN), load.pricePerHour());

        queue.settle(List.of(lane(attic, 3, false)));
        attic.releaseAll();
        await().until(() -> completed(queue, batch) == 3);
        assertFalse(queue.engines().getFirst().load().enabled());
        assertEquals(3, attic.accepted().size());
        queue.settle(List.of(lane(attic, 3)));
        QueueWorld.awaitAll(queue, batch, JobStatus.COMPLETED);
        assertEquals(List.of(), released);
    }

    /// A person took it out of use in the engine panel; somebody else changed another engine.
    @Test
    void whatWasTurnedElsewhereStays() {
        var attic = new FakeEngine("Attic");
        DurableQueue queue = at(lane(attic, 2));
        queue.enableEngine("Attic", false);
        queue.settle(List.of(lane(attic, 4), lane(new FakeEngine("Cellar"), 2)));
        assertFalse(queue.engines().getFirst().load().enabled());
    }

    @Test
    void engineGoesAtOnceWhereTheQueueWasNeverStarted() {
        DurableQueue queue = at(lane(new FakeEngine("Attic"), 2));
        queue.settle(List.of(lane(new FakeEngine("Cellar"), 2)));
        await().until(() -> released.equals(List.of("Attic")));
        assertEquals("Cellar", queue.enginesNow().getFirst().name());
    }

    /// At work on an engine that holds what it is given.
    private DurableQueue busy(FakeEngine engine, int window) {
        engine.hold();
        DurableQueue queue = at(lane(engine, window));
        queue.start();
        return queue;
    }

    private DurableQueue at(EngineLane... lanes) {
        return world.lanes(postgres.database(), "desk", List.of(lanes));
    }

    private EngineLane lane(Engine engine, int window) {
        return lane(engine, window, true);
    }

    private EngineLane lane(Engine engine, int window, boolean enabled) {
        return new EngineLane(
                "",
                engine,
                enabled,
                OptionalInt.of(window),
                Optional.of(BigDecimal.TEN),
                _ -> {},
                () -> released.add(engine.name()));
    }

    private static List<String> names(DurableQueue queue) {
        return queue.engines().stream().map(EngineState::name).toList();
    }

    private static long completed(DurableQueue queue, BatchId batch) {
        return QueueWorld.jobs(queue, batch).stream()
                .filter(job -> job.status() == JobStatus.COMPLETED)
                .count();
    }

    private static long of(DurableQueue queue, BatchId batch, String engine) {
        return QueueWorld.jobs(queue, batch).stream()
                .filter(job -> job.engine().equals(Optional.of(engine)))
                .count();
    }
}
