package studio.atelier.captions;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/// When the next request may go out: evenly spaced by the person's limit, and not before the service wants to hear
/// from us again. Safe to share between threads.
final class Pace {
    private final CaptionLimits limits;
    private final InstantSource clock;
    private final RandomGenerator random = RandomGenerator.getDefault();
    private final long gap;
    private long next = System.nanoTime();
    private long quietUntil = next;
    private int busy;

    Pace(int perMinute, CaptionLimits limits, InstantSource clock) {
        this.gap = TimeUnit.MINUTES.toNanos(1) / perMinute;
        this.limits = limits;
        this.clock = clock;
    }

    /// Waits for a turn.
    ///
    /// @param waiting told until when it is quiet, and when that is over
    /// @return false when it is to end
    boolean await(StopSignal ending, Consumer<Optional<Instant>> waiting) {
        boolean told = false;
        while (!ending.isStopped()) {
            long wait;
            boolean quiet;
            synchronized (this) {
                long now = System.nanoTime();
                wait = Math.max(next - now, quietUntil - now);
                quiet = quietUntil - now > 0;
                if (wait <= 0) {
                    next = now + gap;
                }
            }
            if (wait <= 0) {
                if (told) {
                    waiting.accept(Optional.empty());
                }
                return true;
            }
            if (quiet) {
                told = true;
                waiting.accept(Optional.of(clock.instant().plusNanos(wait)));
            }
            ending.await(Duration.ofNanos(wait));
        }
        return false;
    }

    /// Leaves the service alone for a while, as long as it wants within our limits.
    ///
    /// @return false when that was so too often without any success
    synchronized boolean tooFast(Optional<Duration> asked) {
        Duration wait = asked.filter(d -> !d.isZero()).orElseGet(() -> backoff(busy));
        // Not all at the same moment.
        long nanos = bounded(wait).toNanos();
        long until = System.nanoTime() + nanos + random.nextLong(nanos / 10 + 1);
        quietUntil = until - quietUntil > 0 ? until : quietUntil;
        return ++busy < limits.busyInARow();
    }

    synchronized void answered() {
        busy = 0;
    }

    /// Before a repetition: between half of the full wait and all of it, or as long as the service says.
    Duration beforeRetry(int earlier, Optional<Duration> asked) {
        return bounded(asked.filter(d -> !d.isZero()).orElseGet(() -> backoff(earlier)));
    }

    private Duration backoff(int earlier) {
        long full = limits.firstWait().toMillis() << Math.min(earlier, 10);
        return Duration.ofMillis(full / 2 + random.nextLong(full / 2 + 1));
    }

    private Duration bounded(Duration wait) {
        return wait.compareTo(limits.longestWait()) < 0 ? wait : limits.longestWait();
    }
}
