package studio.atelier.queue;

import studio.atelier.model.Problem;

import java.time.Duration;
import java.util.Optional;

/// How one engine stands with the queue.
///
/// @param version for example `0.33.0`, empty until it has answered
/// @param answers false until it has answered, and while it is out of reach
/// @param problem why it is out of reach or rests, empty otherwise
/// @param rest how long it is left alone from now on, zero when it is not
public record EngineState(
        String name,
        boolean demo,
        String version,
        boolean paused,
        boolean answers,
        Optional<Problem> problem,
        Duration rest) {
    EngineState paused(boolean now) {
        return new EngineState(name, demo, version, now, answers, problem, rest);
    }
}
