package studio.atelier.queue;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import studio.atelier.db.ClaimStore;
import studio.atelier.db.ClaimedJob;
import studio.atelier.model.StudioException;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// Keeps one engine fed: claims jobs while the engine answers and has room, and starts each on a thread of its
/// own. One loop on one thread; it sleeps until something wakes it, or until the next look at the queue.
final class Dispatcher {
    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

    /// So many times the pause of a busy queue while nothing waits: words wake this loop then, of this process and,
    /// heard or looked for, of others. They may get lost.
    static final int LONGER_WHILE_QUIET = 3;

    /// Leases run out in their own time: nothing is gained by looking for such after each job.
    private static final Duration BETWEEN_TAKE_OVERS = Duration.ofSeconds(1);

    private final Seat seat;
    private final EngineLink link;
    private final RunJob runJob;
    private final Source source;
    private final Hands hands;
    private final Services services;
    private final Conditions conditions;
    private final Backoff backoff;
    private final ExecutorService threads =
            Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("job-", 0).factory());
    private final Set<HeldJob> mine = ConcurrentHashMap.newKeySet();
    private final CountDownLatch loopEnded = new CountDownLatch(1);

    /// Held from before jobs are claimed until they are in hand.
    private final ReentrantLock claiming = new ReentrantLock();

    private volatile boolean stopping;

    /// Whether jobs of others may be there to be taken over, however lately that was looked at.
    private volatile boolean anew = true;

    private long tookOverAt;

    Dispatcher(
            Seat seat,
            RunJob runJob,
            Source source,
            Hands hands,
            Services services,
            Conditions conditions) {
        this.seat = seat;
        this.link = seat.link();
        this.runJob = runJob;
        this.source = source;
        this.hands = hands;
        this.services = services;
        this.conditions = conditions;
        this.backoff = new Backoff(conditions);
    }

    /// Where jobs come from, and who takes them.
    record Source(String owner, ClaimStore claims, Router router, Purse purse, LiveFeed feed) {}

    void loop() {
        try {
            work();
        } finally {
            loopEnded.countDown();
        }
    }

    private void work() {
        while (!stopping) {
            Duration pause = jittered(conditions.timing().poll());
            try {
                if (takeWork()) {
                    pause = pause.multipliedBy(LONGER_WHILE_QUIET);
                }
                backoff.reset();
            } catch (StudioException e) {
                services.failed(e.problem());
                pause = backoff.next();
            } catch (RuntimeException e) {
                // A loop runner: an engine must not starve because of one mistake.
                LOG.error("the dispatcher of {} failed and goes on", link.name(), e);
                pause = backoff.next();
            }
            link.wake().await(pause);
        }
    }

    /// Looks for work, and for what others left.
    void wake() {
        anew = true;
        link.wake().now();
    }

    Seat seat() {
        return seat;
    }

    /// Asks an engine that rests now.
    void tryNow() {
        seat.forgetLacks();
        link.tryNow();
    }

    /// Takes no more jobs from now on.
    void stop() {
        stopping = true;
        wake();
    }

    /// After `stop` and the last job: closes what belongs to it, and tells whoever gave the engine. Blocks for as long as
    /// the engine works on what it has. What it has is let go of when it does not answer any more, for others to take
    /// up.
    void retire() {
        try {
            loopEnded.await();
            while (!seat.isEmpty()) {
                if (seat.isAway()) {
                    mine.forEach(HeldJob::stop);
                }
                link.wake().await(conditions.timing().lookUp());
            }
            close();
            seat.lane().released().run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// As `retire`, where the loop was never begun.
    void retireUnused() {
        loopEnded.countDown();
        retire();
    }

    /// Ends what is still running, after the jobs had their time.
    void close() {
        threads.shutdownNow();
        link.close();
    }

    /// Runs a job that was claimed elsewhere.
    HeldJob begin(ClaimedJob job) {
        link.start();
        seat.entered();
        var held = new HeldJob(job, conditions.time(), seat::leftEngine);
        mine.add(held);
        hands.take(held);
        source.feed().publish(new QueueEvent.JobChanged(job.job()));
        try {
            threads.execute(() -> work(held));
        } catch (RejectedExecutionException e) {
            LOG.debug("job {} came while the queue closed", held.id(), e);
            handBack(held);
        }
        return held;
    }

    private void handBack(HeldJob held) {
        try {
            runJob.letGo(held);
        } catch (StudioException e) {
            LOG.warn("job {} is left to be taken over: {}", held.id(), e.getMessage());
        } finally {
            drop(held);
        }
    }

    /// @return whether nothing at all waits
    private boolean takeWork() {
        if (stopping || (seat.isEnabled() && !isReady())) {
            return false;
        }
        if (isTakeOverDue()) {
            takeOver();
            services.works(Services.DATABASE);
        }
        boolean quiet = false;
        boolean more = seat.isEnabled() && room() > 0 && services.isStoreReady();
        while (more) {
            Router.Offer offer = source.router().offer(seat);
            quiet = offer.isQuiet();
            int wanted = Math.min(room(), offer.most());
            more =
                    wanted > 0
                            && !offer.needs().isEmpty()
                            && source.purse().allows()
                            && claim(wanted, offer.needs()) == wanted
                            && room() > 0;
        }
        return quiet;
    }

    private boolean isTakeOverDue() {
        long now = conditions.time().nanos();
        Duration poll = conditions.timing().poll();
        Duration between = poll.compareTo(BETWEEN_TAKE_OVERS) < 0 ? poll : BETWEEN_TAKE_OVERS;
        return anew || now - tookOverAt >= between.toNanos();
    }

    private void takeOver() {
        // Before the look: what comes while it is taken is looked for again.
        anew = false;
        tookOverAt = conditions.time().nanos();
        Duration lease = conditions.timing().lease();
        // These are inside the engine already, window or not: what we sent may wait behind one of
        // them that hangs, which nobody would notice.
        int most = seat.most();
        begin(
                () ->
                        source.claims()
                                .takeOver(link.name(), source.owner(), lease, most, hands.ids()));
    }

    /// An engine that is out of use is left in peace.
    private boolean isReady() {
        link.start();
        return link.isReady();
    }

    private int claim(int wanted, List<Long> needs) {
        Duration lease = conditions.timing().lease();
        int claimed =
                begin(
                        () ->
                                source.claims()
                                        .claim(link.name(), source.owner(), lease, wanted, needs));
        source.router().took(seat);
        if (claimed < wanted) {
            source.router().lookAnew();
        }
        return claimed;
    }

    private int begin(Supplier<List<ClaimedJob>> claim) {
        claiming.lock();
        try {
            List<ClaimedJob> jobs = claim.get();
            jobs.forEach(this::begin);
            return jobs.size();
        } finally {
            claiming.unlock();
        }
    }

    /// Waits until a claim that is under way has come back: what it brought is in hand then. Blocks for one round trip
    /// to the database.
    void awaitClaim() {
        begin(List::of);
    }

    private int room() {
        return stopping ? 0 : seat.room();
    }

    private void work(HeldJob held) {
        try {
            held.reached(Step.CLAIMED, conditions);
            runJob.run(held);
        } catch (RunEnded | StudioException e) {
            LOG.warn("job {} is left to be taken over: {}", held.id(), e.getMessage());
        } catch (RuntimeException e) {
            // A loop runner: the job must not stay in work for ever because of a mistake of ours.
            LOG.error("job {} broke", held.id(), e);
            broke(held, e);
        } finally {
            drop(held);
        }
    }

    private void drop(HeldJob held) {
        held.leaveEngine();
        hands.drop(held);
        mine.remove(held);
        held.end();
        seat.ended();
    }

    private void broke(HeldJob held, RuntimeException mistake) {
        try {
            runJob.broke(held, mistake);
        } catch (RunEnded | StudioException e) {
            LOG.warn("job {} is left to be taken over: {}", held.id(), e.getMessage());
        }
    }

    private Duration jittered(Duration duration) {
        long millis = duration.toMillis();
        return Duration.ofMillis(millis / 2 + conditions.random().nextLong(millis + 1));
    }
}
