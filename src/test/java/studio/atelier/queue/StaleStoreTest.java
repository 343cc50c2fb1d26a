package studio.atelier.queue;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import studio.atelier.checks.BesideOthers;
import studio.atelier.db.AuditStore;
import studio.atelier.db.Lease;
import studio.atelier.db.PostgresExtension;
import studio.atelier.model.JobId;
import studio.atelier.model.JobStatus;
import studio.atelier.model.Problem;
import studio.atelier.model.PromptId;
import studio.atelier.queue.audit.Audit;
import studio.atelier.queue.audit.Depth;
import studio.atelier.queue.audit.Finding;
import studio.atelier.storage.Bucket;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/// A desktop that was without its database for longer than its lease, with a picture in its hands.
@BesideOthers
class StaleStoreTest {
    @RegisterExtension static final PostgresExtension postgres = new PostgresExtension();

    @TempDir Path folder;
    private volatile Step moment = Step.FETCHED;
    private final AtomicLong late = new AtomicLong();
    private final CountDownLatch taken = new CountDownLatch(1);

    /// Whoever took it may give up an engine that it cannot reach; the picture is here all the same.
    @Test
    void aCancelThatMissedAFinishedPictureIsPutRight() {
        postgres.clear();
        var world = new QueueWorld(folder, postgres.database());
        var conditions = conditions(world, QueueWorld.FAST.heartbeat());
        try (var engine = new FakeEngine("ComfyUI");
                var queue = world.queue(postgres.database(), world.store(), conditions, engine)) {
            var batch = queue.enqueue(world.plan(1, 1));
            queue.start();
            await().until(() -> queue.recovery().kept().all().size() == 1);
            cancelAll();
            Stores stores = Stores.of(postgres.database());
            await().until(() -> stores.jobs().counts(batch).completed() == 1);
            await().until(() -> queue.recovery().kept().all().isEmpty());
        }
        try (var objects = world.store().list(Bucket.GENERATED)) {
            assertEquals(1, objects.count());
        }
    }

    @Test
    void whatSomebodyElseHasTakenOverIsKeptButNotStored() throws InterruptedException {
        var world = takenOverWithItsPicture();
        try (var objects = world.store().list(Bucket.GENERATED)) {
            assertEquals(0, objects.count());
        }
        assertEquals(1, new KeptPictures(world.spool("desk")).all().size());
    }

    @Test
    void aCancelThatMissedWhatADeadDesktopHadIsPutRightAtItsNextStart()
            throws InterruptedException {
        var world = takenOverWithItsPicture();
        cancelAll();
        assertCompletedWithoutItsEngine(world);
    }

    /// Its engine had lost the job, so that whoever took it over put it back; what was paid for completes it.
    @Test
    void aJobThatWasPutBackIsCompletedByTheDesktopThatHasItsPicture() throws InterruptedException {
        var world = takenOverWithItsPicture();
        putBack();
        assertCompletedWithoutItsEngine(world);
    }

    @Test
    void aLaterSendingThatWasCancelledDoesNotHideThePictureOfAnEarlierOne()
            throws InterruptedException {
        var world = takenOverWithItsPicture();
        putBack();
        PromptId later = sendAgain();
        cancelAll();
        JobId job = assertCompletedWithoutItsEngine(world);
        assertEquals(
                List.of(later),
                Stores.of(postgres.database()).jobs().earlierPrompts(job).stream()
                        .filter(later::equals)
                        .toList());
    }

    /// Whoever has it goes on with it.
    @Test
    void aLaterSendingInWorkIsLeftAloneUntilItEnds() throws InterruptedException {
        var world = takenOverWithItsPicture();
        putBack();
        PromptId later = sendAgain();
        try (var engine = new FakeEngine("ComfyUI");
                var queue = world.queue(postgres.database(), "desk", world.store(), engine)) {
            queue.start();
            await().during(Duration.ofMillis(300))
                    .until(() -> queue.recovery().kept().all().size() == 1);
            var job = queue.latest(1).getFirst().jobs().getFirst().job();
            assertEquals(Optional.of(later), job.promptId());
            assertEquals(JobStatus.PROCESSING, job.status());
        }
    }

    /// Whoever has it when this desktop starts may end it later without the picture that lies here.
    @Test
    void aCancelAfterTheNextStartDoesNotLoseWhatLiesHere() throws InterruptedException {
        var world = takenOverWithItsPicture();
        assertCompletedAfter(world, this::cancelAll);
    }

    @Test
    void aDatabaseThatFailsAtTheStartIsAskedAgainForWhatLiesHere() throws InterruptedException {
        var world = takenOverWithItsPicture();
        putBack();
        rename("earlier_attempts", "hidden_attempts");
        assertCompletedAfter(world, () -> rename("hidden_attempts", "earlier_attempts"));
    }

    private static void rename(String from, String to) {
        postgres.database()
                .useTransaction(
                        handle -> handle.execute("alter table " + from + " rename to " + to));
    }

