package studio.atelier.drill.sim;

import jdk.management.VirtualThreadSchedulerMXBean;

import org.jspecify.annotations.Nullable;

import studio.atelier.queue.Time;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;

/// A clock that stands still while anything is at work, and then goes straight to the next moment for which somebody
/// waits. So half an hour of silence takes no time, and a machine that is slow lets nobody's lease run out.
///
/// At work is who runs on a virtual thread, who asks the database and has no answer yet, and who says so (`busy`). Where
/// that lasts longer than `PATIENCE` of real time it goes on all the same, as it would for a machine that slow, and
/// counts it. Safe to share between threads.
final class VirtualTime implements Time, AutoCloseable {
    /// What is on its way between two threads, or to this process from another, is seen after this at the latest,
    /// most often.
    private static final long QUIET_NANOS = 150_000;

    private static final int QUIET_LOOKS = 3;

    /// A desktop that lives looks at something at least as often. Where nobody will, they all wait for something else,
    /// as for a new connection to the database, and that gets more real time to come.
    private static final Duration LONG_STEP = Duration.ofSeconds(20);

    private static final int LOOKS_BEFORE_A_LONG_STEP = 5_000;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final VirtualThreadSchedulerMXBean threads =
            ManagementFactory.getPlatformMXBean(VirtualThreadSchedulerMXBean.class);
    private final ConcurrentSkipListSet<Alarm> alarms = new ConcurrentSkipListSet<>();
    private final Set<BooleanSupplier> askers = ConcurrentHashMap.newKeySet();
    private final AtomicInteger busy = new AtomicInteger();
    private final AtomicLong orders = new AtomicLong();
    private final AtomicLong now = new AtomicLong();
    private final LongConsumer told;
    private final Thread driver = new Thread(this::drive, "virtual-time");
    private volatile boolean closed;
    private int forcedSteps;

    /// @param told hears each new moment, in nanoseconds, before anybody else
    VirtualTime(LongConsumer told) {
        this.told = told;
        told.accept(0);
        driver.start();
    }

    /// Something that is done at a moment.
    private record Alarm(long at, long order, Runnable ring) implements Comparable<Alarm> {
        @Override
        public int compareTo(Alarm other) {
            int byMoment = Long.compare(at, other.at);
            return byMoment == 0 ? Long.compare(order, other.order) : byMoment;
        }
    }

    @Override
    public long nanos() {
        return now.get();
    }

    @Override
    public void await(Lock lock, Condition condition, BooleanSupplier until, long longest)
            throws InterruptedException {
        Alarm alarm = alarm(longest, () -> signal(lock, condition));
        try {
            while (!until.getAsBoolean() && nanos() < alarm.at && !closed) {
                condition.await();
            }
        } finally {
            alarms.remove(alarm);
        }
    }

    private static void signal(Lock lock, Condition condition) {
        lock.lock();
        try {
            condition.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void sleep(long millis) {
        Thread sleeper = Thread.currentThread();
        Alarm alarm = alarm(millis * 1_000_000, () -> LockSupport.unpark(sleeper));
        while (nanos() < alarm.at && !closed && !sleeper.isInterrupted()) {
            LockSupport.park(this);
        }
        alarms.remove(alarm);
    }

    /// @param step done when so much time is over, by the thread that moves this clock: it must not wait
    void after(long millis, Runnable step) {
        alarm(millis * 1_000_000, step);
    }

    /// Time stands still until what is returned is closed.
    Busy busy() {
        busy.incrementAndGet();
        return busy::decrementAndGet;
    }

    /// Somebody works.
    @FunctionalInterface
    interface Busy extends AutoCloseable {
        @Override
        void close();
    }

    /// Time stands still while this is so.
    Busy standStillWhile(BooleanSupplier asking) {
        askers.add(asking);
        return () -> askers.remove(asking);
    }

    /// How often time went on although somebody was at work.
    int forcedSteps() {
        return forcedSteps;
    }

    @Override
    public void close() {
        closed = true;
        try {
            driver.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        alarms.forEach(alarm -> alarm.ring.run());
    }

    private Alarm alarm(long nanos, Runnable ring) {
        var alarm =
                new Alarm(
                        nanos() + Math.min(nanos, Long.MAX_VALUE / 4),
                        orders.incrementAndGet(),
                        ring);
        alarms.add(alarm);
        return alarm;
    }

    private void drive() {
        while (!closed) {
            awaitQuiet();
            Alarm next = closed || alarms.isEmpty() ? null : alarms.first();
            if (next != null) {
                goTo(next.at);
            }
        }
    }

    private void goTo(long moment) {
        if (moment > nanos()) {
            told.accept(moment);
            now.set(moment);
        }
        for (Alarm due = firstDue(); due != null; due = firstDue()) {
            alarms.remove(due);
            due.ring.run();
        }
    }

    private @Nullable Alarm firstDue() {
        Alarm first = alarms.isEmpty() ? null : alarms.first();
        return first != null && first.at <= nanos() ? first : null;
    }

    private void awaitQuiet() {
        long begun = System.nanoTime();
        int quiet = 0;
        while (quiet < looksBeforeNext() && !closed) {
            quiet = isQuiet() ? quiet + 1 : 0;
            LockSupport.parkNanos(quiet > 0 ? QUIET_NANOS / QUIET_LOOKS : QUIET_NANOS);
            if (busy.get() > 0) {
                begun = System.nanoTime();
            } else if (System.nanoTime() - begun > PATIENCE.toNanos()) {
                forcedSteps++;
                return;
            }
        }
    }

    private int looksBeforeNext() {
        Alarm next = alarms.isEmpty() ? null : alarms.first();
        return next != null && next.at - nanos() > LONG_STEP.toNanos()
                ? LOOKS_BEFORE_A_LONG_STEP
                : QUIET_LOOKS;
    }

    private boolean isQuiet() {
        return busy.get() == 0
                && threads.getMountedVirtualThreadCount() == 0
                && threads.getQueuedVirtualThreadCount() == 0
                && askers.stream().noneMatch(BooleanSupplier::getAsBoolean);
    }
}
