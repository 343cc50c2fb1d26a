package studio.atelier.queue;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import studio.atelier.db.ClaimedJob;
import studio.atelier.db.PostgresExtension;
import studio.atelier.model.PromptId;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/// A desktop that stands still between its commit and the sending: frozen, or asleep.
class FreshLeaseTest {
    @RegisterExtension static final PostgresExtension postgres = new PostgresExtension();

    @TempDir Path folder;
    private final AtomicLong clock = new AtomicLong();
    private Stores stores;
    private HeldJob held;
    private JobRecords records;

    @BeforeEach
    void commitAPrompt() {
        postgres.clear();
        var world = new QueueWorld(folder, postgres.database());
        stores = Stores.of(postgres.database());
        stores.batches().insert(world.plan(1, 1));
        ClaimedJob claimed =
                stores.claims().claim("ComfyUI", "a:1", Duration.ofMillis(1), 1).getFirst();
        held = new HeldJob(claimed, clock::get, () -> {});
        var feed = new LiveFeed();
        var conditions =
                new Conditions(
                        "a",
                        folder,
                        QueueWorld.FAST,
                        clock::get,
                        RandomGenerator.of("L64X128MixRandom"),
                        PromptId::random,
                        (_, _) -> {});
        records =
                new JobRecords(
                        stores.leases(),
                        stores.jobs(),
                        new Services(world.store(), feed, clock::get),
                        new BatchEnds(stores.jobs(), feed),
                        feed,
                        conditions);
        records.beginSending(held, PromptId.random());
    }

    @Test
    void itSendsNothingThatSomebodyElseHasTakenOver() {
        clock.addAndGet(QueueWorld.FAST.lease().toNanos());
        var _ = stores.leases().heartbeat(List.of(held.lease()), Duration.ZERO);
        stores.claims().takeOver("ComfyUI", "b:1", Duration.ofMinutes(1), 1, List.of()).getFirst();
        var ended = assertThrows(RunEnded.class, () -> records.requireFreshLease(held));
        assertInstanceOf(JobOutcome.LeaseLost.class, ended.outcome());
    }

    @Test
    void itGoesOnWhenNobodyDid() {
        clock.addAndGet(QueueWorld.FAST.lease().toNanos());
        assertDoesNotThrow(() -> records.requireFreshLease(held));
    }
}
