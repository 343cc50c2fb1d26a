package studio.atelier.queue;

import java.time.Duration;
import java.util.Optional;

/// How much is left to do.
///
/// @param timeLeft empty until enough jobs of this kind were measured
public record Totals(int running, int waiting, Optional<TimeRange> timeLeft) {
    /// An honest range: from the faster to the slower of what was measured.
    public record TimeRange(Duration least, Duration most) {}
}
