package studio.atelier.queue;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import studio.atelier.checks.BesideOthers;
import studio.atelier.db.ClaimedJob;
import studio.atelier.db.PostgresExtension;
import studio.atelier.engine.Engine;
import studio.atelier.engine.Submission;
import studio.atelier.engine.runpod.RunPodServer;
import studio.atelier.engine.runpod.RunPodServer.Fault;
import studio.atelier.engine.runpod.RunPodWork;
import studio.atelier.model.BatchId;
import studio.atelier.model.Delay;
import studio.atelier.model.Job;
import studio.atelier.model.JobStatus;
import studio.atelier.model.PromptId;
import studio.atelier.model.ReferenceImage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/// The whole queue with a RunPod endpoint for an engine, which chooses its own ids and forgets: nothing is lost, and
/// nothing is recorded twice.
@BesideOthers
class RunPodQueueTest {
    @RegisterExtension static final PostgresExtension postgres = new PostgresExtension();

    @TempDir Path folder;
    private final RunPodServer server = new RunPodServer();
    private final List<Engine> engines = new ArrayList<>();
    private QueueWorld world;
    private Stores stores;
    private DurableQueue queue;

    @BeforeEach
    void openQueue() {
        postgres.clear();
        world = new QueueWorld(folder, postgres.database());
        stores = Stores.of(postgres.database());
        queue = queue();
    }

    @AfterEach
    void closeAll() {
        world.close();
        engines.forEach(Engine::close);
        server.close();
    }

    @Test
    void aBatchRunsThereEachJobOnce() throws IOException {
        BatchId batch = queue.enqueue(world.plan(4, 2));
        queue.start();
        List<Job> jobs = awaitAll(batch, JobStatus.COMPLETED);

        assertEquals(8, server.works().size());
        assertEquals(endpointIds(), recordedIds(jobs));
        assertTrue(jobs.stream().allMatch(job -> job.attempt() == 1));
        assertEverythingIsThereOnce(jobs);
    }

    @Test
    void picturesByLinkAndSeveralPicturesComeHomeToo() throws IOException {
        server.endWith(RunPodWork.Ending.LINK);
        BatchId linked = queue.enqueue(world.plan(2, 1));
        queue.start();
        assertEverythingIsThereOnce(awaitAll(linked, JobStatus.COMPLETED));
        assertEquals(List.of(), server.keysAtTheBucket());

        server.endWith(RunPodWork.Ending.TWO_INLINE);
        BatchId twice = queue.enqueue(world.plan(1, 1));
        Job job = awaitAll(twice, JobStatus.COMPLETED).getFirst();
        assertEquals(2, stores.images().imagesOf(job.id()).size());
    }

    @Test
    void aRestartInTheMiddleGoesOnByTheRecordedIds() throws IOException {
        server.take(Duration.ZERO, Duration.ofMillis(300));
        BatchId batch = queue.enqueue(world.plan(6, 1));
        queue.start();
        await().until(() -> jobs(batch).stream().anyMatch(job -> job.status().isFinal()));
        await().until(() -> submitted(batch) >= 2);
        queue.close();
        engines.getFirst().close();

        queue = queue();
        queue.start();
        List<Job> jobs = awaitAll(batch, JobStatus.COMPLETED);
        assertEquals(6, server.works().size());
        assertEquals(endpointIds(), recordedIds(jobs));
        assertEverythingIsThereOnce(jobs);
    }

    @Test
    void whatADeadProcessHadSentIsTakenOverByItsId() throws IOException {
        BatchId batch = queue.enqueue(world.plan(1, 1));
        ClaimedJob dead = claimAsDeadProcess();
        PromptId ours = PromptId.random();
        var _ = stores.leases().beginSending(dead.lease(), ours, Duration.ofHours(1));
        PromptId theirs = engines.getFirst().submit(submission(ours));
        var _ = stores.leases().submitted(dead.lease(), theirs);

        queue.start();
        List<Job> jobs = awaitAll(batch, JobStatus.COMPLETED);
        assertEquals(1, server.works().size());
        assertEquals(theirs, jobs.getFirst().promptId().orElseThrow());
        assertEverythingIsThereOnce(jobs);
    }

    @Test
    void aProcessThatDiedBeforeItHeardTheIdCostsOneRunAndRecordsOne() throws IOException {
        BatchId batch = queue.enqueue(world.plan(1, 1));
        ClaimedJob dead = claimAsDeadProcess();
        PromptId ours = PromptId.random();
        var _ = stores.leases().beginSending(dead.lease(), ours, Duration.ofHours(1));
        engines.getFirst().submit(submission(ours));

        queue.start();
        List<Job> jobs = awaitAll(batch, JobStatus.COMPLETED);
        assertEquals(2, server.works().size());
        assertEquals(ours.value(), server.works().getFirst().clientId());
        assertEquals(server.works().getLast().id(), jobs.getFirst().promptId().get().value());
        assertEquals(2, jobs.getFirst().attempt());
        assertEverythingIsThereOnce(jobs);
    }

