package studio.atelier.checks;

import studio.atelier.model.Problem;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// A question that proves one or several steps at once. A problem belongs to the step that its code names, else to
/// the last.
///
/// @param question blocks; throws `StudioException`
/// @param known what there is to say of steps that pass, however the question ends
record Ask(
        List<Step> steps,
        Map<String, Step> blamed,
        Supplier<Finding> question,
        Supplier<Map<Step, String>> known) {
    static Ask of(Step step, Supplier<Finding> question) {
        return new Ask(List.of(step), Map.of(), question, Map::of);
    }

    Step guilty(Problem problem) {
        return blamed.getOrDefault(problem.code(), steps.getLast());
    }
}
