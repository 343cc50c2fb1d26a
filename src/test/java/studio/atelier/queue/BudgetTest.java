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
import studio.atelier.model.BatchId;
import studio.atelier.model.JobStatus;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;

/// What running jobs cost, and the amount at which the queue pauses itself.
@BesideOthers
class BudgetTest {
    @RegisterExtension static final PostgresExtension postgres = new PostgresExtension();

    /// A thousand each second.
    private static final BigDecimal DEAR = new BigDecimal(3_600_000);

    @TempDir Path folder;
    private final List<QueueEvent> events = new CopyOnWriteArrayList<>();
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
    void theQueuePausesOnceForAllDesktopsAndGoesOnWhenAPersonSaysSo() {
        DurableQueue desk = queue("desk", new FakeEngine("Attic"));
        DurableQueue laptop = queue("laptop", new FakeEngine("Cellar"));
        desk.setBudget(Optional.of(new BigDecimal("0.5")));
        BatchId batch = desk.enqueue(world.plan(30, 2));
        desk.start();
        laptop.start();

        await().until(desk::isPaused);
        await().until(() -> QueueWorld.jobs(desk, batch).stream().noneMatch(BudgetTest::isRunning));
        assertTrue(desk.totals().budget().orElseThrow().reached());
        assertTrue(desk.totals().waiting() > 0);
        await().until(() -> reached() == 1);

        desk.setBudget(Optional.empty());
        desk.resume();
        QueueWorld.awaitAll(desk, batch, JobStatus.COMPLETED);
        assertEquals(1, reached());
    }

    @Test
    void resumingLetsTheSameAmountBeSpentAgain() {
        DurableQueue queue = queue("desk", new FakeEngine("Attic"));
        queue.setBudget(Optional.of(new BigDecimal("0.5")));
        queue.enqueue(world.plan(40, 2));
        queue.start();
        await().until(() -> reached() == 1);
        await().until(() -> queue.totals().running() == 0);
        int left = queue.totals().waiting();

        queue.resume();
        await().until(() -> reached() == 2);
        assertTrue(queue.totals().waiting() < left);
    }

    @Test
    void timeAndCostAreForetoldFromWhatEachEngineTookBefore() {
        var fast = new FakeEngine("Attic");
        DurableQueue queue = queue("desk", fast);
        assertEquals(Forecast.UNKNOWN, queue.forecast(world.plan(10, 1).request()));
        ran("Attic", 10, 6);
        assertFalse(queue.forecast(world.plan(10, 1).request()).firstRun().isPresent());
        Forecast alone = queue.forecast(world.plan(10, 1).request());
        assertEquals(100, alone.time().orElseThrow().least().toSeconds());
        assertEquals(100, alone.time().orElseThrow().most().toSeconds());
        assertEquals(100_000, alone.cost().orElseThrow().most().intValue());

        ran("Cellar", 40, 6);
        var both =
                world.lanes(
                        postgres.database(),
                        "desk",
                        List.of(EngineLane.of(fast), EngineLane.of(new FakeEngine("Cellar"))));
        assertEquals(
                80,
                both.forecast(world.plan(10, 1).request()).time().orElseThrow().most().toSeconds());
        both.pauseEngine("Attic");
        assertEquals(
                400,
                both.forecast(world.plan(10, 1).request()).time().orElseThrow().most().toSeconds());
    }

    /// As they were last heard; one that was never asked counts.
    @Test
    void onlyEnginesThatCanRunItCount() {
        var attic = new FakeEngine("Attic");
        var cellar = new FakeEngine("Cellar");
        cellar.setLoras("other.safetensors");
        ran("Attic", 40, 6);
        ran("Cellar", 10, 6);
        var both =
                world.lanes(
                        postgres.database(), "desk", List.of(lane(attic), EngineLane.of(cellar)));
        assertEquals(80, seconds(forecast(both)));
        both.preflight(world.plan(1, 1));
        assertEquals(400, seconds(forecast(both)));
        assertEquals(400_000, forecast(both).cost().orElseThrow().most().intValue());

        both.enqueue(world.plan(10, 1));
        assertEquals(400, seconds(both.totals().left()));
        attic.setLoras("other.safetensors");
        both.preflight(world.plan(1, 1));
        assertEquals(Forecast.UNKNOWN, forecast(both));
        assertEquals(Forecast.UNKNOWN, both.totals().left());
    }

