package studio.atelier.queue;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import studio.atelier.checks.BesideOthers;
import studio.atelier.db.ClaimedJob;
import studio.atelier.db.PostgresExtension;
import studio.atelier.engine.EngineJobState;
import studio.atelier.engine.Submission;
import studio.atelier.model.BatchId;
import studio.atelier.model.Job;
import studio.atelier.model.JobStatus;
import studio.atelier.model.PromptId;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;

/// Processes that die, desktops that share a database, answers that get lost, and people who change their minds.
@BesideOthers
class RecoveryTest {
    @RegisterExtension static final PostgresExtension postgres = new PostgresExtension();

    @TempDir Path folder;
    private final FakeEngine engine = new FakeEngine("ComfyUI");
    private QueueWorld world;
    private Stores stores;
    private DurableQueue queue;

    @BeforeEach
    void openQueue() {
        postgres.clear();
        world = new QueueWorld(folder, postgres.database());
        stores = Stores.of(postgres.database());
        queue = world.queue(postgres.database(), "desk", engine);
    }

    @AfterEach
    void closeQueues() {
        world.close();
    }

    @Test
    void twoDesktopsOnOneDatabaseRunNoJobTwice() {
        var otherEngine = new FakeEngine("Other");
        DurableQueue other = world.queue(postgres.connect(), "laptop", otherEngine);
        BatchId batch = queue.enqueue(world.plan(40, 1));
        queue.start();
        other.start();
        List<Job> jobs = awaitAll(batch, JobStatus.COMPLETED);

        var sent = new HashSet<>(engine.accepted());
        sent.addAll(otherEngine.accepted());
        assertEquals(40, sent.size());
        assertEquals(40, engine.accepted().size() + otherEngine.accepted().size());
        assertTrue(jobs.stream().allMatch(job -> job.attempt() == 1));
    }

    @Test
    void aSecondProcessOnTheSameHomeLeavesTheJobsOfTheLivingOneAlone() {
        engine.hold();
        BatchId batch = queue.enqueue(world.plan(3, 1));
        queue.start();
        await().until(() -> engine.accepted().size() == 2);

        var otherEngine = new FakeEngine("Other");
        DurableQueue other = world.queue(postgres.connect(), "desk", otherEngine);
        other.start();
        await().until(() -> otherEngine.accepted().size() == 1);
        engine.releaseAll();

        List<Job> jobs = awaitAll(batch, JobStatus.COMPLETED);
        assertTrue(jobs.stream().allMatch(job -> job.attempt() == 1));
        assertEquals(2, engine.accepted().size());
        assertEquals(1, otherEngine.accepted().size());
    }

    @Test
    void theNextStartTakesUpWhatIsInsideTheEngine() {
        engine.hold();
        BatchId batch = queue.enqueue(world.plan(3, 1));
        queue.start();
        await().until(() -> engine.accepted().size() == 2);
        queue.close();

        engine.releaseAll();
        world.queue(postgres.database(), "desk", engine).start();
        awaitAll(batch, JobStatus.COMPLETED);
        assertEquals(3, engine.accepted().size());
    }

    @Test
    void aProcessThatDiedAfterSendingIsFollowed() {
        BatchId batch = queue.enqueue(world.plan(1, 1));
        ClaimedJob dead = claimAsDeadProcess();
        PromptId prompt = PromptId.random();
        var _ =
                stores.leases()
                        .beginSending(dead.lease(), prompt, Duration.ofHours(1))
                        .orElseThrow();
        engine.accept(new Submission(prompt, "{}", List.of()));

        queue.start();
        Job job = awaitAll(batch, JobStatus.COMPLETED).getFirst();
        assertEquals(List.of(prompt), engine.accepted());
        assertEquals(prompt, job.promptId().orElseThrow());
    }

    @Test
    void aProcessThatDiedBeforeSendingIsSentOnceUnderANewId() {
        BatchId batch = queue.enqueue(world.plan(1, 1));
        ClaimedJob dead = claimAsDeadProcess();
        PromptId prompt = PromptId.random();
        var _ =
                stores.leases()
                        .beginSending(dead.lease(), prompt, Duration.ofHours(1))
                        .orElseThrow();

        queue.start();
        Job job = awaitAll(batch, JobStatus.COMPLETED).getFirst();
        assertEquals(1, engine.accepted().size());
        assertNotEquals(prompt, job.promptId().orElseThrow());
        assertEquals(2, job.attempt());
    }

    @Test
    void aProcessThatDiedBeforeItChoseAnIdGivesItsJobBack() {
        BatchId batch = queue.enqueue(world.plan(1, 1));
        claimAsDeadProcess();
        queue.start();
        assertEquals(1, awaitAll(batch, JobStatus.COMPLETED).getFirst().attempt());
    }

    @Test
    void aSendingWhoseAnswerGotLostIsNotRepeated() {
        engine.onNextSubmit(
                submission -> {
                    engine.accept(submission);
                    throw engine.unclear();
                });
        BatchId batch = queue.enqueue(world.plan(1, 1));
        queue.start();
        awaitAll(batch, JobStatus.COMPLETED);
        assertEquals(1, engine.accepted().size());
    }

    @Test
    void aSendingThatNeverArrivedIsRepeatedUnderANewId() {
        engine.onNextSubmit(
                _ -> {
                    throw engine.unclear();
                });
        BatchId batch = queue.enqueue(world.plan(1, 1));
        queue.start();
        awaitAll(batch, JobStatus.COMPLETED);
        assertEquals(1, engine.accepted().size());
    }

