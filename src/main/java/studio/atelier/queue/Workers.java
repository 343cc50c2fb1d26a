package studio.atelier.queue;

import org.jspecify.annotations.Nullable;

import studio.atelier.db.ClaimStore;
import studio.atelier.db.ClaimedJob;
import studio.atelier.engine.Engine;
import studio.atelier.model.JobId;
import studio.atelier.model.PromptId;
import studio.atelier.storage.ObjectStore;
import studio.atelier.storage.image.ThumbnailCache;

import java.util.Collections;
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
    private final Hands hands;
    private final Keeper keeper;
    private final Router router;
    private final KeptSweep sweep;
    private final String owner;
    private final ClaimStore claims;
    private final Benches benches;
    private final ExecutorService loops =
            Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("queue-", 0).factory());
    private volatile Map<String, Dispatcher> dispatchers = Map.of();
    private boolean handsReady;
    private boolean started;
    private boolean closed;

    Workers(
            Stores stores,
            ObjectStore store,
            List<EngineLane> lanes,
            Shared shared,
            Conditions home) {
        this.session = new Session(home.spool());
        this.conditions = home.withSpool(session.folder());
        this.hands = new Hands(conditions.time());
        this.claims = stores.claims();
        this.owner = conditions.owner(session.name());
        var services = new Services(store, shared.feed(), conditions.time());
        var records =
                new JobRecords(
                        stores.leases(),
                        stores.jobs(),
                        services,
                        shared.batchEnds(),
                        shared.feed(),
                        conditions);
        router = new Router(stores, shared, conditions);
        var source =
                new Dispatcher.Source(
                        owner, stores.claims(), router, shared.purse(), shared.feed());
        var kept = new KeptPictures(home.spool());
        sweep =
                new KeptSweep(
                        kept, stores.jobs(), stores.images(), store, loops, this::completeKept);
        benches =
                new Benches(
                        new Benches.Means(store, stores, kept, sweep, hands),
                        shared,
                        services,
                        records,
                        source,
                        conditions);
        var reach =
                new Keeper.Reach(
                        this::living,
                        () -> dispatchers.keySet(),
                        shared.feed(),
                        services,
                        this::wake,
                        router::beThere,
                        sweep);
        this.keeper = new Keeper(hands, stores.leases(), stores.claims(), reach, conditions);
        settle(lanes);
    }

    /// Works on these engines from now on, in this order. One that is still the same goes on; what another one has in
    /// hand is brought to its end where it is, or handed back when it does not answer.
    ///
    /// @param lanes at least one, each with a name of its own
    synchronized void settle(List<EngineLane> lanes) {
        Map<String, Dispatcher> before = dispatchers;
        Map<String, Dispatcher> after = new LinkedHashMap<>();
        for (EngineLane lane : lanes) {
            Optional<Dispatcher> known = withSameEngine(before.get(lane.name()), lane);
            known.ifPresent(same -> same.seat().change(lane));
            after.put(lane.name(), known.orElseGet(() -> benches.dispatcher(lane)));
        }
        List<Dispatcher> gone =
                before.values().stream().filter(each -> !after.containsValue(each)).toList();
        dispatchers = Collections.unmodifiableMap(after);
        router.sit(seats());
        gone.forEach(Dispatcher::stop);
        if (!closed) {
            gone.forEach(each -> loops.execute(started ? each::retire : each::retireUnused));
        }
        if (started && !closed) {
            after.values().stream()
                    .filter(each -> !before.containsValue(each))
                    .forEach(each -> loops.execute(each::loop));
        }
        wake();
    }

    private static Optional<Dispatcher> withSameEngine(
            @Nullable Dispatcher known, EngineLane lane) {
        return Optional.ofNullable(known)
                .filter(one -> one.seat().lane().engine().equals(lane.engine()));
    }

    /// The engine of this name, when it is worked on here.
    Optional<Engine> engine(String name) {
        return Optional.ofNullable(dispatchers.get(name))
                .map(dispatcher -> dispatcher.seat().lane().engine());
    }

    Set<String> names() {
        return dispatchers.keySet();
    }

    /// What the working half and the verbs have in common.
    record Shared(
            LiveFeed feed,
            BatchEnds batchEnds,
            Fractions fractions,
            Pauses pauses,
            Purse purse,
            Optional<ThumbnailCache> thumbnails) {}

    synchronized void start() {
        if (!started) {
            started = true;
            startHands();
            dispatchers.values().forEach(dispatcher -> loops.execute(dispatcher::loop));
        }
    }

    /// Makes ready to bring pictures home, without taking work from the queue.
    synchronized void startHands() {
        if (!handsReady) {
            handsReady = true;
            session.begin();
            loops.execute(keeper::loop);
        }
    }

    /// Takes over what earlier processes of this home held, so that nobody waits for them.
    void inherit() {
        keeper.inherit();
    }

    void wake() {
        router.lookAnew();
        dispatchers.values().forEach(Dispatcher::wake);
    }

    List<Seat> seats() {
        return dispatchers.values().stream().map(Dispatcher::seat).toList();
    }

    Router router() {
        return router;
    }

    void enable(String engine, boolean enabled) {
        Optional.ofNullable(dispatchers.get(engine))
                .map(Dispatcher::seat)
                .ifPresent(
                        seat -> {
                            seat.enable(enabled);
                            seat.lane().remember().accept(enabled);
                        });
    }

    boolean isEnabled(String engine) {
        return Optional.ofNullable(dispatchers.get(engine))
                .filter(dispatcher -> dispatcher.seat().isEnabled())
                .isPresent();
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

    /// As `isIdle`, but what is being claimed at this moment counts as in hand. Blocks while the database is asked.
    boolean isIdleAfterClaims() {
        dispatchers.values().forEach(Dispatcher::awaitClaim);
        return isIdle();
    }

    /// Whether nothing is in hand and nothing kept waits to be looked at again.
    boolean isAtRest() {
        return isIdle() && !sweep.isDue() && isIdle();
    }

    String owner() {
        return owner;
    }

    /// Runs a job that was claimed for its engine, or brings home its pictures from the local disk
    /// when there is no such engine here.
    ///
    /// @return empty when nothing is worked on here
    Optional<HeldJob> begin(ClaimedJob job) {
        Dispatcher dispatcher;
        synchronized (this) {
            if (!handsReady) {
                return Optional.empty();
            }
            dispatcher = dispatchers.get(job.job().engine().orElse(""));
        }
        if (dispatcher == null) {
            dispatcher = dispatchers.values().iterator().next();
        }
        return Optional.of(dispatcher.begin(job));
    }

    /// In two phases: first nothing new is taken, then what is in hand comes home or is let go of.
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        dispatchers.values().forEach(Dispatcher::stop);
        hands.stop(conditions.timing().stopGrace());
        keeper.stop();
        loops.shutdown();
        dispatchers.values().forEach(Dispatcher::close);
        session.close();
    }

    /// An audit that works alone takes such jobs up itself, to tell of them.
    private boolean completeKept(JobId job, PromptId prompt) {
        return isStarted()
                && hands.find(job).isEmpty()
                && claims.takeUp(job, prompt, owner, conditions.timing().lease())
                        .flatMap(this::begin)
                        .isPresent();
    }

    private synchronized boolean isStarted() {
        return started;
    }

    private Set<String> living() {
        return session.living().stream().map(conditions::owner).collect(Collectors.toSet());
    }
}
