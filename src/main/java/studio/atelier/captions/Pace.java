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
    /// A computer that slept meanwhile notices within this that the time is over.
    private static final long LOOK = TimeUnit.SECONDS.toNanos(20);

    private static final long MOST_JITTER = TimeUnit.SECONDS.toNanos(30);

    private final CaptionLimits limits;
    private final InstantSource clock;
    private final RandomGenerator random = RandomGenerator.getDefault();
    private final long gap;
    private long next = System.nanoTime();
    private long quietUntil = next;
    private Instant quietEnd;
    private int busy;

    Pace(int perMinute, CaptionLimits limits, InstantSource clock) {
        this.gap = TimeUnit.MINUTES.toNanos(1) / perMinute;
        this.limits = limits;
        this.clock = clock;
        this.quietEnd = clock.instant();
    }

    /// @param nanos until the next request may go out, not positive when that is now
    /// @param quiet until when the service wants none
    private record Turn(long nanos, Optional<Instant> quiet) {}

    /// Waits for a turn.
    ///
    /// @param waiting told until when it is quiet, and when that is over
    /// @return false when it is to end
    boolean await(StopSignal ending, Consumer<Optional<Instant>> waiting) {
        Optional<Instant> told = Optional.empty();
        while (!ending.isStopped()) {
            Turn turn = turn();
            if (turn.nanos() <= 0) {
                if (told.isPresent()) {
                    waiting.accept(Optional.empty());
                }
                return true;
            }
            if (turn.quiet().isPresent() && !turn.quiet().equals(told)) {
                told = turn.quiet();
                waiting.accept(told);
            }
            ending.await(Duration.ofNanos(Math.min(turn.nanos(), LOOK)));
        }
        return false;
    }

    /// Takes the turn when it is now.
    private synchronized Turn turn() {
        long now = System.nanoTime();
        // The first stands still while the computer sleeps, the other may be set.
        long quiet =
                Math.min(quietUntil - now, Duration.between(clock.instant(), quietEnd).toNanos());
        long nanos = Math.max(next - now, quiet);
        if (nanos <= 0) {
            next = now + gap;
        }
        return new Turn(nanos, quiet > 0 ? Optional.of(quietEnd) : Optional.empty());
    }

    /// Leaves the service alone for a while, as long as it wants.
    ///
    /// @return false when that was so too often without any success
    synchronized boolean tooFast(Optional<Duration> asked) {
        leaveAlone(asked.filter(d -> !d.isZero()).orElseGet(() -> bounded(backoff(busy))));
        return ++busy < limits.busyInARow();
    }

    /// Nobody asks for that long.
    synchronized void leaveAlone(Duration wait) {
        // Not all at the same moment.
        long jitter = random.nextLong(Math.min(wait.toNanos() / 10, MOST_JITTER) + 1);
        long nanos = wait.toNanos() + jitter;
        long until = System.nanoTime() + nanos;
        if (until - quietUntil > 0) {
            quietUntil = until;
            quietEnd = clock.instant().plusNanos(nanos);
        }
    }

    /// The moment before which the service wants no request, where that is later than anybody waits.
    Optional<Instant> tooLate(Optional<Duration> asked) {
        return asked.filter(wait -> wait.compareTo(limits.longestAsked()) > 0)
                .map(clock.instant()::plus);
    }

    synchronized void answered() {
        busy = 0;
    }

    /// Before a repetition: between half of the full wait and all of it.
    Duration beforeRetry(int earlier) {
        return bounded(backoff(earlier));
    }

    private Duration backoff(int earlier) {
        long full = limits.firstWait().toMillis() << Math.min(earlier, 10);
        return Duration.ofMillis(full / 2 + random.nextLong(full / 2 + 1));
    }

    private Duration bounded(Duration wait) {
        return wait.compareTo(limits.longestWait()) < 0 ? wait : limits.longestWait();
    }
}
