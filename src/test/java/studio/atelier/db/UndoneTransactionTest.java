package studio.atelier.db;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import studio.atelier.checks.BesideOthers;
import studio.atelier.model.StudioException;

import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/// What the server undoes for the sake of another is run again as a whole, so often and no oftener.
@BesideOthers
class UndoneTransactionTest {
    @RegisterExtension static final PostgresExtension postgres = new PostgresExtension();

    private static final String DEADLOCK = "40P01";
    private static final String SERIALIZATION = "40001";
    private static final int TRIES = 5;

    private Database database = postgres.connect();
    private final AtomicInteger runs = new AtomicInteger();

    @BeforeEach
    void makeTables() {
        database = postgres.connect(postgres.createEmpty());
        database.read(
                handle ->
                        handle.execute(
                                """
                                create table counters (name text primary key, n int not null);
                                insert into counters values ('a', 0), ('b', 0);
                                -- A sequence keeps counting whatever is undone.
                                create sequence refusals;
                                create function refuse() returns trigger language plpgsql as $$
                                begin
                                    if nextval('refusals') <= tg_argv[0]::int then
                                        raise exception 'undone' using errcode = tg_argv[1];
                                    end if;
                                    return new;
                                end $$;
                                """));
    }

    @Test
    void ofTwoThatStandInEachOthersWayBothAreCommitted() throws Exception {
        var bothHoldOne = new CyclicBarrier(2);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Integer> one = threads.submit(() -> countBoth("a", "b", bothHoldOne));
            Future<Integer> other = threads.submit(() -> countBoth("b", "a", bothHoldOne));
            await().atMost(30, TimeUnit.SECONDS).until(() -> one.isDone() && other.isDone());
            assertEquals(3, one.get() + other.get(), "one of them ran twice");
        }
        assertEquals(2, counter("a"));
        assertEquals(2, counter("b"));
    }

    @ParameterizedTest
    @ValueSource(strings = {DEADLOCK, SERIALIZATION})
    void theWholeTransactionIsRunAgain(String state) {
        refuse(TRIES - 1, state);
        database.inTransaction(this::countAll);
        assertEquals(TRIES, runs.get());
        assertEquals(1, counter("a"), "nothing of those that were undone is left");
        assertEquals(1, counter("b"));
    }

    @Test
    void aSingleStatementIsRunAgainToo() {
        refuse(1, DEADLOCK);
        database.write(handle -> handle.execute("update counters set n = n + 1"));
        assertEquals(1, counter("a"));
    }

    @Test
    void whatIsAlwaysUndoneIsToldInTheEnd() {
        refuse(1_000, SERIALIZATION);
        var refused =
                assertThrows(StudioException.class, () -> database.inTransaction(this::countAll));
        assertEquals("database-faulty", refused.problem().code());
        assertEquals(TRIES, runs.get());
        assertEquals(0, counter("a"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"57014", "23505"})
    void anythingElseIsToldAtOnce(String state) {
        refuse(1, state);
        var refused =
                assertThrows(StudioException.class, () -> database.inTransaction(this::countAll));
        assertEquals("database-faulty", refused.problem().code());
        assertTrue(refused.problem().detail().contains("undone"), refused.problem().detail());
        assertEquals(1, runs.get());
    }

    private int countBoth(String first, String second, CyclicBarrier bothHoldOne) {
        var mine = new AtomicInteger();
        return database.inTransaction(
                handle -> {
                    int run = mine.incrementAndGet();
                    count(handle, first);
                    if (run == 1) {
                        meet(bothHoldOne);
                    }
                    count(handle, second);
                    return run;
                });
    }

    private int countAll(Handle handle) {
        runs.incrementAndGet();
        return count(handle, "a") + count(handle, "b");
    }

    private static int count(Handle handle, String name) {
        return handle.execute("update counters set n = n + 1 where name = ?", name);
    }

    private static void meet(CyclicBarrier barrier) {
        try {
            barrier.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Refuses so many of the coming changes of the second counter.
    private void refuse(int times, String state) {
        database.read(
                handle ->
                        handle.execute(
                                """
                                create trigger refuse before update on counters for each row
                                    when (old.name = 'b') execute function refuse('%d', '%s')
                                """
                                        .formatted(times, state)));
    }

    private int counter(String name) {
        return database.read(
                handle ->
                        handle.createQuery("select n from counters where name = :name")
                                .bind("name", name)
                                .mapTo(Integer.class)
                                .one());
    }
}
