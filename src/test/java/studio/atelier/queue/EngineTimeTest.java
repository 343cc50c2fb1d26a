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
import studio.atelier.engine.runpod.RunPodServer;
import studio.atelier.engine.runpod.RunPodWork;
import studio.atelier.model.BatchId;
import studio.atelier.model.Job;
import studio.atelier.model.JobStatus;
import studio.atelier.model.Problem;
import studio.atelier.model.Problem.Kind;
import studio.atelier.model.PromptId;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// Engines are paid for every sending, for as long as they worked on it.
@BesideOthers
class EngineTimeTest {
    @RegisterExtension static final PostgresExtension postgres = new PostgresExtension();

    /// One for each second.
    private static final BigDecimal DEAR = new BigDecimal(3600);

    private static final Duration HOUR = Duration.ofHours(1);
    private static final Problem OUT_OF_MEMORY = Problem.of(Kind.OUT_OF_MEMORY, "Attic");

    @TempDir Path folder;
    private QueueWorld world;
    private Stores stores;

    @BeforeEach
    void openWorld() {
        postgres.clear();
        world = new QueueWorld(folder, postgres.database());
        stores = Stores.of(postgres.database());
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void whatAnAttemptCostStaysSpentWhenTheJobIsPutBack() {
        DurableQueue queue = counting(lane(new FakeEngine("Attic")));
        queue.enqueue(world.plan(1, 1));
        ClaimedJob first = sent("20 seconds");
        var _ = stores.leases().requeue(first.lease(), OUT_OF_MEMORY, Duration.ZERO, true);
        assertEquals(20, spent(queue));

        ClaimedJob second = sent("0 seconds");
        assertTrue(stores.leases().ran(second.lease(), Duration.ofSeconds(7)));
        var _ = stores.leases().fail(second.lease(), OUT_OF_MEMORY);
        assertEquals(27, spent(queue));

        queue.retry(second.lease().job());
        assertEquals(27, spent(queue));
        sql(
                "update earlier_attempts set ended_at = ended_at - interval '1 hour',"
                        + " submitted_at = submitted_at - interval '1 hour'");
        ClaimedJob third = sent("3 seconds");
        assertEquals(30, spent(queue));
        var _ = stores.leases().complete(third.lease(), List.of(), "", Optional.empty());
        assertEquals(30, spent(queue));
        assertEquals(2, count("earlier_attempts"));
    }

    @Test
    void whatAnAbandonedOrCancelledAttemptCostStaysSpentToo() {
        DurableQueue queue = counting(lane(new FakeEngine("Attic")));
        queue.enqueue(world.plan(1, 1));
        ClaimedJob gone = sent("60 seconds");
        sql("update generation_jobs set lease_until = now() - interval '20 seconds'");
        stores.claims().requeueAbandoned(Set.of("Cellar"), Duration.ofSeconds(1));
        assertEquals(40, spent(queue), "until its worker was last heard of");

        ClaimedJob again = sent("5 seconds");
        assertEquals(gone.lease().job(), again.lease().job());
        stores.jobs().cancel(List.of(again.lease().job()));
        var _ = stores.leases().requeue(again.lease(), OUT_OF_MEMORY, Duration.ZERO, true);
        assertEquals(45, spent(queue));
    }

    /// The queue was closed in the evening, and the picture fetched in the morning.
    @Test
    void whatComesHomeLateCostsAndTakesWhatTheEngineWorked() {
        DurableQueue queue = counting(lane(new FakeEngine("Attic")));
        BatchId batch = queue.enqueue(world.plan(4, 1));
        for (int i = 0; i < 4; i++) {
            ClaimedJob held = sent("12 hours");
            stores.leases().ran(held.lease(), Duration.ofSeconds(10));
            var _ = stores.leases().complete(held.lease(), List.of(), "", Optional.empty());
        }
        sql(
                "update generation_jobs set completed_at = now() at time zone 'utc'"
                        + " - (4 - id % 4) * interval '1 second'");
        assertEquals(40, spent(queue));
        assertEquals(4, QueueWorld.jobs(queue, batch).size());
        Forecast ten = queue.forecast(world.plan(10, 1).request());
        assertEquals(100, ten.cost().orElseThrow().most().intValue());
    }

    /// Two workers at once, each for the time that the endpoint says; what a job waits for one is not paid.
    @Test
    void aServerlessEndpointCostsWhatItsWorkersRan() {
        try (var server = new RunPodServer();
                var cloud = server.engine("Cloud")) {
            server.setWorkers(2);
            server.take(Duration.ofMillis(600), Duration.ofSeconds(2));
            DurableQueue queue = counting(lane(cloud));
            BatchId batch = queue.enqueue(world.plan(4, 1));
            queue.start();
            List<Job> jobs = QueueWorld.awaitAll(queue, batch, JobStatus.COMPLETED);

            String paid = "select sum(ran_seconds) from generation_jobs where ran_from is not null";
            var expected = BigDecimal.valueOf((long) jobs.size() * RunPodWork.EXECUTION_TIME, 3);
            assertEquals(0, expected.compareTo(number(paid)));
            assertEquals(expected, exactly(queue));
            Forecast four = queue.forecast(world.plan(4, 1).request());
            assertEquals(
                    expected.setScale(1, RoundingMode.HALF_UP),
                    four.cost().orElseThrow().most().setScale(1, RoundingMode.HALF_UP));
        }
    }

    @Test
    void whatWaitsForAWorkerCostsNothingAndWhatRunsDoesForEachOfThem() {
        try (var server = new RunPodServer();
                var cloud = server.engine("Cloud")) {
            server.setWorkers(2);
            server.take(Duration.ofMinutes(5), Duration.ofMinutes(5));
            DurableQueue queue = counting(lane(cloud));
            BatchId batch = queue.enqueue(world.plan(2, 1));
            queue.start();
            await().until(() -> server.works().size() == 2);
            sql("update generation_jobs set submitted_at = now() - interval '4 minutes'");
            assertEquals(0, spent(queue));

            server.take(Duration.ZERO, Duration.ofMinutes(5));
            await().until(() -> count("generation_jobs where ran_from is not null") == 2);
            sql("update generation_jobs set ran_from = now() - interval '30 seconds'");
            assertEquals(60, spent(queue));
            queue.cancelBatch(batch);
            QueueWorld.awaitAll(queue, batch, JobStatus.CANCELLED);
            assertTrue(spent(queue) >= 60, "what was stopped is paid for until then");
        }
    }

    @Test
    void aFailedRunOfAnEndpointIsPaidForAtEachAttempt() {
        try (var server = new RunPodServer();
                var cloud = server.engine("Cloud")) {
            server.endWith(RunPodWork.Ending.OUT_OF_MEMORY);
            DurableQueue queue = counting(lane(cloud));
            BatchId batch = queue.enqueue(world.plan(1, 1));
            queue.start();
            QueueWorld.awaitAll(queue, batch, JobStatus.FAILED);

            int runs = server.works().size();
            assertTrue(runs > 1);
            assertEquals(
                    BigDecimal.valueOf((long) runs * RunPodWork.EXECUTION_TIME, 3), exactly(queue));
        }
    }

    /// A queue whose budget counts since long ago, and never ends.
    private DurableQueue counting(EngineLane lane) {
        DurableQueue queue = world.lanes(postgres.database(), "desk", List.of(lane));
        queue.setBudget(Optional.of(new BigDecimal(1_000_000)));
        sql(
                "update atelier_settings set value = replace(value, split_part(value, ' ', 2),"
                        + " '2020-01-01T00:00:00Z') where key = 'queue.budget'");
        return queue;
    }

    private static EngineLane lane(studio.atelier.engine.Engine engine) {
        return new EngineLane(engine, true, OptionalInt.empty(), Optional.of(DEAR), _ -> {});
    }

    /// The job that is next, as a process would send it.
    private ClaimedJob sent(String ago) {
        ClaimedJob claimed = stores.claims().claim("Attic", "desk:1", HOUR, 1).getFirst();
        PromptId prompt = PromptId.random();
        var _ = stores.leases().beginSending(claimed.lease(), prompt, HOUR);
        var _ = stores.leases().submitted(claimed.lease(), prompt);
        sql(
                "update generation_jobs set submitted_at = now() - interval '"
                        + ago
                        + "' where runpod_job_id = '"
                        + prompt
                        + "'");
        return claimed;
    }

    private static int spent(DurableQueue queue) {
        return exactly(queue).intValue();
    }

    /// To the thousandth.
    private static BigDecimal exactly(DurableQueue queue) {
        return queue.totals().budget().orElseThrow().spent().setScale(3, RoundingMode.HALF_UP);
    }

    private static void sql(String text) {
        postgres.database().useTransaction(handle -> handle.execute(text));
    }

    private static int count(String from) {
        return number("select count(*) from " + from).intValue();
    }

    private static BigDecimal number(String query) {
        return postgres.database()
                .read(handle -> handle.createQuery(query).mapTo(BigDecimal.class).one());
    }
}
