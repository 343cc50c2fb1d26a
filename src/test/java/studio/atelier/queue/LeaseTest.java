package studio.atelier.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import studio.atelier.db.ClaimedJob;
import studio.atelier.db.LeaseStore;
import studio.atelier.db.NewImage;
import studio.atelier.db.PauseSwitches;
import studio.atelier.db.PostgresExtension;
import studio.atelier.db.SettingStore;
import studio.atelier.model.BatchId;
import studio.atelier.model.Job;
import studio.atelier.model.JobId;
import studio.atelier.model.JobStatus;
import studio.atelier.model.Problem;
import studio.atelier.model.Problem.Kind;
import studio.atelier.model.PromptId;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// The statements under the queue: claims, fences, and what a person sees of them.
class LeaseTest {
    @RegisterExtension static final PostgresExtension postgres = new PostgresExtension();

    private static final Duration LONG = Duration.ofMinutes(5);
    private static final Problem LORA = Problem.of(Kind.LORA_MISSING, "milan", "ComfyUI");

    @TempDir Path folder;
    private QueueWorld world;
    private Stores stores;

    @BeforeEach
    void open() {
        postgres.clear();
        world = new QueueWorld(folder, postgres.database());
        stores = Stores.of(postgres.database());
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void aLateWriterChangesNothing() {
        stores.batches().insert(world.plan(1, 1));
        ClaimedJob late = claim(Duration.ZERO);
        var _ =
                stores.leases()
                        .beginSending(late.lease(), PromptId.random(), Duration.ZERO)
                        .orElseThrow();
        ClaimedJob next = stores.claims().takeOver("ComfyUI", "b:1", LONG, 1, List.of()).getFirst();
        assertTrue(next.lease().token() > late.lease().token());

        LeaseStore leases = stores.leases();
        assertTrue(
                leases.complete(late.lease(), List.of(image("a.png")), "u", Optional.empty())
                        .isEmpty());
        assertTrue(leases.fail(late.lease(), LORA).isEmpty());
        assertTrue(leases.requeue(late.lease(), LORA, Duration.ZERO, true).isEmpty());
        assertTrue(leases.beginSending(late.lease(), PromptId.random(), LONG).isEmpty());
        assertTrue(leases.heartbeat(List.of(late.lease()), LONG).isEmpty());
        assertTrue(stores.images().imagesOf(late.lease().job()).isEmpty());
        assertEquals(JobStatus.PROCESSING, job(late).status());
    }

    @Test
    void aClaimHasATokenOfItsOwn() {
        stores.batches().insert(world.plan(1, 1));
        long before = 1L << 20;
        postgres.database()
                .read(
                        handle ->
                                handle.execute(
                                        "update generation_jobs set fencing_token = " + before));
        assertTrue(claim(LONG).lease().token() != before);
    }

    @Test
    void whatAnotherDesktopIsClaimingIsSkipped() {
        stores.batches().insert(world.plan(4, 1));
        String claiming = "select id from generation_jobs order by id limit 2 for update";
        postgres.connect()
                .useTransaction(
                        other -> {
                            var theirs = other.createQuery(claiming).mapTo(Integer.class).set();
                            List<ClaimedJob> ours =
                                    CompletableFuture.supplyAsync(() -> claim(2))
                                            .orTimeout(20, TimeUnit.SECONDS)
                                            .join();
                            assertEquals(2, ours.size());
                            assertTrue(
                                    ours.stream()
                                            .map(job -> job.lease().job().value())
                                            .noneMatch(theirs::contains));
                        });
    }

    private List<ClaimedJob> claim(int limit) {
        return stores.claims().claim("ComfyUI", "a:1", LONG, limit);
    }

    @Test
    void completingTwiceIsCompletingOnce() {
        stores.batches().insert(world.plan(1, 1));
        ClaimedJob claimed = claim(LONG);
        var images = List.of(image("a.png"));
        var _ =
                stores.leases()
                        .complete(claimed.lease(), images, "file:///a.png", Optional.empty())
                        .orElseThrow();
        var _ =
                stores.leases()
                        .complete(claimed.lease(), images, "file:///a.png", Optional.empty())
                        .orElseThrow();
        assertEquals(1, stores.images().imagesOf(claimed.lease().job()).size());
        assertEquals(JobStatus.COMPLETED, job(claimed).status());
    }

    @Test
    void aHeartbeatThatComesLateHoldsNothing() {
        stores.batches().insert(world.plan(2, 1));
        ClaimedJob ended = claim(LONG);
        ClaimedJob released = claim(LONG);
        PromptId prompt = PromptId.random();
        var _ = stores.leases().beginSending(released.lease(), prompt, LONG).orElseThrow();
        var _ = stores.leases().fail(ended.lease(), LORA).orElseThrow();
        stores.leases().release(released.lease());

        var _ = stores.leases().heartbeat(List.of(ended.lease(), released.lease()), LONG);
        assertEquals(0, leasesThatHold());
        JobId job = released.lease().job();
        assertTrue(stores.claims().takeUp(job, prompt, "b:1", LONG).isPresent());
    }

    private static int leasesThatHold() {
        return postgres.database()
                .read(
                        handle ->
                                handle.createQuery(
                                                "select count(*) from generation_jobs"
                                                        + " where lease_until > now()")
                                        .mapTo(Integer.class)
                                        .one());
    }

    @Test
    void aFailureAfterACancelIsACancellation() {
        stores.batches().insert(world.plan(1, 1));
        ClaimedJob claimed = claim(LONG);
        stores.jobs().cancel(List.of(claimed.lease().job()));
        for (int asked = 0; asked < 2; asked++) {
            Job job = stores.leases().fail(claimed.lease(), LORA).orElseThrow();
            assertEquals(JobStatus.CANCELLED, job.status());
        }
    }

    @Test
    void aSendingThatIsCommittedTwiceCountsOnce() {
        stores.batches().insert(world.plan(1, 1));
        ClaimedJob claimed = claim(LONG);
        PromptId prompt = PromptId.random();
        for (int asked = 0; asked < 2; asked++) {
            Job job = stores.leases().beginSending(claimed.lease(), prompt, LONG).orElseThrow();
            assertEquals(1, job.attempt());
        }
    }

    @Test
    void aSendingProlongsALeaseThatRanOutMeanwhile() {
        stores.batches().insert(world.plan(1, 1));
        ClaimedJob claimed = claim(Duration.ZERO);
        var _ =
                stores.leases()
                        .beginSending(claimed.lease(), PromptId.random(), LONG)
                        .orElseThrow();
        assertTrue(stores.claims().takeOver("ComfyUI", "b:1", LONG, 1, List.of()).isEmpty());
    }

    @Test
    void whatIsInOnesOwnHandsIsNotTakenOver() {
        stores.batches().insert(world.plan(1, 1));
        ClaimedJob claimed = claim(Duration.ZERO);
        var _ =
                stores.leases()
                        .beginSending(claimed.lease(), PromptId.random(), Duration.ZERO)
                        .orElseThrow();
        List<JobId> mine = List.of(claimed.lease().job());
        assertTrue(stores.claims().takeOver("ComfyUI", "a:1", LONG, 1, mine).isEmpty());
        assertEquals(1, stores.claims().takeOver("ComfyUI", "a:1", LONG, 1, List.of()).size());
    }

    /// Its own next start knows the engine; a neighbour that does not would send the job again elsewhere.
    @Test
    void whatADeadProcessHadInsideAnEngineIsNotPutBackByStrangersAtOnce() {
        stores.batches().insert(world.plan(1, 1));
        ClaimedJob claimed = claim(LONG);
        PromptId prompt = PromptId.random();
        var _ = stores.leases().beginSending(claimed.lease(), prompt, LONG).orElseThrow();
        assertEquals(1, stores.claims().expireEarlier("a", Set.of("a:2")));
        assertEquals(List.of(), stores.claims().requeueAbandoned(Set.of("Other"), LONG));
        assertEquals(1, stores.claims().takeOver("ComfyUI", "a:2", LONG, 1, List.of()).size());
    }

    @Test
    void whatADeadProcessHadNotSentIsPutBackAtOnce() {
        stores.batches().insert(world.plan(1, 1));
        claim(LONG);
        stores.claims().expireEarlier("a", Set.of("a:2"));
        assertEquals(1, stores.claims().requeueAbandoned(Set.of("Other"), LONG).size());
    }

    @Test
    void aJobThatIsTakenUpByAnEarlierSendingBelongsToItsEngine() {
        stores.batches().insert(world.plan(1, 1));
        ClaimedJob claimed = claim(LONG);
        PromptId earlier = PromptId.random();
        var _ = stores.leases().beginSending(claimed.lease(), earlier, LONG).orElseThrow();
        var _ = stores.leases().submitted(claimed.lease(), earlier).orElseThrow();
        var _ = stores.leases().requeue(claimed.lease(), LORA, Duration.ZERO, true).orElseThrow();
        ClaimedJob next = stores.claims().claim("Other", "b:1", LONG, 1).getFirst();
        PromptId later = PromptId.random();
        var _ = stores.leases().beginSending(next.lease(), later, LONG).orElseThrow();
        var _ = stores.leases().submitted(next.lease(), later).orElseThrow();
        stores.leases().release(next.lease());
        JobId id = next.lease().job();
        assertEquals(
                Optional.of("ComfyUI"),
                stores.claims().takeUp(id, earlier, "a:1", LONG).orElseThrow().job().engine());
        assertEquals(List.of(earlier, later), stores.jobs().earlierPrompts(id));
    }

    @Test
    void aLeaseOfLessThanASecondIsALease() {
        stores.batches().insert(world.plan(1, 1));
        ClaimedJob claimed = claim(Duration.ZERO);
        var _ =
                stores.leases()
                        .beginSending(claimed.lease(), PromptId.random(), Duration.ofMillis(900))
                        .orElseThrow();
        assertTrue(stores.claims().takeOver("ComfyUI", "b:1", LONG, 1, List.of()).isEmpty());
    }

    @Test
    void rowsOfTheWebClientAreNeverClaimed() {
        postgres.database()
                .useTransaction(
                        handle ->
                                handle.execute(
                                        "insert into generation_jobs (status, created_at)"
                                                + " values ('queued', now())"));
        assertTrue(stores.claims().claim("ComfyUI", "a:1", LONG, 10).isEmpty());
    }

    @Test
    void whatIsQueuedAfterAPauseIsNotClaimed() {
        var settings = new SettingStore(postgres.database());
        stores.batches().insert(world.plan(1, 1));
        for (String pause : List.of(PauseSwitches.QUEUE, PauseSwitches.of("ComfyUI"))) {
            settings.put(pause, "true");
            assertTrue(stores.claims().claim("ComfyUI", "a:1", LONG, 1).isEmpty());
            settings.put(pause, "false");
        }
        settings.put(PauseSwitches.of("Other"), "true");
        assertEquals(1, stores.claims().claim("ComfyUI", "a:1", LONG, 1).size());
    }

    @Test
    void aJobThatWaitsForItsNextTryIsNotClaimedBefore() {
        stores.batches().insert(world.plan(1, 1));
        ClaimedJob claimed = claim(LONG);
        var _ =
                stores.leases()
                        .requeue(claimed.lease(), LORA, Duration.ofHours(1), true)
                        .orElseThrow();
        assertTrue(stores.claims().claim("ComfyUI", "a:1", LONG, 1).isEmpty());
        assertEquals(LORA, job(claimed).problem().orElseThrow());
    }

    @Test
    void aJobCancelledMeanwhileIsNotSent() {
        stores.batches().insert(world.plan(1, 1));
        ClaimedJob claimed = claim(LONG);
        stores.jobs().cancel(List.of(claimed.lease().job()));
        assertTrue(
                stores.leases().beginSending(claimed.lease(), PromptId.random(), LONG).isEmpty());
        assertTrue(
                stores.leases()
                        .heartbeat(List.of(claimed.lease()), LONG)
                        .getFirst()
                        .cancelRequested());
    }

    @Test
    void aPictureKeepsItsNumber() {
        stores.batches().insert(world.plan(1, 1));
        var job = claim(LONG).lease().job();
        assertEquals(List.of(1L, 2L), stores.images().numbers(job, 2));
        assertEquals(List.of(1L, 2L, 3L), stores.images().numbers(job, 3));
        assertEquals(4, stores.images().renumber(job, 1));
        assertEquals(List.of(1L, 4L, 3L), stores.images().numbers(job, 3));
    }

    @Test
    void aThousandJobsAreOneTransactionInTheirOrder() {
        var references =
                java.util.stream.IntStream.rangeClosed(1, 1_000)
                        .mapToObj(QueueWorld::referenceWithoutFile)
                        .toList();
        var plan = QueueWorld.plan(references, 2);
        BatchId batch = stores.batches().insert(plan);
        var stored = stores.batches().find(batch).orElseThrow();
        assertEquals(2_000, stored.jobs().size());
        for (int i = 0; i < 2_000; i++) {
            Job job = stored.jobs().get(i).job();
            assertEquals(plan.jobs().get(i).seed(), job.seed().orElseThrow());
            assertEquals(plan.jobs().get(i).parameters(), job.parameters());
        }
    }

    private ClaimedJob claim(Duration lease) {
        return stores.claims().claim("ComfyUI", "a:1", lease, 1).getFirst();
    }

    private Job job(ClaimedJob claimed) {
        return stores.jobs().find(claimed.lease().job()).orElseThrow();
    }

    private static NewImage image(String key) {
        return new NewImage(0, key, "00", 1, 1, 1);
    }
}
