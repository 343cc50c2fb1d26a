package studio.atelier.model;

import org.jspecify.annotations.Nullable;

/// Carries a `Problem` from the room where it happened to the place that handles it.
public final class StudioException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    public StudioException(Problem problem) {
        this(problem, null);
    }

    public StudioException(Problem problem, @Nullable Throwable cause) {
        super(problem.sentence(), cause);
        this.problem = problem;
    }

    public Problem problem() {
        return problem;
    }
}
