package studio.atelier.checks;

import studio.atelier.model.Problem;
import studio.atelier.model.StudioException;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// The steps of one connection, taken one after the other until one fails. Made anew for each run.
public final class Check implements AutoCloseable {
    private final Subject subject;
    private final String name;
    private final List<Ask> asks;
    private final Runnable end;

    /// @param name of the connection, may be empty
    /// @param end lets go of what the questions opened
    Check(Subject subject, String name, List<Ask> asks, Runnable end) {
        this.subject = subject;
        this.name = name;
        this.asks = List.copyOf(asks);
        this.end = end;
    }

    public Subject subject() {
        return subject;
    }

    public String name() {
        return name;
    }

    /// All of them, in order.
    public List<Step> steps() {
        return asks.stream().flatMap(ask -> ask.steps().stream()).toList();
    }

    /// Blocks until the last step has ended.
    ///
    /// @param heard told of each step as soon as it has ended, on this thread
    public CheckReport run(Consumer<StepResult> heard) {
        List<StepResult> results = new ArrayList<>();
        boolean goesOn = true;
        for (Ask ask : asks) {
            List<StepResult> found =
                    goesOn ? answer(ask) : skipped(ask.steps(), ask.steps().getFirst());
            found.forEach(heard);
            results.addAll(found);
            goesOn = goesOn && found.stream().noneMatch(Check::stops);
        }
        return new CheckReport(subject, name, results);
    }

    private static boolean stops(StepResult found) {
        return found.outcome() == Outcome.FAILED;
    }

    private static List<StepResult> answer(Ask ask) {
        try {
            Finding finding = ask.question().get();
            List<StepResult> results =
                    new ArrayList<>(passed(ask.steps(), ask.steps().getLast(), ask.known().get()));
            results.add(
                    new StepResult(
                            ask.steps().getLast(),
                            finding.outcome(),
                            finding.detail(),
                            finding.problems()));
            return results;
        } catch (StudioException e) {
            Problem problem = e.problem();
            Step guilty = ask.guilty(problem);
            List<StepResult> results =
                    new ArrayList<>(passed(ask.steps(), guilty, ask.known().get()));
            results.add(new StepResult(guilty, Outcome.FAILED, "", List.of(problem)));
            results.addAll(
                    skipped(ask.steps(), guilty).stream()
                            .filter(step -> step.step() != guilty)
                            .toList());
            return results;
        }
    }

    private static List<StepResult> passed(
            List<Step> steps, Step before, Map<Step, String> details) {
        return steps.subList(0, steps.indexOf(before)).stream()
                .map(
                        step ->
                                new StepResult(
                                        step,
                                        Outcome.OK,
                                        details.getOrDefault(step, ""),
                                        List.of()))
                .toList();
    }

    private static List<StepResult> skipped(List<Step> steps, Step from) {
        return steps.subList(steps.indexOf(from), steps.size()).stream()
                .map(step -> new StepResult(step, Outcome.SKIPPED, "", List.of()))
                .toList();
    }

    @Override
    public void close() {
        end.run();
    }
}
