package studio.atelier.queue;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import studio.atelier.db.Notices;
import studio.atelier.model.StudioException;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/// Tells the other processes on the same database that something changed here, and hears it from them: their jobs
/// are seen at once, and what they queued is taken up without waiting for the next look. Where no word gets through,
/// as behind a pooler in transaction mode, this process looks by itself whether something was said.
final class Neighbours implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Neighbours.class);

    /// What changes within this is one word.
    private static final Duration BUNDLE = Duration.ofMillis(100);

    /// Reading everything again for each word of a busy neighbour would keep this process busy too.
    private static final Duration BETWEEN_READINGS = Duration.ofMillis(800);

    /// After a quiet while some words are passed on at once: where one job ends the next one begins, and that is
    /// more than one word.
    private static final int READINGS_AT_ONCE = 3;

    /// Looks of a process that hears: words may still get lost.
    private static final Duration SELDOM = Duration.ofSeconds(30);

    private static final Duration A_WORD = Duration.ofMillis(200);

    private static final Duration UNTIL_SOMETHING_HAPPENS = Duration.ofHours(1);

    private final Notices notices;
    private final LiveFeed feed;
    private final Runnable wakeWorkers;
    private final Conditions conditions;
    private final String name;
    private final Wake changed;
    private final Wake heard;
    private final Wake stop;
    private final Thread teller = loop("tell", this::tell);
    private final Thread listener = loop("listen", this::listen);
    private final Thread passer = loop("pass", this::pass);
    private final Thread looker = loop("look", this::look);
    private final Queue.Subscription subscription;
    private volatile boolean closed;

    /// Words may have been missed before the next connection. Of the listening thread.
    private boolean deaf;

    /// Words of this process that are counted in the database.
    private final AtomicLong ownWords = new AtomicLong();

    private volatile boolean telling;

    /// A word has come in over the present connection.
    private volatile boolean hearing;

    Neighbours(
            Notices notices,
            LiveFeed feed,
            Runnable wakeWorkers,
            Conditions conditions,
            String name) {
        this.notices = notices;
        this.feed = feed;
        this.wakeWorkers = wakeWorkers;
        this.conditions = conditions;
        this.name = name;
        this.changed = new Wake(conditions.time());
        this.heard = new Wake(conditions.time());
        this.stop = new Wake(conditions.time());
        this.subscription = feed.subscribe(this::onEvent);
    }

    void start() {
        teller.start();
        passer.start();
        looker.start();
        if (notices.canListen()) {
            listener.start();
        }
    }

    @Override
    public void close() {
        closed = true;
        subscription.close();
        stop.always();
        changed.now();
        heard.now();
        listener.interrupt();
        try {
            // A word on its way comes through: an interrupt would break a connection of the pool.
            if (teller.getState() != Thread.State.NEW && !teller.join(A_WORD)) {
                teller.interrupt();
            }
        } catch (InterruptedException _) {
            teller.interrupt();
            Thread.currentThread().interrupt();
        }
    }

    private boolean isOpen() {
        return !closed;
    }

    private static Thread loop(String name, Runnable work) {
        return Thread.ofVirtual().name("neighbours-" + name).unstarted(work);
    }

    private void onEvent(QueueEvent event) {
        switch (event) {
            case QueueEvent.BatchAdded _,
                    QueueEvent.JobChanged _,
                    QueueEvent.JobCompleted _,
                    QueueEvent.BatchStopped _,
                    QueueEvent.PauseChanged _,
                    QueueEvent.EnginePaused _ ->
                    changed.now();
            case QueueEvent.BudgetReached _,
                    QueueEvent.JobProgressed _,
                    QueueEvent.JobDelayed _,
                    QueueEvent.JobPreviewed _,
                    QueueEvent.BatchFinished _,
                    QueueEvent.EngineUp _,
                    QueueEvent.EngineDown _,
                    QueueEvent.EngineResting _,
                    QueueEvent.ServiceChanged _,
                    QueueEvent.Refreshed _ -> {
                // nothing that is written in the database
            }
        }
    }

    private void tell() {
        while (isOpen()) {
            if (changed.await(UNTIL_SOMETHING_HAPPENS) && pause(BUNDLE)) {
                telling = true;
                try {
                    notices.tell(name);
                    ownWords.incrementAndGet();
                } catch (StudioException e) {
                    LOG.debug("the neighbours were not told: {}", e.getMessage());
                } finally {
                    telling = false;
                }
            }
        }
    }

    private void listen() {
        var backoff = new Backoff(conditions);
        while (isOpen()) {
            try {
                notices.listen(() -> connected(backoff), this::heard);
            } catch (StudioException e) {
                LOG.debug("the neighbours are not heard: {}", e.getMessage());
            }
            hearing = false;
            pause(backoff.next());
        }
    }

    private void connected(Backoff backoff) {
        backoff.reset();
        if (deaf) {
            // Something may have been said in the meantime.
            heard.now();
        }
        deaf = true;
        // Our own word shows whether any gets through.
        changed.now();
    }

    private void heard(Set<String> speakers) {
        hearing = true;
        if (!speakers.equals(Set.of(name))) {
            heard.now();
        }
    }

    private void look() {
        OptionalLong before = OptionalLong.empty();
        while (isOpen() && pause(hearing ? SELDOM : conditions.timing().poll())) {
            try {
                boolean clear = !telling;
                long own = ownWords.get();
                long ofOthers = notices.count() - own;
                if (!clear || telling || own != ownWords.get()) {
                    // A word of ours was on its way: nobody knows on which side it is counted.
                    continue;
                }
                if (before.orElse(ofOthers) != ofOthers) {
                    heard.now();
                }
                before = OptionalLong.of(ofOthers);
            } catch (StudioException e) {
                LOG.debug("nobody knows what the neighbours said: {}", e.getMessage());
            }
        }
    }

    private void pass() {
        Duration ahead = BETWEEN_READINGS.multipliedBy(READINGS_AT_ONCE - 1L);
        long paidUntil = conditions.time().nanos();
        while (isOpen()) {
            if (heard.await(UNTIL_SOMETHING_HAPPENS) && isOpen()) {
                wakeWorkers.run();
                feed.publish(new QueueEvent.Refreshed());
                long now = conditions.time().nanos();
                paidUntil = now + Math.max(0, paidUntil - now) + BETWEEN_READINGS.toNanos();
                pause(Duration.ofNanos(Math.max(0, paidUntil - now - ahead.toNanos())));
            }
        }
    }

    /// @return false when everything stops
    private boolean pause(Duration time) {
        return !stop.await(time) && !Thread.currentThread().isInterrupted();
    }
}
