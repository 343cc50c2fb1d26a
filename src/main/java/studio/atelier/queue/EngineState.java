package studio.atelier.queue;

import studio.atelier.model.Problem;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// How one engine stands with the queue.
///
/// @param version for example `0.33.0`, empty until it has answered
/// @param answers false until it has answered, and while it is out of reach
/// @param problem why it is out of reach or rests, empty otherwise
/// @param rest how long it is left alone from now on, zero when it is not
/// @param load what it has to do
/// @param lacks what keeps it from everything that waits, empty when it could take some of it
/// @param id as its lane has it, empty where nothing is settled about it
public record EngineState(
        String name,
        boolean demo,
        String version,
        boolean paused,
        boolean answers,
        Optional<Problem> problem,
        Duration rest,
        Load load,
        List<Problem> lacks,
        String id) {
    public EngineState {
        lacks = List.copyOf(lacks);
    }

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
        this(name, demo, version, paused, answers, problem, rest, Load.NONE, List.of(), "");
    }

    public EngineState paused(boolean now) {
        return new EngineState(name, demo, version, now, answers, problem, rest, load, lacks, id);
    }

    /// Why it takes nothing of what waits, in a sentence; empty when it could take some.
    public Optional<String> idle() {
        return lacks.isEmpty() ? Optional.empty() : Optional.of(EngineAside.idle(lacks));
    }

    /// @param lacking what keeps it from everything that waits
    EngineState of(Seat seat, List<Problem> lacking) {
        var has =
                new Load(
                        seat.isEnabled(), seat.inside(), seat.window(), seat.lane().pricePerHour());
        return new EngineState(
                name,
                demo,
                version,
                paused,
                answers,
                problem,
                rest,
                has,
                lacking,
                seat.lane().id());
    }

    /// It is left alone from now on.
    public EngineState resting(Problem why) {
        return new EngineState(
                name, demo, version, paused, answers, Optional.of(why), rest, load, lacks, id);
    }
}
