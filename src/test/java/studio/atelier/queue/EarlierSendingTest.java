package studio.atelier.queue;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import studio.atelier.checks.BesideOthers;
import studio.atelier.db.AuditStore;
import studio.atelier.db.PostgresExtension;
import studio.atelier.model.BatchId;
import studio.atelier.model.JobStatus;
import studio.atelier.queue.audit.Audit;
import studio.atelier.queue.audit.AuditReport;
import studio.atelier.queue.audit.Depth;
import studio.atelier.queue.audit.Finding;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A desktop slept while its engine worked on; a neighbour that does not know the engine put the job back meanwhile.
@BesideOthers
class EarlierSendingTest {
    @RegisterExtension static final PostgresExtension postgres = new PostgresExtension();

    @TempDir Path folder;
    private final FakeEngine engine = new FakeEngine("ComfyUI");
    private QueueWorld world;
    private Stores stores;
    private DurableQueue queue;

    @BeforeEach
    void putBackWhatTheEngineRuns() {
        postgres.clear();
        world = new QueueWorld(folder, postgres.database());
        stores = Stores.of(postgres.database());
        queue = world.queue(postgres.database(), "desk", engine);
        engine.hold();
        BatchId batch = queue.enqueue(world.plan(1, 1));
        queue.start();
        await().until(() -> QueueWorld.jobs(queue, batch).getFirst().attempt() == 1);
        await().until(() -> !engine.accepted().isEmpty());
        queue.close();
        await().until(
                        () ->
                                stores.claims()
                                                .requeueAbandoned(Set.of("Other"), Duration.ZERO)
                                                .size()
                                        == 1);
        engine.releaseAll();
    }

    @AfterEach
    void closeQueues() {
        world.close();
    }

    @Test
    void anAuditBringsHomeWhatTheEngineFinishedOfAJobThatWasCancelledSince() {
        queue.cancelBatch(batch());
        assertEquals(List.of(Finding.Kind.COLLECTED), kinds(audit()));
        var job = QueueWorld.jobs(queue, batch()).getFirst();
        assertEquals(JobStatus.COMPLETED, job.status());
        assertEquals(Optional.of("ComfyUI"), job.engine());
        assertEquals(1, engine.accepted().size());
        assertEquals(List.of(), kinds(audit()));
    }

    /// It may be sent at any moment.
    @Test
    void anAuditLeavesAloneWhatWaits() {
        assertEquals(List.of(), kinds(audit()));
        assertEquals(JobStatus.QUEUED, QueueWorld.jobs(queue, batch()).getFirst().status());
    }

    private BatchId batch() {
        return queue.latest(1).getFirst().batch().id();
    }

    private static List<Finding.Kind> kinds(AuditReport report) {
        return report.findings().stream().map(Finding::kind).toList();
    }

    private AuditReport audit() {
        return new Audit(
                        new AuditStore(postgres.database()),
                        stores.jobs(),
                        world.store(),
                        () -> List.of(engine),
                        world.queue(postgres.database(), "desk", engine).recovery())
                .run(Depth.QUICK);
    }
}