    private Forecast forecast(DurableQueue queue) {
        return queue.forecast(world.plan(10, 1).request());
    }

    private static long seconds(Forecast forecast) {
        return forecast.time().orElseThrow().most().toSeconds();
    }

    @Test
    void theFirstRunAfterAQuietWhileIsCountedApart() {
        DurableQueue queue = queue("desk", new FakeEngine("Attic"));
        ran("Attic", 10, 6);
        postgres.database()
                .useTransaction(
                        handle ->
                                handle.execute(
                                        """
                                        update generation_jobs
                                        set submitted_at = submitted_at - interval '1 hour'
                                                - case when id = (select min(id)
                                                    from generation_jobs)
                                                    then interval '50 seconds' else '0' end,
                                            completed_at = completed_at - interval '1 hour'
                                        """));
        Forecast cold = queue.forecast(world.plan(10, 1).request());

        assertEquals(60, cold.firstRun().orElseThrow().toSeconds());
        assertEquals(150, cold.time().orElseThrow().most().toSeconds());
    }

    @Test
    void whatFailedOrWasCancelledAtAnEngineIsPaidForToo() {
        DurableQueue queue = queue("desk", new FakeEngine("Attic"));
        queue.setBudget(Optional.of(new BigDecimal(1_000_000)));
        postgres.database()
                .useTransaction(
                        handle ->
                                handle.execute(
                                        "update atelier_settings set value = replace(value,"
                                                + " split_part(value, ' ', 2), '2020-01-01T00:00:00Z')"
                                                + " where key = 'queue.budget'"));
        ran("Attic", 10, 6);
        become("failed", "order by id limit 1");
        become("cancelled", "order by id desc limit 1");

        assertEquals(60_000, queue.totals().budget().orElseThrow().spent().intValue());
    }

    @Test
    void theTimeOfAFailedJobIsNotThatOfTheNext() {
        DurableQueue queue = queue("desk", new FakeEngine("Attic"));
        ran("Attic", 10, 10);
        become("failed", "where (id - (select min(id) from generation_jobs)) % 2 = 1");
        // An engine is given its next job while one runs.
        postgres.database()
                .useTransaction(
                        handle ->
                                handle.execute(
                                        "update generation_jobs set submitted_at = submitted_at"
                                                + " - interval '9 seconds'"));

        assertEquals(100, seconds(queue.forecast(world.plan(10, 1).request())));
    }

    private static void become(String status, String which) {
        postgres.database()
                .useTransaction(
                        handle ->
                                handle.execute(
                                        "update generation_jobs set status = ? where id in"
                                                + " (select id from generation_jobs "
                                                + which
                                                + ")",
                                        status));
    }

    /// Jobs that ran one after the other until now.
    private void ran(String engine, int seconds, int jobs) {
        var stores = Stores.of(postgres.database());
        BatchId batch = stores.batches().insert(world.plan(jobs, 1));
        postgres.database()
                .useTransaction(
                        handle ->
                                handle.execute(
                                        """
                                        update generation_jobs j
                                        set status = 'completed', engine = ?,
                                            submitted_at = now()
                                                - (n.left_over + 1) * ? * interval '1 second',
                                            completed_at = (now() - n.left_over * ?
                                                * interval '1 second') at time zone 'utc'
                                        from (select id, row_number() over (order by id desc) - 1
                                            as left_over from generation_jobs
                                            where batch_id = ?) n
                                        where n.id = j.id
                                        """,
                                        engine,
                                        seconds,
                                        seconds,
                                        batch.value()));
    }

    private static boolean isRunning(studio.atelier.model.Job job) {
        return job.status() == JobStatus.PROCESSING;
    }

    private long reached() {
        return events.stream().filter(QueueEvent.BudgetReached.class::isInstance).count();
    }

    private DurableQueue queue(String home, FakeEngine engine) {
        DurableQueue queue = world.lanes(postgres.database(), home, List.of(lane(engine)));
        var _ = queue.subscribe(events::add);
        return queue;
    }

    private static EngineLane lane(FakeEngine engine) {
        return new EngineLane(engine, true, OptionalInt.empty(), Optional.of(DEAR), _ -> {});
    }
}
