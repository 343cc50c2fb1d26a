package studio.atelier.drill.sim;

import studio.atelier.db.Database;
import studio.atelier.db.DatabaseAddress;
import studio.atelier.model.PromptId;
import studio.atelier.model.StudioException;
import studio.atelier.queue.Conditions;
import studio.atelier.queue.DurableQueue;
import studio.atelier.queue.Stores;
import studio.atelier.queue.Timing;
import studio.atelier.storage.ObjectStore;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/// One start of one desktop: the real queue with a pool, an engine and a store of its own, all of which can be
/// frozen or killed. Safe to share between threads.
final class Desktop {
    /// As in the studio, but for the silence of an engine: each look during it is a step of the clock.
    static final Timing TIMING = patientFor(Duration.ofMinutes(3), Timing.DEFAULT);

    private static final long LONG_NANOS = 100_000_000;

    private final Mains mains;
    private final DatabaseRelay relay;
    private final Database database;
    private final SimEngine engine;
    private final DurableQueue queue;
    private final VirtualTime.Busy asking;

    /// What the desktops have in common.
    record World(
            FaultPlan plan,
            VirtualTime time,
            Ledger ledger,
            Fuses fuses,
            AtomicInteger standing,
            SimServer server,
            DatabaseAddress database,
            ObjectStore store,
            FaultStore.Weather weather,
            Path folder) {}

    Desktop(World world, int number, Random random) {
        var host = world.database().hosts().getFirst();
        this.mains = new Mains(world.fuses(), world.standing());
        this.relay =
                new DatabaseRelay(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), host.port()),
                        mains);
        this.database =
                Database.open(
                        new DatabaseAddress(
                                List.of(new DatabaseAddress.Host("127.0.0.1", relay.port())),
                                world.database().database(),
                                world.database().user(),
                                world.database().password(),
                                world.database().options(),
                                false));
        this.asking = world.time().standStillWhile(() -> isAsking(world.standing().get() > 0));
        this.engine = new SimEngine(world.server(), mains, world.plan(), world.ledger());
        var store = new FaultStore(world.store(), mains, world.weather(), world.ledger());
        String home = "desk" + number;
        var conditions =
                new Conditions(
                        home,
                        world.folder().resolve("spool-" + home),
                        TIMING,
                        world.time(),
                        random,
                        () ->
                                new PromptId(
                                        new UUID(random.nextLong(), random.nextLong()).toString()),
                        (_, _) -> {});
        this.queue = new DurableQueue(Stores.of(database), store, List.of(engine), conditions);
    }

    DurableQueue queue() {
        return queue;
    }

    DatabaseRelay relay() {
        return relay;
    }

    Mains mains() {
        return mains;
    }

    /// Whether it waits for the database's answer: while somebody stands still, a long wait is for a lock of theirs.
    private boolean isAsking(boolean somebodyStands) {
        return !mains.isFrozen()
                && !mains.isDead()
                && relay.isAsking(somebodyStands ? LONG_NANOS : Long.MAX_VALUE);
    }

    /// Whether nothing but its pool keeps it from the database.
    boolean mayReachDatabase() {
        return !mains.isFrozen() && !mains.isDead() && !relay.isDown();
    }

    /// Whether the database answers it. Blocks for as long as the pool waits for a connection.
    boolean reachesDatabase() {
        try {
            database.read(handle -> handle.execute("select 1"));
            return true;
        } catch (StudioException e) {
            return false;
        }
    }

    /// Clears away what a process leaves that was killed, after `mains`: nothing is written and nobody is told any more.
    void crash() {
        relay.close();
        database.close();
        queue.close();
        engine.close();
        asking.close();
    }

    void close() {
        queue.close();
        engine.close();
        database.close();
        relay.close();
        asking.close();
    }

    private static Timing patientFor(Duration silence, Timing of) {
        return new Timing(
                of.window(),
                of.inHand(),
                of.lease(),
                of.heartbeat(),
                of.poll(),
                of.lookUp(),
                silence,
                of.strangersGrace(),
                of.attempts(),
                of.firstWait(),
                of.longestWait(),
                of.cancelPatience(),
                of.stopGrace());
    }
}
