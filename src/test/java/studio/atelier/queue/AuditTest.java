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
import studio.atelier.db.AuditStore;
import studio.atelier.db.ClaimedJob;
import studio.atelier.db.PostgresExtension;
import studio.atelier.engine.Submission;
import studio.atelier.model.GeneratedImage;
import studio.atelier.model.Job;
import studio.atelier.model.JobStatus;
import studio.atelier.model.PromptId;
import studio.atelier.queue.audit.Audit;
import studio.atelier.queue.audit.AuditReport;
import studio.atelier.queue.audit.AuditWords;
import studio.atelier.queue.audit.Depth;
import studio.atelier.queue.audit.Finding;
import studio.atelier.queue.audit.Finding.Kind;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// Rows, store, engine and local disk compared, each thing out of place in turn.
@BesideOthers
class AuditTest {
    @RegisterExtension static final PostgresExtension postgres = new PostgresExtension();

    @TempDir Path folder;
    private final FakeEngine engine = new FakeEngine("ComfyUI");
    private QueueWorld world;
    private Stores stores;
    private GatedStore store;
    private DurableQueue queue;

    @BeforeEach
    void openQueue() {
        postgres.clear();
        world = new QueueWorld(folder, postgres.database());
        stores = Stores.of(postgres.database());
        store = new GatedStore(world.store());
        queue = world.queue(postgres.database(), "desk", store, engine);
    }

    @AfterEach
    void closeQueues() {
        world.close();
    }

    @Test
    void nothingIsMissingWhenAllIsWell() {
        run(3);
        for (Depth depth : Depth.values()) {
            AuditReport report = audit(depth);
            assertEquals(List.of(), report.findings());
            assertEquals(3, report.pictures());
            assertEquals(3, report.objects());
            assertEquals("0 missing", new AuditWords().lines(report).getLast());
        }
    }

    @Test
    void aMissingFileIsNamed() throws IOException {
        GeneratedImage image = picture(run(2).getFirst());
        Files.delete(file(image.storagePath()));
        AuditReport report = audit(Depth.QUICK);
        assertEquals(
                List.of(found(Kind.MISSING, image.storagePath(), image.job().value())),
                report.findings());
        assertEquals("1 missing", new AuditWords().lines(report).getLast());
    }

    @Test
    void otherBytesAreFoundBySizeAndByHash() throws IOException {
        List<Job> jobs = run(2);
        Path shorter = file(picture(jobs.getFirst()).storagePath());
        byte[] bytes = Files.readAllBytes(shorter);
        Files.write(shorter, java.util.Arrays.copyOf(bytes, bytes.length - 1));
        assertEquals(List.of(Kind.CHANGED), kinds(audit(Depth.QUICK)));

        Path flipped = file(picture(jobs.getLast()).storagePath());
        bytes = Files.readAllBytes(flipped);
        bytes[60] ^= 1;
        Files.write(flipped, bytes);
        assertEquals(List.of(Kind.CHANGED), kinds(audit(Depth.FULL)));
        AuditReport deep = audit(Depth.DEEP);
        assertEquals(List.of(Kind.CHANGED, Kind.CHANGED), kinds(deep));
        assertEquals(2, deep.missing());
    }

    @Test
    void aPictureUnderAnotherNameIsFoundByItsBytes() throws IOException {
        GeneratedImage image = picture(run(2).getFirst());
        Files.move(file(image.storagePath()), file("renamed by hand.png"));
        assertEquals(
                List.of(found(Kind.MOVED, "renamed by hand.png", image.job().value())),
                audit(Depth.QUICK).findings());
        assertEquals(List.of(), audit(Depth.DEEP).findings());
    }

    @Test
    void aStrangersFileIsNamedAndStays() {
        run(1);
        FakeEngine.writePicture(file("holiday.png"));
        FakeEngine.writePicture(file("milan_dune1_00077_.png"));
        AuditReport report = audit(Depth.DEEP);
        assertEquals(
                List.of(orphan("holiday.png"), orphan("milan_dune1_00077_.png")),
                report.findings());
        assertEquals(0, report.missing());
        assertTrue(Files.exists(file("holiday.png")));
    }

    @Test
    void aStoredPictureGoesBackToItsFailedJobByItsNumber() {
        Job job = run(1).getFirst();
        GeneratedImage before = picture(job);
        loseRow(job, "failed");
        assertEquals(
                List.of(found(Kind.ADOPTED, before.storagePath(), job.id().value())),
                audit(Depth.QUICK).findings());
        assertEquals(JobStatus.COMPLETED, jobNow(job).status());
        assertEquals(before.sha256(), picture(job).sha256());
        assertEquals(before.width(), picture(job).width());
        assertEquals(List.of(), audit(Depth.DEEP).findings());
    }

