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
import studio.atelier.model.BatchId;
import studio.atelier.model.Job;
import studio.atelier.model.JobStatus;
import studio.atelier.model.Problem;
import studio.atelier.model.Problem.Kind;
import studio.atelier.queue.KeptPictures.Kept;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Nothing that was downloaded is thrown away: pictures wait on the local disk for store and database, whatever
/// happens to process and engine meanwhile.
@BesideOthers
class SpoolRecoveryTest {
    @RegisterExtension static final PostgresExtension postgres = new PostgresExtension();

    @TempDir Path folder;
    private final FakeEngine engine = new FakeEngine("ComfyUI");
    private QueueWorld world;
    private GatedStore store;
    private Stores stores;
    private DurableQueue queue;
    private KeptPictures kept;

    @BeforeEach
    void openQueue() {
        postgres.clear();
        world = new QueueWorld(folder, postgres.database());
        store = new GatedStore(world.store());
        stores = Stores.of(postgres.database());
        kept = new KeptPictures(world.spool("desk"));
        queue = open();
    }

    @AfterEach
    void closeQueues() {
        world.close();
    }

    @Test
    void aPictureWaitsForTheStoreAndIsFetchedOnce() {
        store.shut();
        BatchId batch = queue.enqueue(world.plan(1, 1));
        queue.start();
        await().until(() -> store.refused() > 1);
        assertEquals(1, kept.all().size());
        store.open();
        awaitCompleted(batch);
        assertEquals(1, engine.fetches());
        await().until(() -> kept.all().isEmpty());
    }

    /// It was paid for: trying once more, after the store was made to take it, makes it no second time.
    @Test
    void aRefusedPictureIsStoredByARetryAndNotMadeAgain() {
        engine.setPictures(2);
        store.shut(Problem.of(Kind.OBJECT_TOO_LARGE, "generated/milan.png"));
        BatchId batch = queue.enqueue(world.plan(1, 1));
        queue.start();
        Job failed = QueueWorld.awaitAll(queue, batch, JobStatus.FAILED).getFirst();
        assertEquals(Kind.OBJECT_TOO_LARGE.code(), failed.problem().orElseThrow().code());
        store.open();

        assertEquals(1, queue.retry(List.of(failed.id())));

        Job job = awaitCompleted(batch).getFirst();
        assertEquals(1, engine.accepted().size());
        assertEquals(2, stores.images().imagesOf(job.id()).size());
        assertEquals(failed.promptId(), job.promptId());
        await().until(() -> kept.all().isEmpty());
    }

    /// Committed before a crash: the local copy goes where the object is there, and may be the last one where it is not.
    @Test
    void aKeptPictureGoesOnlyWhereItsObjectIsThere() throws IOException {
        Job job = completed();
        Path file = keepPictureOf(job);
        String key = stores.images().imagesOf(job.id()).getFirst().storagePath();
        Path object = folder.resolve("objects/generated-images").resolve(key);
        Path away = Files.move(object, folder.resolve("away.png"));

        queue = open();
        queue.start();
        await().until(queue::isAtRest);
        assertTrue(Files.exists(file));
        queue.close();

        Files.move(away, object);
        queue = open();
        queue.start();
        await().until(() -> Files.notExists(file));
    }

    /// By a studio that is closed.
    private Job completed() {
        BatchId batch = queue.enqueue(world.plan(1, 1));
        queue.start();
        Job job = awaitCompleted(batch).getFirst();
        await().until(() -> kept.all().isEmpty());
        queue.close();
        return job;
    }

    /// As a studio leaves it that died after the commit.
    private Path keepPictureOf(Job job) {
        String name = "job-" + job.id() + "_" + job.promptId().orElseThrow() + "_1-of-1.png";
        Path file = world.spool("desk").resolve("kept").resolve(name);
        FakeEngine.writePicture(file);
        return file;
    }

    /// Whoever looks through the kept pictures keeps the leases too, and hears of what other desktops cancel.
    @Test
    void aStoreThatDoesNotAnswerHoldsUpNoLease() {
        keepPictureOf(completed());
        var answers = new CountDownLatch(1);
        store.holdLooks(answers);
        engine.hold();

        queue = open();
        BatchId next = queue.enqueue(world.plan(1, 1));
        queue.start();
        await().until(() -> engine.accepted().size() == 2);
        // As another desktop does: this one hears of it when it prolongs its leases.
        var _ = stores.jobs().cancelBatch(next);

        QueueWorld.awaitAll(queue, next, JobStatus.CANCELLED);
        assertEquals(1, kept.all().size());
        answers.countDown();
        await().until(() -> kept.all().isEmpty());
    }

    @Test
    void aPictureWhoseDownloadsBreakOffIsAskedForALongWhile() {
        engine.spoilFetches(11, Kind.OUTPUT_CUT_OFF);
        BatchId batch = queue.enqueue(world.plan(1, 1));
        queue.start();
        awaitCompleted(batch);
        assertEquals(12, engine.fetches());
        assertEquals(1, engine.accepted().size());
    }

    @ParameterizedTest
    @CsvSource({"OUTPUT_CUT_OFF, 12, output-cut-off", "OUTPUT_UNREADABLE, 5, output-unreadable"})
    void whatNeverComesWholeIsGivenUpInTheEnd(Kind kind, int fetches, String code) {
        engine.spoilFetches(Integer.MAX_VALUE, kind);
        BatchId batch = queue.enqueue(world.plan(1, 1));
        queue.start();
        Job job = QueueWorld.awaitAll(queue, batch, JobStatus.FAILED).getFirst();
        assertEquals(fetches, engine.fetches());
        assertEquals(code, job.problem().orElseThrow().code());
    }

