package studio.atelier.checks;

import studio.atelier.model.Problem;

import java.util.List;
import java.util.Map;

/// The answer to a question that came through.
///
/// @param beside what the steps before the last found, in few words
record Finding(Outcome outcome, String detail, List<Problem> problems, Map<Step, String> beside) {
    static Finding ok(String detail) {
        return new Finding(Outcome.OK, detail, List.of(), Map.of());
    }

    static Finding skipped(String detail) {
        return new Finding(Outcome.SKIPPED, detail, List.of(), Map.of());
    }

    static Finding noted(String detail, Problem problem) {
        return new Finding(Outcome.NOTED, detail, List.of(problem), Map.of());
    }

    /// Failed if there are problems.
    static Finding of(String detail, List<Problem> problems) {
        return new Finding(
                problems.isEmpty() ? Outcome.OK : Outcome.FAILED, detail, problems, Map.of());
    }

    Finding with(Step step, String words) {
        return new Finding(outcome, detail, problems, Map.of(step, words));
    }
}