    private void assertCompletedAfter(QueueWorld world, Runnable then) {
        try (var engine = new FakeEngine("ComfyUI");
                var queue = world.queue(postgres.database(), "desk", world.store(), engine)) {
            engine.setUnreachable(true);
            queue.start();
            await().during(Duration.ofMillis(300))
                    .until(() -> queue.recovery().kept().all().size() == 1);
            then.run();
            await().until(() -> queue.recovery().kept().all().isEmpty());
            await().until(queue::isAtRest);
            var job = queue.latest(1).getFirst().jobs().getFirst().job();
            assertEquals(JobStatus.COMPLETED, job.status());
        }
    }

    @Test
    void anAuditBringsHomeThePicturesOfAnEarlierSending() throws InterruptedException {
        var world = takenOverWithItsPicture();
        putBack();
        try (var engine = new FakeEngine("ComfyUI");
                var queue = world.queue(postgres.database(), "desk", world.store(), engine)) {
            var report =
                    new Audit(
                                    new AuditStore(postgres.database()),
                                    Stores.of(postgres.database()).jobs(),
                                    world.store(),
                                    () -> List.of(engine),
                                    queue.recovery())
                            .run(Depth.QUICK);
            assertEquals(
                    List.of(Finding.Kind.COLLECTED),
                    report.findings().stream().map(Finding::kind).toList());
            assertEquals(List.of(), engine.accepted());
        }
    }

    private JobId assertCompletedWithoutItsEngine(QueueWorld world) {
        try (var engine = new FakeEngine("ComfyUI");
                var queue = world.queue(postgres.database(), "desk", world.store(), engine)) {
            engine.setUnreachable(true);
            queue.start();
            await().until(() -> queue.recovery().kept().all().isEmpty());
            await().until(queue::isAtRest);
            var job = queue.latest(1).getFirst().jobs().getFirst().job();
            assertEquals(JobStatus.COMPLETED, job.status());
            return job.id();
        }
    }

    private void putBack() {
        var problem = Problem.of(Problem.Kind.ENGINE_LOST_JOB, "ComfyUI");
        var lease = leaseOfTheOther();
        var leases = Stores.of(postgres.database()).leases();
        assertTrue(leases.requeue(lease, problem, Duration.ofHours(1), true).isPresent());
    }

    private PromptId sendAgain() {
        postgres.database()
                .useTransaction(
                        handle ->
                                handle.execute(
                                        "update generation_jobs set status = 'processing',"
                                                + " lease_until = now() + interval '1 hour'"));
        var prompt = PromptId.random();
        var leases = Stores.of(postgres.database()).leases();
        var lease = leaseOfTheOther();
        assertTrue(leases.beginSending(lease, prompt, Duration.ofHours(1)).isPresent());
        assertTrue(leases.submitted(lease, prompt).isPresent());
        return prompt;
    }

    private Lease leaseOfTheOther() {
        return postgres.database()
                .read(
                        handle ->
                                handle.createQuery("select id, fencing_token from generation_jobs")
                                        .map(
                                                (row, _) ->
                                                        new Lease(
                                                                new JobId(row.getInt(1)),
                                                                row.getLong(2)))
                                        .one());
    }

    @Test
    void whatSomebodyElseHasTakenOverIsNotSent() throws InterruptedException {
        postgres.clear();
        moment = Step.ID_COMMITTED;
        var world = new QueueWorld(folder, postgres.database());
        var conditions = conditions(world, Duration.ofHours(1));
        try (var engine = new FakeEngine("ComfyUI");
                var queue = world.queue(postgres.database(), world.store(), conditions, engine)) {
            queue.enqueue(world.plan(2, 1));
            queue.start();
            taken.await();
            // The other one goes through the same hands after it.
            await().until(() -> !engine.accepted().isEmpty());
            await().during(Duration.ofMillis(200)).until(() -> engine.accepted().size() == 1);
        }
    }

    private QueueWorld takenOverWithItsPicture() throws InterruptedException {
        postgres.clear();
        var world = new QueueWorld(folder, postgres.database());
        var conditions = conditions(world, Duration.ofHours(1));
        try (var engine = new FakeEngine("ComfyUI");
                var queue = world.queue(postgres.database(), world.store(), conditions, engine)) {
            queue.enqueue(world.plan(1, 1));
            queue.start();
            taken.await();
            await().until(() -> queue.recovery().kept().all().size() == 1);
        }
        return world;
    }

    private void cancelAll() {
        postgres.database()
                .useTransaction(
                        handle ->
                                handle.execute(
                                        "update generation_jobs set status = 'cancelled',"
                                                + " lease_until = null"));
    }

    private Conditions conditions(QueueWorld world, Duration heartbeat) {
        return new Conditions(
                "desk",
                world.spool("desk"),
                QueueWorld.withHeartbeat(heartbeat),
                () -> System.nanoTime() + late.get(),
                RandomGenerator.of("L64X128MixRandom"),
                PromptId::random,
                this::takeAway);
    }

    private synchronized void takeAway(Step step, JobId job) {
        if (step == moment && taken.getCount() > 0) {
            postgres.database()
                    .useTransaction(
                            handle ->
                                    handle.execute(
                                            "update generation_jobs set claimed_by = 'b:1',"
                                                    + " fencing_token = nextval('fencing_tokens'),"
                                                    + " lease_until = now() + interval '1 hour'"
                                                    + " where id = ?",
                                            job.value()));
            late.addAndGet(QueueWorld.FAST.lease().toNanos());
            taken.countDown();
        }
    }
}
