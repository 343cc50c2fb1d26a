package studio.atelier.queue;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import studio.atelier.checks.BesideOthers;
import studio.atelier.db.PostgresExtension;
import studio.atelier.model.BatchId;
import studio.atelier.model.JobStatus;

import java.nio.file.Path;
import java.time.Duration;

/// Jobs that run and of which nothing is heard.
@BesideOthers
class SilenceTest {
    @RegisterExtension static final PostgresExtension postgres = new PostgresExtension();

    private static final Duration SILENCE = Duration.ofMillis(300);

    @TempDir Path folder;
    private final FakeEngine engine = new FakeEngine("ComfyUI");
    private QueueWorld world;
    private DurableQueue queue;

    @BeforeEach
    void openQueue() {
        postgres.clear();
        world = new QueueWorld(folder, postgres.database());
        var conditions =
                Conditions.of("desk", world.spool("desk")).with(QueueWorld.withSilence(SILENCE));
        queue = world.queue(postgres.database(), world.store(), conditions, engine);
        engine.hold();
    }

    @AfterEach
    void closeQueues() {
        world.close();
    }

    @Test
    void anEngineThatIsStuckGetsTheJobOnceMore() {
        BatchId batch = queue.enqueue(world.plan(1, 1));
        queue.start();
        await().until(() -> engine.accepted().size() == 2);
        engine.releaseAll();

        QueueWorld.awaitAll(queue, batch, JobStatus.COMPLETED);
        assertEquals(1, engine.cancelledPrompts().size());
    }

    /// The connection under which it was sent broke: however lively it is, nothing of it comes here.
    @Test
    void aJobThatCannotBeHeardIsNotTakenForStuckSoSoon() {
        engine.beUnheard();
        BatchId batch = queue.enqueue(world.plan(1, 1));
        queue.start();
        await().until(() -> engine.accepted().size() == 1);
        await().during(SILENCE.multipliedBy(2)).until(() -> engine.accepted().size() == 1);
        engine.releaseAll();

        QueueWorld.awaitAll(queue, batch, JobStatus.COMPLETED);
        assertEquals(0, engine.cancelledPrompts().size());
        assertEquals(1, engine.accepted().size());
    }
}
