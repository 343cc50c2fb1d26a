package studio.atelier.engine;

import studio.atelier.model.Problem;

/// Sending failed in a way that does not tell whether the engine has the prompt: a time-out, a reset, a 5xx.
/// Look the prompt id up before sending again.
public final class SubmissionUnclear extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    public SubmissionUnclear(Problem problem, Throwable cause) {
        super(problem.sentence(), cause);
        this.problem = problem;
    }

    public Problem problem() {
        return problem;
    }
}
