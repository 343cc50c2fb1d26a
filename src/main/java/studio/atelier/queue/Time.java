package studio.atelier.queue;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;

/// The time by which the queue waits: this computer's, or that of a simulation, which passes when nothing is left to
/// do. Safe to share between threads.
@FunctionalInterface
public interface Time {
    /// @return nanoseconds that never jump, as those of `System.nanoTime`
    long nanos();

    /// Waits on a condition of a lock that the caller holds, as `Condition.awaitNanos` does.
    ///
    /// @param lock of the condition
    /// @param longest nanoseconds, more than 0
    /// @return nanoseconds that are left; 0 or less when the time is over
    default long await(Lock lock, Condition condition, long longest) throws InterruptedException {
        return condition.awaitNanos(longest);
    }
}

