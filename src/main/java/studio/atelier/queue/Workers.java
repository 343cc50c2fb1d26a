package studio.atelier.queue;

import studio.atelier.db.ClaimedJob;
import studio.atelier.engine.Engine;
import studio.atelier.model.JobId;
import studio.atelier.storage.ObjectStore;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/// The working half of the queue: a dispatcher for each engine and the keeper of their leases. Safe to share
/// between threads.
final class Workers implements AutoCloseable {
    private final Session session;
    private final Conditions conditions;
    private final Hands hands = new Hands();
    private final Map<String, Dispatcher> dispatchers = new LinkedHashMap<>();
    private final Keeper keeper;
    private final String owner;
    private final ExecutorService loops =
            Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("queue-", 0).factory());
    private boolean started;

    Workers(
            Stores stores,
            ObjectStore store,
            List<Engine> engines,
            Shared shared,
            Conditions home) {
        this.session = new Session(home.spool());
        this.conditions = home.withSpool(session.folder());
        this.owner = conditions.owner(session.name());
        var services = new Services(store, shared.feed(), conditions.nanoTime());
        var records =
                new JobRecords(
                        stores.leases(),
                        stores.jobs(),
                        services,
                        shared.batchEnds(),
                        shared.feed(),
                        conditions);
        var source = new Dispatcher.Source(owner, stores.claims(), shared.pauses(), shared.feed());
        var references = new References(store, conditions.spool());
        for (Engine engine : engines) {
            var link = new EngineLink(engine, shared.feed(), shared.fractions(), conditions);
            var sender = new Sender(link, references, records, conditions);
            var collector =
                    new Collector(link, store, stores.images(), records, services, conditions);
            var runJob = new RunJob(link, sender, new Watch(link, conditions), collector, records);
            dispatchers.put(
                    engine.name(),
                    new Dispatcher(link, runJob, source, hands, services, conditions));
        }
        var reach =
                new Keeper.Reach(
                        this::living,
                        Set.copyOf(dispatchers.keySet()),
                        shared.feed(),
                        services,
                        this::wake);
        this.keeper = new Keeper(hands, stores.leases(), stores.claims(), reach, conditions);
    }

    /// What the working half and the verbs have in common.
    record Shared(LiveFeed feed, BatchEnds batchEnds, Fractions fractions, Pauses pauses) {}

    synchronized void start() {
        if (!started) {
            started = true;
            session.begin();
            loops.execute(keeper::loop);
            dispatchers.values().forEach(dispatcher -> loops.execute(dispatcher::loop));
        }
    }

    void wake() {
        dispatchers.values().forEach(Dispatcher::wake);
    }

    /// How the engines stand, apart from their pauses.
    List<EngineState> engines() {
        return dispatchers.values().stream().map(Dispatcher::engine).toList();
    }

    void tryNow(String engine) {
        Optional.ofNullable(dispatchers.get(engine)).ifPresent(Dispatcher::tryNow);
    }

    Optional<HeldJob> held(JobId job) {
        return hands.find(job);
    }

    boolean isIdle() {
        return hands.all().isEmpty();
    }

    String owner() {
        return owner;
    }

    /// Runs a job that was claimed for the engine of this name; nothing happens when it is not worked for here.
    void begin(String engine, ClaimedJob job) {
        List<Dispatcher> found = new ArrayList<>();
        synchronized (this) {
            if (started && dispatchers.containsKey(engine)) {
                found.add(dispatchers.get(engine));
            }
        }
        found.forEach(dispatcher -> dispatcher.begin(job));
    }

    /// In two phases: first nothing new is taken, then what is in hand comes home or is let go of.
    @Override
    public void close() {
        dispatchers.values().forEach(Dispatcher::stop);
        hands.stop(conditions.timing().stopGrace());
        keeper.stop();
        loops.shutdown();
        dispatchers.values().forEach(Dispatcher::close);
        session.close();
    }

    private Set<String> living() {
        return session.living().stream().map(conditions::owner).collect(Collectors.toSet());
    }
}
