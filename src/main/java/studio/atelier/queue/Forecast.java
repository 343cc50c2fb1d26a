package studio.atelier.queue;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;

/// How long jobs will take on the engines in use, and what they will cost, from what was measured lately.
///
/// @param time empty until enough jobs of the kind were measured
/// @param firstRun how long the first, slow run of an engine that rested is going to take; it is part of `time`
/// @param cost empty when no engine has a price, or nobody can tell
public record Forecast(
        Optional<TimeRange> time, Optional<Duration> firstRun, Optional<CostRange> cost) {
    public static final Forecast UNKNOWN =
            new Forecast(Optional.empty(), Optional.empty(), Optional.empty());

    /// An honest range: from the faster to the slower of what was measured.
    public record TimeRange(Duration least, Duration most) {}

    /// In the person's own money.
    public record CostRange(BigDecimal least, BigDecimal most) {}
}
