package studio.atelier.checks;

import studio.atelier.model.Problem;

import java.util.List;

/// The answer to a question that came through.
record Finding(Outcome outcome, String detail, List<Problem> problems) {
    static Finding ok(String detail) {
        return new Finding(Outcome.OK, detail, List.of());
    }

    static Finding skipped(String detail) {
        return new Finding(Outcome.SKIPPED, detail, List.of());
    }

    static Finding noted(String detail, Problem problem) {
        return new Finding(Outcome.NOTED, detail, List.of(problem));
    }

    /// Failed if there are problems.
    static Finding of(String detail, List<Problem> problems) {
        return new Finding(problems.isEmpty() ? Outcome.OK : Outcome.FAILED, detail, problems);
    }
}
