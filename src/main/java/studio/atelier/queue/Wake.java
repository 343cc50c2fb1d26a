package studio.atelier.queue;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// A wait that can be ended early, by the queue's time. Safe to share between threads; a wake-up that comes while nobody waits ends
/// the next wait at once.
final class Wake {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition called = lock.newCondition();
    private final Time time;
    private boolean pending;
    private boolean lasting;

    Wake(Time time) {
        this.time = time;
    }

    void now() {
        lock.lock();
        try {
            pending = true;
            called.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// No wait lasts any more.
    void always() {
        lock.lock();
        try {
            lasting = true;
        } finally {
            lock.unlock();
        }
        now();
    }

    /// @return false when the time ran out, or the thread was interrupted (its flag stays set)
    boolean await(Duration longest) {
        lock.lock();
        try {
            time.await(lock, called, () -> pending, longest.toNanos());
            boolean woken = pending;
            pending = lasting;
            return woken;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }
}