    @Test
    void aLostAnswerIsToldAndItsResultIsNotRecorded() throws IOException {
        var told = new java.util.concurrent.CopyOnWriteArrayList<String>();
        queue.subscribe(
                event -> {
                    if (event instanceof QueueEvent.JobChanged(Job job)) {
                        job.problem().ifPresent(problem -> told.add(problem.code()));
                    }
                });
        server.next("run", new Fault.Lost());
        BatchId batch = queue.enqueue(world.plan(3, 1));
        queue.start();
        List<Job> jobs = awaitAll(batch, JobStatus.COMPLETED);

        assertEquals(4, server.works().size());
        String lost = server.unheard().getFirst();
        List<String> neverHeardOf =
                endpointIds().stream().filter(id -> !recordedIds(jobs).contains(id)).toList();
        assertEquals(1, neverHeardOf.size());
        assertTrue(lost.contains("\"" + neverHeardOf.getFirst() + "\""), lost);
        assertEquals(4, jobs.stream().mapToInt(Job::attempt).sum());
        assertEverythingIsThereOnce(jobs);
        await().until(() -> told.contains("sending-unclear"));
        assertEquals(
                4,
                server.works().stream().map(RunPodWork::clientId).distinct().count(),
                "each sending has an id of its own");
    }

    @Test
    void answersThatNeverComeDoNotCostRunsWithoutEnd() {
        for (int i = 0; i < 20; i++) {
            server.next("run", new Fault.Lost());
        }
        BatchId batch = queue.enqueue(world.plan(1, 1));
        queue.start();
        Job job = awaitAll(batch, JobStatus.FAILED).getFirst();
        assertEquals("sending-unclear", job.problem().orElseThrow().code());
        assertEquals(QueueWorld.FAST.attempts(), server.works().size());
    }

    @Test
    void aResultThatExpiredWhileNobodyWasThereIsMadeAgain() throws IOException {
        server.take(Duration.ZERO, Duration.ofMillis(300));
        BatchId batch = queue.enqueue(world.plan(1, 1));
        queue.start();
        await().until(() -> submitted(batch) == 1);
        queue.close();
        server.forgetAll();

        queue = queue();
        queue.start();
        List<Job> jobs = awaitAll(batch, JobStatus.COMPLETED);
        assertEquals(2, server.works().size());
        assertEquals(2, jobs.getFirst().attempt());
        assertEverythingIsThereOnce(jobs);
    }

    @Test
    void refusalsAndOutagesOnTheWayCostNothing() throws IOException {
        for (String route : List.of("run", "status", "health")) {
            server.next(
                    route,
                    new Fault.Status(429, "application/json", "{}", Map.of("Retry-After", "0")),
                    RunPodServer.status(401, "{}"));
        }
        server.next("status", RunPodServer.page(502), RunPodServer.page(524), new Fault.Dropped());
        BatchId batch = queue.enqueue(world.plan(5, 1));
        queue.start();
        List<Job> jobs = awaitAll(batch, JobStatus.COMPLETED);
        assertEquals(5, server.works().size());
        assertTrue(jobs.stream().allMatch(job -> job.attempt() == 1));
        assertEverythingIsThereOnce(jobs);
    }

    @Test
    void whatIsTooLargeStopsItsOwnJobOnly() throws IOException {
        ReferenceImage large = world.reference(1);
        Path file = folder.resolve("objects/reference-images").resolve(large.storagePath());
        byte[] noise = new byte[9 << 20];
        Files.write(file, noise, java.nio.file.StandardOpenOption.APPEND);
        BatchId batch = queue.enqueue(QueueWorld.plan(List.of(large, world.reference(2)), 1));
        queue.start();
        await().until(() -> jobs(batch).stream().allMatch(job -> job.status().isFinal()));

        List<Job> jobs = jobs(batch);
        assertEquals("sending-too-large", jobs.getFirst().problem().orElseThrow().code());
        assertEquals(JobStatus.COMPLETED, jobs.getLast().status());
        assertEquals(1, server.works().size());
    }

    @Test
    void aColdStartIsToldUntilTheJobRuns() {
        var told = new java.util.concurrent.CopyOnWriteArrayList<Optional<Delay>>();
        queue.subscribe(
                event -> {
                    if (event instanceof QueueEvent.JobDelayed(var _, var why)) {
                        told.add(why);
                    }
                });
        // Long enough for a question in each state, on a computer with much to do too.
        server.take(Duration.ofSeconds(2), Duration.ofSeconds(2));
        BatchId batch = queue.enqueue(world.plan(1, 1));
        queue.start();
        awaitAll(batch, JobStatus.COMPLETED);
        await().until(() -> told.getLast().isEmpty());
        // Just when it begins, its own worker may look like one that has others to do.
        assertEquals(Optional.of(Delay.COLD_START), told.getFirst());
    }

