package studio.atelier.checks;

/// How a step ended.
public enum Outcome {
    OK,
    /// It works, and something beside it does not.
    NOTED,
    FAILED,
    /// Of no use after what failed before it, or not to be asked here.
    SKIPPED
}
