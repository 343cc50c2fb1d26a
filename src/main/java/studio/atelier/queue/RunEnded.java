package studio.atelier.queue;

/// Ends a run from wherever it stands. Thrown and caught within this room only.
final class RunEnded extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient JobOutcome outcome;

    RunEnded(JobOutcome outcome) {
        super(outcome.toString(), null, false, false);
        this.outcome = outcome;
    }

    JobOutcome outcome() {
        return outcome;
    }
}