    @Test
    void aJobThatWaitsForAMachineIsCancelledThere() {
        server.take(Duration.ofMinutes(1), Duration.ZERO);
        BatchId batch = queue.enqueue(world.plan(1, 1));
        queue.start();
        await().until(() -> submitted(batch) == 1);
        queue.cancel(jobs(batch).getFirst().id());
        awaitAll(batch, JobStatus.CANCELLED);
        assertTrue(server.asked("cancel") > 0);
    }

    /// Nobody knows what an endpoint has before a job comes.
    @Test
    void whatAWorkerLacksIsDoneByTheOtherEngine() {
        server.endWith(RunPodWork.Ending.LORA_ABSENT);
        queue =
                world.lanes(
                        postgres.database(),
                        "desk",
                        List.of(
                                EngineLane.of(engines.getFirst()),
                                EngineLane.of(new FakeEngine("Attic"))));
        BatchId batch = queue.enqueue(world.plan(6, 1));
        queue.start();
        List<Job> jobs = awaitAll(batch, JobStatus.COMPLETED);

        assertTrue(server.works().size() > 0);
        assertTrue(
                jobs.stream().allMatch(job -> job.engine().equals(Optional.of("Attic"))),
                jobs::toString);
    }

    /// It would say again that it can, and send each job back.
    @Test
    void whatAWorkerLacksIsRememberedWhileAnotherEngineHasIt() {
        server.endWith(RunPodWork.Ending.LORA_ABSENT);
        var attic = new FakeEngine("Attic");
        var later = new AtomicLong();
        var usual = Conditions.of("desk", world.spool("desk")).with(QueueWorld.FAST);
        var conditions =
                new Conditions(
                        usual.home(),
                        usual.spool(),
                        usual.timing(),
                        () -> System.nanoTime() + later.get(),
                        usual.random(),
                        usual.promptIds(),
                        usual.witness());
        try (var both =
                new DurableQueue(
                        stores, world.store(), List.of(engines.getFirst(), attic), conditions)) {
            attic.hold();
            both.start();
            BatchId first = both.enqueue(world.plan(4, 1));
            await().until(() -> server.works().size() > 0);
            attic.releaseAll();
            QueueWorld.awaitAll(both, first, JobStatus.COMPLETED);
            int bounced = server.works().size();

            later.set(Duration.ofMinutes(20).toNanos());
            QueueWorld.awaitAll(both, both.enqueue(world.plan(6, 2)), JobStatus.COMPLETED);
            assertEquals(bounced, server.works().size());

            // A person put the file there, and says so.
            server.endWith(RunPodWork.Ending.INLINE);
            both.tryNow("Cloud");
            attic.hold();
            BatchId third = both.enqueue(world.plan(4, 1));
            await().until(() -> server.works().size() > bounced);
            attic.releaseAll();
            QueueWorld.awaitAll(both, third, JobStatus.COMPLETED);
        }
    }

    private DurableQueue queue() {
        Engine engine = server.engine("Cloud");
        engines.add(engine);
        return world.queue(postgres.database(), "desk", engine);
    }

    private ClaimedJob claimAsDeadProcess() {
        return stores.claims().claim("Cloud", "desk:dead", Duration.ofHours(1), 1).getFirst();
    }

    private static Submission submission(PromptId prompt) {
        return new Submission(prompt, "{\"9\":{\"class_type\":\"SaveImage\"}}", List.of());
    }

    private List<String> endpointIds() {
        return server.works().stream().map(RunPodWork::id).sorted().toList();
    }

    private static List<String> recordedIds(List<Job> jobs) {
        return jobs.stream().map(job -> job.promptId().orElseThrow().value()).sorted().toList();
    }

    private long submitted(BatchId batch) {
        return jobs(batch).stream()
                .filter(job -> job.promptId().filter(id -> id.value().endsWith("-e1")).isPresent())
                .count();
    }

    /// One picture a job, each with bytes of its own, and as many objects in the store as rows.
    private void assertEverythingIsThereOnce(List<Job> jobs) throws IOException {
        var images =
                jobs.stream().flatMap(job -> stores.images().imagesOf(job.id()).stream()).toList();
        assertEquals(jobs.size(), images.size());
        var hashes = images.stream().map(image -> image.sha256()).collect(Collectors.toSet());
        assertEquals(jobs.size(), new HashSet<>(hashes).size());
        try (var files = Files.walk(folder.resolve("objects/generated-images"))) {
            long stored =
                    files.filter(Files::isRegularFile)
                            .filter(file -> file.toString().endsWith(".png"))
                            .count();
            assertEquals(jobs.size(), stored);
        }
    }

    private List<Job> awaitAll(BatchId batch, JobStatus status) {
        return QueueWorld.awaitAll(queue, batch, status);
    }

    private List<Job> jobs(BatchId batch) {
        return QueueWorld.jobs(queue, batch);
    }
}
