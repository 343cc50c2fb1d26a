package studio.atelier.queue;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import studio.atelier.db.PostgresExtension;
import studio.atelier.model.BatchId;
import studio.atelier.model.JobStatus;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// Two desktops on one database of which each looks only once an hour.
class NeighboursTest {
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
    void closeWorld() {
        world.close();
    }

    @Test
    void whatOneQueuesTheOtherTakesUpAndBothHear() {
        DurableQueue idle = world.lazy(postgres.connect(), "laptop", engine);
        DurableQueue other = world.lazy(postgres.database(), "desk", new FakeEngine("Other"));
        var heardByIdle = new AtomicInteger();
        var heardByOther = new AtomicInteger();
        count(idle, heardByIdle);
        count(other, heardByOther);
        idle.start();
        other.pauseEngine("Other");
        other.start();
        awaitListeners(2);

        BatchId batch = other.enqueue(world.plan(3, 1));

        await().until(() -> heardByIdle.get() > 0);
        await().until(
                        () ->
                                idle.latest(1).getFirst().jobs().stream()
                                        .allMatch(
                                                view ->
                                                        view.job().status()
                                                                == JobStatus.COMPLETED));
        await().until(() -> heardByOther.get() > 0);
        assertEquals(3, engine.accepted().size());
        assertEquals(batch, idle.latest(1).getFirst().batch().id());
    }

    @Test
    void behindAPoolerItLooksByItself() {
        DurableQueue polling = world.queue(postgres.connect(postgres.pooled()), "laptop", engine);
        DurableQueue other = world.lazy(postgres.connect(), "desk", new FakeEngine("Other"));
        var completed = new AtomicInteger();
        polling.subscribe(
                event -> {
                    if (event instanceof QueueEvent.Refreshed) {
                        completed.set(completedIn(polling));
                    }
                });
        polling.pauseEngine("ComfyUI");
        polling.start();
        other.start();
        awaitListeners(1);

        other.enqueue(world.plan(2, 1));

        await().until(() -> completed.get() == 2);
        assertEquals(List.of(), engine.accepted());
    }

    private static int completedIn(DurableQueue queue) {
        return (int)
                queue.latest(1).stream()
                        .flatMap(batch -> batch.jobs().stream())
                        .filter(view -> view.job().status() == JobStatus.COMPLETED)
                        .count();
    }

    @Test
    void aCutConnectionIsMadeAnew() {
        DurableQueue queue = world.queue(postgres.database(), "desk", engine);
        var heard = new AtomicInteger();
        count(queue, heard);
        queue.start();
        awaitListeners(1);

        int cut =
                postgres.database()
                        .read(
                                handle ->
                                        handle.createQuery(
                                                        "select count(pg_terminate_backend(pid))"
                                                                + " from pg_stat_activity where"
                                                                + " datname = current_database()"
                                                                + " and query like 'listen%'")
                                                .mapTo(Integer.class)
                                                .one());

        assertEquals(1, cut);
        await().until(() -> heard.get() == 1);
        awaitListeners(1);
    }

    private static void count(DurableQueue queue, AtomicInteger heard) {
        queue.subscribe(
                event -> {
                    if (event instanceof QueueEvent.Refreshed) {
                        heard.incrementAndGet();
                    }
                });
    }

    private static void awaitListeners(int count) {
        await().atMost(Duration.ofSeconds(20))
                .until(
                        () ->
                                postgres.database()
                                                .read(
                                                        handle ->
                                                                handle.createQuery(
                                                                                "select count(*)"
                                                                                        + " from pg_stat_activity"
                                                                                        + " where datname = current_database()"
                                                                                        + " and query like 'listen%'")
                                                                        .mapTo(Integer.class)
                                                                        .one())
                                        == count);
    }
}
