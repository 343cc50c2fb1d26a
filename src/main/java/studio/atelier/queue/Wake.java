package studio.atelier.queue;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// A wait that can be ended early. Safe to share between threads; a wake-up that comes while nobody waits ends
/// the next wait at once.
final class Wake {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition called = lock.newCondition();
    private boolean pending;

    void now() {
        lock.lock();
        try {
            pending = true;
            called.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// @return false when the time ran out, or the thread was interrupted (its flag stays set)
    boolean await(Duration longest) {
        lock.lock();
        try {
            long left = longest.toNanos();
            while (!pending && left > 0) {
                left = called.awaitNanos(left);
            }
            boolean woken = pending;
            pending = false;
            return woken;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }
}
