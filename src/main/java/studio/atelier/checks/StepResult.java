package studio.atelier.checks;

import studio.atelier.model.Problem;

import java.util.List;

/// What one step found. Nothing secret is in it.
///
/// @param detail what was found, in few words; may be empty
/// @param problems why it failed, or what was noted
public record StepResult(Step step, Outcome outcome, String detail, List<Problem> problems) {
    public StepResult {
        problems = List.copyOf(problems);
    }
}
