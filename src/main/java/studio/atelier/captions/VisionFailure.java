package studio.atelier.captions;

import studio.atelier.model.Problem;

import java.time.Duration;
import java.util.Optional;

/// Why a service did not describe a picture, and what that means for the others.
final class VisionFailure extends Exception {
    private static final long serialVersionUID = 1L;

    enum Effect {
        /// No other picture will fare better.
        ENDS_RUN,
        /// Only this picture; asking again costs and helps nothing.
        CONCERNS_PICTURE,
        /// The service wants fewer requests.
        TOO_FAST,
        /// It may go well the next time.
        TRY_AGAIN
    }

    private final transient Problem problem;
    private final Effect effect;
    private final transient Optional<Duration> wait;

    /// @param wait how long the service wants to be left alone, as far as it says so
    VisionFailure(Problem problem, Effect effect, Optional<Duration> wait) {
        super(problem.sentence());
        this.problem = problem;
        this.effect = effect;
        this.wait = wait;
    }

    VisionFailure(Problem problem, Effect effect) {
        this(problem, effect, Optional.empty());
    }

    Problem problem() {
        return problem;
    }

    Effect effect() {
        return effect;
    }

    Optional<Duration> pause() {
        return wait;
    }
}
