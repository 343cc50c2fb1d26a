package studio.atelier.checks;

import studio.atelier.model.Problem;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// A question that proves one or several steps at once. A problem belongs to the step that its code names, else to
/// the last.
///
/// @param question blocks; throws `StudioException`
record Ask(List<Step> steps, Map<String, Step> blamed, Supplier<Finding> question) {
    static Ask of(Step step, Supplier<Finding> question) {
        return new Ask(List.of(step), Map.of(), question);
    }

    Step guilty(Problem problem) {
        return blamed.getOrDefault(problem.code(), steps.getLast());
    }
}
