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
import studio.atelier.model.JobStatus;

import java.nio.file.Path;
import java.time.Duration;

/// Engines that go away, or come to an end, in the moment in which they are given up.
@BesideOthers
class UnclearEndsTest {
    @RegisterExtension static final PostgresExtension postgres = new PostgresExtension();

    @TempDir Path folder;
    private final FakeEngine engine = new FakeEngine("ComfyUI");
    private QueueWorld world;

    @BeforeEach
    void openWorld() {
        postgres.clear();
        world = new QueueWorld(folder, postgres.database());
    }

    @AfterEach
    void closeQueues() {
        world.close();
    }

    /// Nobody knows whether it has the job, and it does not come back to say.
    @Test
    void aCancelEndsASendingWhoseEngineNeverAnswersAgain() {
        DurableQueue queue = world.queue(postgres.database(), "desk", engine);
        goAwayWithTheNextSending();
        BatchId batch = queue.enqueue(world.plan(1, 1));
        queue.start();
        await().until(() -> !engine.accepted().isEmpty());
        queue.cancelBatch(batch);
        QueueWorld.awaitAll(queue, batch, JobStatus.CANCELLED);
    }

    @Test
    void aCancelledSendingThatWasUnclearKeepsItsPictureWhenTheEngineIsBackInTime() {
        DurableQueue queue = world.queue(postgres.database(), "desk", engine);
        goAwayWithTheNextSending();
        BatchId batch = queue.enqueue(world.plan(1, 1));
        queue.start();
        await().until(() -> !engine.accepted().isEmpty());
        queue.cancelBatch(batch);
        engine.setUnreachable(false);
        QueueWorld.awaitAll(queue, batch, JobStatus.COMPLETED);
        assertEquals(1, engine.accepted().size());
    }

    /// The waits that grew while it was away say nothing of an engine that answers again.
    @Test
    void aSendingThatNeverArrivedIsSentAgainSoonAfterItsEngineIsBack() {
        DurableQueue queue = hurried(QueueWorld.withLongestWait(Duration.ofHours(1)));
        engine.onNextSubmit(
                _ -> {
                    engine.setUnreachable(true);
                    throw engine.unclear();
                });
        BatchId batch = queue.enqueue(world.plan(1, 1));
        queue.start();
        await().until(engine::isUnreachable);
        await().pollDelay(Duration.ofMillis(1_500)).until(() -> true);
        engine.setUnreachable(false);
        QueueWorld.awaitAll(queue, batch, JobStatus.COMPLETED);
        assertEquals(1, engine.accepted().size());
    }

    private void goAwayWithTheNextSending() {
        engine.onNextSubmit(
                submission -> {
                    engine.accept(submission);
                    engine.setUnreachable(true);
                    throw engine.unclear();
                });
    }

    @Test
    void whatASilentEngineFinishesWhileItIsGivenUpIsBroughtHome() {
        engine.hold();
        engine.finishAtCancel();
        DurableQueue queue = impatient();
        BatchId batch = queue.enqueue(world.plan(1, 1));
        queue.start();
        var job = QueueWorld.awaitAll(queue, batch, JobStatus.COMPLETED).getFirst();
        assertEquals(1, job.attempt());
        assertEquals(1, engine.accepted().size());
    }

    /// It may go on with what it has: nothing is sent again while nobody could tell it to stop.
    @Test
    void aSilentEngineThatCannotBeToldToStopIsWaitedFor() {
        engine.hold();
        engine.goAwayAtCancel();
        DurableQueue queue = impatient();
        BatchId batch = queue.enqueue(world.plan(1, 1));
        queue.start();
        await().until(engine::isUnreachable);
        engine.releaseAll();
        engine.setUnreachable(false);
        var job = QueueWorld.awaitAll(queue, batch, JobStatus.COMPLETED).getFirst();
        assertEquals(1, job.attempt());
        assertEquals(1, engine.accepted().size());
    }

    private DurableQueue impatient() {
        return hurried(QueueWorld.withSilence(Duration.ofMillis(200)));
    }

    private DurableQueue hurried(Timing timing) {
        return world.queue(
                postgres.database(),
                world.store(),
                Conditions.of("desk", world.spool("desk")).with(timing),
                engine);
    }
}
