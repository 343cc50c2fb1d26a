package studio.atelier.queue;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.function.BooleanSupplier;

/// The time by which the queue waits: this computer's, or that of a simulation, which passes when nothing is left to
/// do. Safe to share between threads.
@FunctionalInterface
public interface Time {
    /// @return nanoseconds that never jump, as those of `System.nanoTime`
    long nanos();

    /// Waits on a condition of a lock that the caller holds.
    ///
    /// @param lock of the condition
    /// @param until what is waited for; looked at under the lock, whenever the condition is signalled
    /// @param longest nanoseconds; 0 or less does not wait
    default void await(Lock lock, Condition condition, BooleanSupplier until, long longest)
            throws InterruptedException {
        long left = longest;
        while (!until.getAsBoolean() && left > 0) {
            left = condition.awaitNanos(left);
        }
    }
}
