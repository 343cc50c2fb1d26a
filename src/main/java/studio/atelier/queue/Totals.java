package studio.atelier.queue;

import java.util.Optional;

/// How much is left to do.
///
/// @param left how long that takes, and what it costs
public record Totals(int running, int waiting, Forecast left, Optional<Budget> budget) {
    /// Of which nobody can tell what it costs.
    public Totals(int running, int waiting, Optional<Forecast.TimeRange> timeLeft) {
        this(
                running,
                waiting,
                new Forecast(timeLeft, Optional.empty(), Optional.empty()),
                Optional.empty());
    }
}
