package studio.atelier.drill.sim;

import studio.atelier.db.Database;
import studio.atelier.db.DatabaseAddress;
import studio.atelier.model.PromptId;
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

/// One start of one desktop: the real queue with a pool, an engine and a store of its own, all of which can be
/// frozen or killed. Safe to share between threads.
final class Desktop {
    static final Timing TIMING =
            new Timing(
                    2,
                    8,
                    Duration.ofMillis(400),
                    Duration.ofMillis(60),
                    Duration.ofMillis(25),
                    Duration.ofMillis(25),
                    Duration.ofMillis(600),
                    Duration.ofSeconds(2),
                    10,
                    Duration.ofMillis(4),
                    Duration.ofMillis(30),
                    Duration.ofSeconds(5),
                    Duration.ofMillis(500));

    private final Mains mains = new Mains();
    private final DatabaseRelay relay;
    private final Database database;
    private final SimEngine engine;
    private final DurableQueue queue;

    /// What the desktops have in common.
    record World(
            FaultPlan plan,
            Ledger ledger,
            SimServer server,
            DatabaseAddress database,
            ObjectStore store,
            FaultStore.Weather weather,
            Path folder) {}

    Desktop(World world, int number, Random random) {
        var host = world.database().hosts().getFirst();
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
        this.engine = new SimEngine(world.server(), mains, world.plan(), world.ledger());
        var store = new FaultStore(world.store(), mains, world.weather(), world.ledger());
        String home = "desk" + number;
        var conditions =
                new Conditions(
                        home,
                        world.folder().resolve("spool-" + home),
                        TIMING,
                        System::nanoTime,
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

    /// Ends as a process does that is killed: nothing is written and nobody is told any more.
    void crash() {
        mains.kill();
        relay.close();
        database.close();
        queue.close();
        engine.close();
    }

    void close() {
        queue.close();
        engine.close();
        database.close();
        relay.close();
    }
}