    @Test
    void aWaitingJobIsCancelledAtOnce() {
        BatchId batch = queue.enqueue(world.plan(2, 1));
        Job first = jobs(batch).getFirst();
        queue.cancel(first.id());
        assertEquals(JobStatus.CANCELLED, jobs(batch).getFirst().status());

        queue.start();
        await().until(() -> jobs(batch).getLast().status() == JobStatus.COMPLETED);
        assertEquals(1, engine.accepted().size());
        assertEquals(JobStatus.CANCELLED, jobs(batch).getFirst().status());
    }

    @Test
    void aRunningJobIsCancelledByItsIdAlone() {
        engine.hold();
        BatchId batch = queue.enqueue(world.plan(2, 1));
        queue.start();
        await().until(() -> jobs(batch).stream().allMatch(job -> job.promptId().isPresent()));
        await().until(() -> engine.accepted().size() == 2);
        Job first = jobs(batch).getFirst();
        queue.cancel(first.id());
        await().until(() -> jobs(batch).getFirst().status() == JobStatus.CANCELLED);
        assertEquals(java.util.Set.of(first.promptId().orElseThrow()), engine.cancelledPrompts());

        engine.releaseAll();
        await().until(() -> jobs(batch).getLast().status() == JobStatus.COMPLETED);
    }

    @Test
    void aPictureThatCameAfterTheCancelIsKept() {
        engine.hold();
        engine.beDeafToCancel();
        BatchId batch = queue.enqueue(world.plan(1, 1));
        queue.start();
        await().until(() -> engine.accepted().size() == 1);
        queue.cancel(jobs(batch).getFirst().id());
        await().until(() -> !engine.cancelledPrompts().isEmpty());
        engine.releaseAll();
        Job job = awaitAll(batch, JobStatus.COMPLETED).getFirst();
        assertTrue(job.cancelRequestedAt().isPresent());
        assertEquals(1, stores.images().imagesOf(job.id()).size());
    }

    @Test
    void aFailureToBringItsPictureHomeAfterACancelIsACancellation() {
        engine.hold();
        engine.beDeafToCancel();
        engine.setMissing(".png");
        BatchId batch = queue.enqueue(world.plan(1, 1));
        queue.start();
        await().until(() -> engine.accepted().size() == 1);
        queue.cancel(jobs(batch).getFirst().id());
        await().until(() -> !engine.cancelledPrompts().isEmpty());
        engine.releaseAll();
        awaitAll(batch, JobStatus.CANCELLED);
    }

    @Test
    void whatIsInsideTheEngineIsTakenOverAlthoughItsWindowIsFull() {
        engine.hold();
        BatchId batch = queue.enqueue(world.plan(4, 1));
        ClaimedJob dead =
                stores.claims().claim("ComfyUI", "laptop:1", Duration.ofSeconds(2), 1).getFirst();
        PromptId prompt = PromptId.random();
        var _ =
                stores.leases()
                        .beginSending(dead.lease(), prompt, Duration.ofSeconds(2))
                        .orElseThrow();
        engine.accept(new Submission(prompt, "{}", List.of()));
        queue.start();
        await().until(() -> engine.accepted().size() == 3);

        engine.finish(prompt);
        await().until(() -> jobs(batch).getFirst().status() == JobStatus.COMPLETED);
        assertEquals(3, engine.accepted().size());
        engine.releaseAll();
        awaitAll(batch, JobStatus.COMPLETED);
    }

    @Test
    void anotherDesktopsCancelIsHeard() {
        engine.hold();
        BatchId batch = queue.enqueue(world.plan(1, 1));
        queue.start();
        await().until(() -> engine.accepted().size() == 1);
        world.queue(postgres.connect(), "laptop", engine).cancel(jobs(batch).getFirst().id());
        awaitAll(batch, JobStatus.CANCELLED);
    }

    @Test
    void anInterruptionFromElsewhereIsAFailureThatStays() {
        engine.endNextWith(new EngineJobState.Interrupted());
        BatchId batch = queue.enqueue(world.plan(1, 1));
        queue.start();
        Job job = awaitAll(batch, JobStatus.FAILED).getFirst();
        assertEquals("interrupted", job.problem().orElseThrow().code());
    }

    @Test
    void checkStatusFindsAPictureThatCameTooLate() {
        engine.hold();
        BatchId batch = queue.enqueue(world.plan(1, 1));
        ClaimedJob claimed = claimAsDeadProcess();
        PromptId prompt = PromptId.random();
        var _ =
                stores.leases()
                        .beginSending(claimed.lease(), prompt, Duration.ofHours(1))
                        .orElseThrow();
        engine.accept(new Submission(prompt, "{}", List.of()));
        var _ = stores.leases().fail(claimed.lease(), engine.unclear().problem()).orElseThrow();
        engine.releaseAll();

        queue.start();
        queue.checkStatus(claimed.lease().job());
        awaitAll(batch, JobStatus.COMPLETED);
        assertEquals(List.of(prompt), engine.accepted());
    }

    /// As another start of the same desktop did, before it died with a long lease.
    private ClaimedJob claimAsDeadProcess() {
        return stores.claims().claim("ComfyUI", "desk:dead", Duration.ofHours(1), 1).getFirst();
    }

    private List<Job> awaitAll(BatchId batch, JobStatus status) {
        return QueueWorld.awaitAll(queue, batch, status);
    }

    private List<Job> jobs(BatchId batch) {
        return QueueWorld.jobs(queue, batch);
    }
}
