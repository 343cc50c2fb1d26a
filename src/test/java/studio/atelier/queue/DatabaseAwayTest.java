package studio.atelier.queue;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import studio.atelier.db.Database;
import studio.atelier.db.PostgresExtension;
import studio.atelier.model.Job;
import studio.atelier.model.JobStatus;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;

/// The database goes away while a job is in hand: what is to be written waits for it.
class DatabaseAwayTest {
    @RegisterExtension static final PostgresExtension postgres = new PostgresExtension();

    @TempDir Path folder;
    private final AtomicBoolean cut = new AtomicBoolean();

    @ParameterizedTest
    @EnumSource(names = {"SENT", "FETCHED", "COMPLETING"})
    void aWriteWaitsForIt(Step moment) {
        postgres.clear();
        var world = new QueueWorld(folder, postgres.database());
        Database cuttable = postgres.connect();
        var conditions =
                Conditions.of("desk", world.spool("desk"))
                        .with(QueueWorld.FAST)
                        .with(
                                (step, _) -> {
                                    if (step == moment && cut.compareAndSet(false, true)) {
                                        cutOff();
                                    }
                                });
        try (cuttable;
                var engine = new FakeEngine("ComfyUI");
                var queue = world.queue(cuttable, world.store(), conditions, engine)) {
            queue.enqueue(world.plan(1, 1));
            queue.start();
            await().ignoreExceptions()
                    .until(() -> job(queue).status().isFinal() && queue.isAtRest());
            assertEquals(JobStatus.COMPLETED, job(queue).status());
            assertEquals(1, job(queue).attempt());
            assertEquals(1, engine.accepted().size());
            assertEquals(1, engine.fetches());
        }
    }

    private static Job job(DurableQueue queue) {
        return queue.latest(1).getFirst().jobs().getFirst().job();
    }

    private void cutOff() {
        postgres.database()
                .useTransaction(
                        handle ->
                                handle.execute(
                                        "select pg_terminate_backend(pid) from pg_stat_activity"
                                                + " where datname = current_database()"
                                                + " and pid <> pg_backend_pid()"));
    }
}
