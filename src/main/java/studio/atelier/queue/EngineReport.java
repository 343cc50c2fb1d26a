package studio.atelier.queue;

import studio.atelier.model.ModelId;
import studio.atelier.model.Problem;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the engine said of itself, or why it said nothing.
///
/// @param engineName for the status line
/// @param demo true for the built-in demo engine
/// @param problem why it cannot be asked, empty when it answered
/// @param version for example `0.33.0`, may be empty
/// @param missingLoras a `LORA_MISSING` problem for each model whose file it lacks
/// @param lists the engine's own choices by `Class.input`
public record EngineReport(
        String engineName,
        boolean demo,
        Optional<Problem> problem,
        String version,
        String device,
        Map<ModelId, Problem> missingLoras,
        Map<String, List<String>> lists) {
    public EngineReport {
        missingLoras = Map.copyOf(missingLoras);
        lists = Map.copyOf(lists);
    }
}
