package studio.atelier.app;

import studio.atelier.checks.CheckReport;
import studio.atelier.checks.CheckWords;
import studio.atelier.checks.Connection;
import studio.atelier.checks.Outcome;
import studio.atelier.checks.StepResult;

import java.util.Map;

/// One way in which a connection is wrong, and what its check said.
///
/// @param expected step and code, as `sign-in database-password`
/// @param variables what was connected
record Failure(
        Connection connection, String expected, Map<String, String> variables, CheckReport report) {
    StepResult failed() {
        return report.steps().stream()
                .filter(step -> step.outcome() == Outcome.FAILED)
                .findFirst()
                .orElseThrow();
    }

    /// Step and code of what failed first; empty when nothing did.
    String found() {
        return report.isFine()
                ? ""
                : CheckWords.nameOf(failed().step()) + " " + failed().problems().getFirst().code();
    }
}
