package studio.atelier.queue;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// Waits that double, up to a longest, with jitter so that many desktops do not knock at the same moment.
/// Belongs to one thread.
final class Backoff {
    private final Timing timing;
    private final RandomGenerator random;
    private int failures;

    Backoff(Conditions conditions) {
        this.timing = conditions.timing();
        this.random = conditions.random();
    }

    Duration next() {
        return after(failures++, timing, random);
    }

    void reset() {
        failures = 0;
    }

    /// The wait after so many earlier failures: between half of it and all of it.
    static Duration after(int earlier, Timing timing, RandomGenerator random) {
        long first = Math.max(1, timing.firstWait().toMillis());
        long full = Math.min(timing.longestWait().toMillis(), first << Math.min(earlier, 20));
        return Duration.ofMillis(full / 2 + random.nextLong(full / 2 + 1));
    }
}