    @Test
    void aStoredPictureGoesBackToItsJobByWhatIsWrittenInIt() throws IOException {
        Job job = run(2).getFirst();
        GeneratedImage before = picture(job);
        loseRow(job, "completed");
        Files.move(file(before.storagePath()), file("gerettet für Zoë #1.png"));
        assertEquals(List.of(Kind.ORPHAN, Kind.NO_PICTURE), kinds(audit(Depth.QUICK)));
        assertEquals(List.of(Kind.ADOPTED), kinds(audit(Depth.FULL)));
        assertEquals("gerettet für Zoë #1.png", picture(job).storagePath());
    }

    @Test
    void whatAnotherClientStoredUnderTheNumberOfAJobIsNotTheJobs() {
        Job job = run(1).getFirst();
        GeneratedImage before = picture(job);
        loseRow(job, "failed");
        FakeEngine.writePicture(file(before.storagePath()));
        assertEquals(List.of(orphan(before.storagePath())), audit(Depth.DEEP).findings());
        assertEquals(JobStatus.FAILED, jobNow(job).status());
    }

    @Test
    void aTornFileIsNobodysPicture() throws IOException {
        Job job = run(1).getFirst();
        Path file = file(picture(job).storagePath());
        loseRow(job, "failed");
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length - 6));
        assertEquals(List.of(Kind.ORPHAN), kinds(audit(Depth.DEEP)));
    }

    @Test
    void aCompletedJobWithoutAnyPictureIsNamed() throws IOException {
        Job job = run(1).getFirst();
        Files.delete(file(picture(job).storagePath()));
        loseRow(job, "completed");
        AuditReport report = audit(Depth.QUICK);
        assertEquals(
                List.of(found(Kind.NO_PICTURE, job.id().toString(), job.id().value())),
                report.findings());
        assertEquals(1, report.missing());
    }

    @Test
    void whatTheWebClientRecordedIsNoOrphan() {
        FakeEngine.writePicture(file("sky_old one_00012_.png"));
        postgres.database()
                .useTransaction(
                        handle ->
                                handle.execute(
                                        "insert into generation_jobs (status, result_image_url)"
                                                + " values ('completed', 'https://x.example/storage"
                                                + "/v1/object/public/generated-images/"
                                                + "sky_old%20one_00012_.png?t=1')"));
        assertEquals(List.of(), audit(Depth.DEEP).findings());
    }

    @Test
    void anObjectOfAJobThatIsNotDoneIsOnItsWay() {
        Job job = run(1).getFirst();
        loseRow(job, "queued");
        assertEquals(List.of(), audit(Depth.QUICK).findings());
    }

    @Test
    void anUnfinishedJobWhoseEngineIsDoneIsBroughtHomeAndNothingElseIsRun() {
        queue.enqueue(world.plan(2, 1));
        Job job = sentByDeadProcess().job();
        AuditReport report = audit(Depth.FULL);
        assertEquals(
                List.of(found(Kind.COLLECTED, job.id().toString(), job.id().value())),
                report.findings());
        assertEquals(1, report.pictures());
        assertEquals(JobStatus.COMPLETED, jobNow(job).status());
        assertEquals(1, engine.accepted().size());
        assertEquals(1, queue.totals().waiting());
    }

    @Test
    void whatIsTakenUpWhileTheQueueClosesIsHandedBackAtOnce() {
        queue.enqueue(world.plan(1, 1));
        Job job = jobNow(sentByDeadProcess().job());
        Recovery recovery = queue.recovery();
        recovery.begin();
        queue.close();
        PromptId prompt = job.promptId().orElseThrow();
        assertFalse(recovery.collect(job, prompt, Duration.ofSeconds(10)));
        assertTrue(
                stores.claims()
                        .takeUp(job.id(), prompt, "another", Duration.ofHours(1))
                        .isPresent());
    }

    @Test
    void aFailedJobWhoseEngineHasItsPictureIsCompleted() {
        queue.enqueue(world.plan(1, 1));
        ClaimedJob claimed = sentByDeadProcess();
        var _ = stores.leases().fail(claimed.lease(), engine.unclear().problem()).orElseThrow();
        assertEquals(List.of(Kind.COLLECTED), kinds(audit(Depth.QUICK)));
        assertEquals(JobStatus.COMPLETED, jobNow(claimed.job()).status());
    }

    @Test
    void aCancelledJobThatTheEngineHadFinishedIsCompleted() {
        queue.enqueue(world.plan(1, 1));
        ClaimedJob claimed = sentByDeadProcess();
        queue.cancel(claimed.lease().job());
        var _ = stores.leases().cancelled(claimed.lease()).orElseThrow();
        assertEquals(List.of(Kind.COLLECTED), kinds(audit(Depth.FULL)));
        assertTrue(jobNow(claimed.job()).cancelRequestedAt().isPresent());
    }

    @Test
    void aKeptPictureIsBroughtHomeWithoutTheEngine() {
        store.shut();
        queue.enqueue(world.plan(1, 1));
        queue.start();
        await().until(() -> store.refused() > 0);
        queue.close();
        store.open();
        engine.setUnreachable(true);

        queue = world.queue(postgres.database(), "desk", store, engine);
        AuditReport report = audit(Depth.FULL);
        assertEquals(List.of(Kind.COLLECTED), kinds(report));
        assertEquals(List.of(), report.unreachable());
        assertEquals(List.of(), queue.recovery().kept().all());
    }

    @Test
    void aKeptPictureThatNoJobWaitsForIsNamedAndStays() throws IOException {
        Job job = run(1).getFirst();
        Path kept = Files.createDirectories(world.spool("desk").resolve("kept"));
        String name = "job-" + job.id() + "_" + PromptId.random() + "_1-of-1.png";
        FakeEngine.writePicture(kept.resolve(name));
        assertEquals(List.of(Finding.Kind.UNCLAIMED), kinds(audit(Depth.FULL)));
        assertTrue(Files.exists(kept.resolve(name)));
    }

    @Test
    void whatWasCommittedBeforeACrashIsClearedAwayAtTheNextStart() throws IOException {
        Job job = run(1).getFirst();
        queue.close();
        Path kept = Files.createDirectories(world.spool("desk").resolve("kept"));
        Path file =
                kept.resolve(
                        "job-" + job.id() + "_" + job.promptId().orElseThrow() + "_1-of-1.png");
        FakeEngine.writePicture(file);
        world.queue(postgres.database(), "desk", store, engine).start();
        await().until(() -> Files.notExists(file));
    }

    @Test
    void anEngineThatDoesNotAnswerIsNamedAndTheRestIsCompared() throws IOException {
        Path gone = file(picture(run(1).getFirst()).storagePath());
        queue.close();
        queue = world.queue(postgres.database(), "desk", store, engine);
        queue.enqueue(world.plan(1, 1));
        sentByDeadProcess();
        Files.delete(gone);
        engine.setUnreachable(true);
        AuditReport report = audit(Depth.FULL);
        assertEquals(1, report.unreachable().size());
        assertEquals(List.of(Kind.MISSING), kinds(report));
    }

    @Test
    void aJobInTheHandsOfALivingDesktopIsLeftAlone() {
        queue.enqueue(world.plan(1, 1));
        ClaimedJob other =
                stores.claims().claim("ComfyUI", "laptop:x", Duration.ofHours(1), 1).getFirst();
        PromptId prompt = PromptId.random();
        var _ =
                stores.leases()
                        .beginSending(other.lease(), prompt, Duration.ofHours(1))
                        .orElseThrow();
        engine.accept(new Submission(prompt, "{}", List.of()));
        assertEquals(List.of(), audit(Depth.FULL).findings());
        assertEquals(JobStatus.PROCESSING, jobNow(other.job()).status());
    }

    private AuditReport audit(Depth depth) {
        return new Audit(
                        new AuditStore(postgres.database()),
                        stores.jobs(),
                        store,
                        () -> List.of(engine),
                        queue.recovery())
                .run(depth);
    }

    private List<Job> run(int jobs) {
        var batch = queue.enqueue(world.plan(jobs, 1));
        queue.start();
        await().until(() -> stores.jobs().counts(batch).completed() == jobs);
        await().until(() -> queue.recovery().kept().all().isEmpty());
        return queue.latest(1).getFirst().jobs().stream().map(JobView::job).toList();
    }

    /// The engine finished it for an earlier start of this desktop, which died.
    private ClaimedJob sentByDeadProcess() {
        ClaimedJob dead =
                stores.claims().claim("ComfyUI", "desk:dead", Duration.ofHours(1), 1).getFirst();
        PromptId prompt = PromptId.random();
        var _ =
                stores.leases()
                        .beginSending(dead.lease(), prompt, Duration.ofHours(1))
                        .orElseThrow();
        engine.accept(new Submission(prompt, "{}", List.of()));
        return dead;
    }

    private void loseRow(Job job, String status) {
        queue.close();
        queue = world.queue(postgres.database(), "desk", store, engine);
        engine.forget();
        postgres.database()
                .useTransaction(
                        handle -> {
                            handle.execute(
                                    "delete from generated_images where job_id = ?",
                                    job.id().value());
                            handle.execute(
                                    "update generation_jobs set status = ? where id = ?",
                                    status,
                                    job.id().value());
                        });
    }

    private GeneratedImage picture(Job job) {
        return stores.images().imagesOf(job.id()).getFirst();
    }

    private Job jobNow(Job job) {
        return stores.jobs().find(job.id()).orElseThrow();
    }

    private Path file(String key) {
        return folder.resolve("objects/generated-images").resolve(key);
    }

    private static List<Kind> kinds(AuditReport report) {
        return report.findings().stream().map(Finding::kind).toList();
    }

    private static Finding found(Kind kind, String name, int job) {
        return new Finding(kind, name, java.util.Optional.of(new studio.atelier.model.JobId(job)));
    }

    private static Finding orphan(String name) {
        return new Finding(Kind.ORPHAN, name, java.util.Optional.empty());
    }
}
