package studio.atelier.app;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.ResourceLock;

import studio.atelier.checks.BesideOthers;
import studio.atelier.checks.CheckWords;
import studio.atelier.checks.Outcome;
import studio.atelier.checks.ReplayedCheck;
import studio.atelier.checks.StepResult;
import studio.atelier.cli.CommandLineStudio;
import studio.atelier.cli.DoctorCommand;
import studio.atelier.db.PostgresExtension;
import studio.atelier.model.Problem;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// Every failure that a check can name, provoked by a server: the right step is blamed, with words and without a
/// secret.
@BesideOthers
@ResourceLock("the proxies of this JVM")
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

    @Test
    void theDoctorSaysEachInWordsAndForPrograms() {
        assertAll(failures.all().stream().map(each -> () -> assertPrinted(each)));
    }

    private static void assertPrinted(Failure failure) throws IOException {
        String words = doctor(failure);
        String json = doctor(failure, "--json");
        JsonNode check = new ObjectMapper().readTree(json).path("checks").path(0);
        assertFalse(check.path("fine").asBoolean(true), json);
        StepResult failed = failure.failed();
        JsonNode step = check.path("steps").path(failure.report().steps().indexOf(failed));
        assertEquals(CheckWords.nameOf(failed.step()), step.path("step").asText(), json);
        for (int at = 0; at < failed.problems().size(); at++) {
            Problem problem = failed.problems().get(at);
            assertTrue(words.contains(problem.sentence()), words);
            problem.action().lines().forEach(line -> assertTrue(words.contains(line), words));
            JsonNode told = step.path("problems").path(at);
            assertEquals(problem.code(), told.path("code").asText(), json);
            assertEquals(problem.action(), told.path("action").asText(), json);
        }
        assertFalse((words + json).contains(ConnectionFailures.SECRET), words);
    }

    private static String doctor(Failure failure, String... options) {
        var studio =
                new CommandLineStudio(
                        _ -> {
                            throw new IllegalStateException("the doctor opens nothing");
                        },
                        () -> 0);
        var line = studio.commandLine();
        line.addSubcommand(
                new DoctorCommand(studio, _ -> List.of(ReplayedCheck.of(failure.report()))));
        var out = new StringWriter();
        line.setOut(new PrintWriter(out));
        line.setErr(new PrintWriter(out));
        List<String> words = new ArrayList<>(Arrays.asList(options));
        words.add("doctor");
        assertEquals(2, line.execute(words.toArray(String[]::new)), out.toString());
        return out.toString();
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
