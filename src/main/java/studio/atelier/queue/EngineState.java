package studio.atelier.queue;

import studio.atelier.model.Problem;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;

/// How one engine stands with the queue.
///
/// @param version for example `0.33.0`, empty until it has answered
/// @param answers false until it has answered, and while it is out of reach
/// @param problem why it is out of reach or rests, empty otherwise
/// @param rest how long it is left alone from now on, zero when it is not
/// @param load what it has to do
public record EngineState(
        String name,
        boolean demo,
        String version,
        boolean paused,
        boolean answers,
        Optional<Problem> problem,
        Duration rest,
        Load load) {
    /// @param enabled false when a person took it out of use
    /// @param inside jobs inside it
    /// @param window how many may be inside
    public record Load(boolean enabled, int inside, int window, Optional<BigDecimal> pricePerHour) {
        public static final Load NONE = new Load(true, 0, 2, Optional.empty());
    }

    /// Of which no more is known than how it answers.
    public EngineState(
            String name,
            boolean demo,
            String version,
            boolean paused,
            boolean answers,
            Optional<Problem> problem,
            Duration rest) {
        this(name, demo, version, paused, answers, problem, rest, Load.NONE);
    }

    public EngineState paused(boolean now) {
        return new EngineState(name, demo, version, now, answers, problem, rest, load);
    }

    EngineState of(Seat seat) {
        var has =
                new Load(
                        seat.isEnabled(), seat.inside(), seat.window(), seat.lane().pricePerHour());
        return new EngineState(name, demo, version, paused, answers, problem, rest, has);
    }

    /// It is left alone from now on.
    public EngineState resting(Problem why) {
        return new EngineState(name, demo, version, paused, answers, Optional.of(why), rest, load);
    }
}
