package studio.atelier.app;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import studio.atelier.checks.Outcome;
import studio.atelier.checks.StepResult;
import studio.atelier.db.PostgresExtension;
import studio.atelier.model.Problem;

import java.util.List;
import java.util.stream.Stream;

/// Every failure that a check can name, provoked by a server: the right step is blamed, with words and without a
/// secret.
class NamedFailuresTest {
    @Order(1)
    @RegisterExtension
    static final PostgresExtension postgres = new PostgresExtension();

    @Order(2)
    @RegisterExtension
    static final FailuresExtension failures = new FailuresExtension(postgres);

    @Test
    void theStepThatFailsIsNamed() {
        assertAll(failures.all().stream().map(each -> () -> assertNamed(each)));
    }

    @Test
    void nothingIsTriedAfterIt() {
        assertAll(failures.all().stream().map(each -> () -> assertOnlyOneFails(each)));
    }

    private static void assertNamed(Failure failure) {
        assertEquals(failure.expected(), failure.found(), () -> failure.report().toString());
        Stream<Problem> problems = failure.failed().problems().stream();
        problems.forEach(
                problem -> {
                    assertFalse(problem.sentence().isBlank());
                    assertFalse(problem.action().isBlank());
                    assertFalse(problem.sentence().matches("(?s).*\\{\\d.*"), problem.sentence());
                    assertFalse(problem.action().matches("(?s).*\\{\\d.*"), problem.action());
                });
        String all = failure.report().toString();
        assertFalse(all.contains(ConnectionFailures.SECRET), all);
    }

    private static void assertOnlyOneFails(Failure failure) {
        List<StepResult> steps = failure.report().steps();
        int at = steps.indexOf(failure.failed());
        assertTrue(
                steps.subList(0, at).stream().noneMatch(step -> step.outcome() == Outcome.SKIPPED),
                () -> failure.report().toString());
        assertTrue(
                steps.subList(at + 1, steps.size()).stream()
                        .allMatch(step -> step.outcome() == Outcome.SKIPPED),
                () -> failure.report().toString());
    }
}
