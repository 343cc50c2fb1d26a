package studio.atelier.checks;

import java.util.List;

/// What a whole check found.
///
/// @param name of the connection, where there can be several of its kind; may be empty
public record CheckReport(Subject subject, String name, List<StepResult> steps) {
    public CheckReport {
        steps = List.copyOf(steps);
    }

    public boolean isFine() {
        return steps.stream().noneMatch(step -> step.outcome() == Outcome.FAILED);
    }
}