    @Test
    void anEngineThatForgotEverythingCostsNoNewRun() {
        engine.setPictures(2);
        leaveInSpool();
        engine.forget();
        store.open();

        BatchId batch = batch();
        open().start();
        Job job = awaitCompleted(batch).getFirst();
        assertEquals(1, engine.accepted().size());
        assertEquals(2, engine.fetches());
        assertEquals(1, job.attempt());
        assertEquals(2, stores.images().imagesOf(job.id()).size());
        await().until(() -> kept.all().isEmpty());
    }

    @Test
    void onlyWhatIsNotKeptIsFetched() throws IOException {
        engine.setPictures(2);
        leaveInSpool();
        Kept second =
                kept.all().stream().filter(one -> one.ordinal() == 1).findFirst().orElseThrow();
        Files.delete(second.file());
        store.open();

        open().start();
        awaitCompleted(batch());
        assertEquals(1, engine.accepted().size());
        assertEquals(3, engine.fetches());
    }

    @Test
    void aKeptPictureThatRottedIsPutAsideAndFetchedAgain() throws IOException {
        leaveInSpool();
        Path file = kept.all().getFirst().file();
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
        store.open();

        open().start();
        awaitCompleted(batch());
        assertEquals(1, engine.accepted().size());
        assertEquals(2, engine.fetches());
        assertTrue(
                Files.exists(
                        world.spool("desk").resolve("quarantine").resolve(file.getFileName())));
    }

    @Test
    void anEngineThatIsNoLongerConfiguredIsNotNeeded() {
        leaveInSpool();
        store.open();
        var other = new FakeEngine("Other");
        world.queue(postgres.database(), "desk", store, other).start();
        Job job = awaitCompleted(batch()).getFirst();
        assertEquals(1, job.attempt());
        assertEquals(List.of(), other.accepted());
    }

    @Test
    void anEngineOutOfReachIsNotWaitedFor() {
        leaveInSpool();
        store.open();
        engine.setUnreachable(true);
        open().start();
        awaitCompleted(batch());
        assertEquals(1, engine.fetches());
    }

    @Test
    void halfADownloadIsDiscarded() throws IOException {
        Path dead = Files.createDirectories(world.spool("desk").resolve("dead"));
        Files.writeString(world.spool("desk").resolve("dead.lock"), "");
        Files.writeString(dead.resolve("job-1-0-1.fetched.part"), "half");
        queue.start();
        assertTrue(Files.notExists(dead));
    }

    @Test
    void aCancelThatComesWhileThePictureWaitsForTheStoreKeepsIt() {
        store.shut();
        BatchId batch = queue.enqueue(world.plan(1, 1));
        queue.start();
        await().until(() -> store.refused() > 1);
        queue.cancel(jobs(batch).getFirst().id());
        store.open();
        Job job = awaitCompleted(batch).getFirst();
        assertTrue(job.cancelRequestedAt().isPresent());
        assertEquals(java.util.Set.of(), engine.cancelledPrompts());
    }

    @Test
    void aCancelBeforeTheNextStartKeepsWhatWasDownloaded() {
        leaveInSpool();
        BatchId batch = batch();
        queue.cancel(jobs(batch).getFirst().id());
        engine.forget();
        store.open();
        open().start();
        assertTrue(awaitCompleted(batch).getFirst().cancelRequestedAt().isPresent());
        assertEquals(1, engine.accepted().size());
    }

    /// Also in a process whose queue was empty once before.
    @Test
    void aPictureThatIsComingHomeGetsAMomentWhenTheQueueCloses() throws Exception {
        BatchId before = queue.enqueue(world.plan(1, 1));
        queue.start();
        awaitCompleted(before);
        await().until(queue::isAtRest);
        store.shut();
        BatchId batch = queue.enqueue(world.plan(1, 1));
        await().until(() -> store.refused() > 0);
        var closing = CompletableFuture.runAsync(queue::close);
        await().during(Duration.ofMillis(200)).until(() -> !closing.isDone());
        store.open();
        closing.get(20, TimeUnit.SECONDS);
        assertEquals(JobStatus.COMPLETED, jobs(batch).getFirst().status());
    }

    /// A start of the studio downloads everything, cannot store it, and ends.
    private void leaveInSpool() {
        store.shut();
        queue.enqueue(world.plan(1, 1));
        queue.start();
        await().until(() -> store.refused() > 0);
        // All pictures of a job are fetched before the first is stored.
        queue.close();
        assertTrue(kept.all().size() >= 1);
    }

    private DurableQueue open() {
        return world.queue(postgres.database(), "desk", store, engine);
    }

    private BatchId batch() {
        return queue.latest(1).getFirst().batch().id();
    }

    private List<Job> awaitCompleted(BatchId batch) {
        await().until(
                        () ->
                                jobs(batch).stream()
                                        .allMatch(job -> job.status() == JobStatus.COMPLETED));
        return jobs(batch);
    }

    private List<Job> jobs(BatchId batch) {
        return queue.latest(50).stream()
                .filter(view -> view.batch().id().equals(batch))
                .flatMap(view -> view.jobs().stream())
                .map(JobView::job)
                .toList();
    }
}
