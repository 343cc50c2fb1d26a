package studio.atelier.queue;

import studio.atelier.model.ModelId;
import studio.atelier.model.Problem;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the engines in use said of themselves, or why none of them said anything. Those that do not answer make
/// nothing missing.
///
/// @param engineName the first that answered, for the status line
/// @param demo true for the built-in demo engine
/// @param problem why none can be asked, empty when one answered
/// @param version for example `0.33.0`, may be empty
/// @param loras what they say of the models' files
/// @param lists their choices by `Class.input`
public record EngineReport(
        String engineName,
        boolean demo,
        Optional<Problem> problem,
        String version,
        String device,
        Loras loras,
        EngineLists lists) {
    /// @param missing why no engine can use a model
    /// @param notOn the engines that lack the file of a model which others have
    public record Loras(Map<ModelId, Problem> missing, Map<ModelId, List<String>> notOn) {
        public static final Loras ALL = new Loras(Map.of(), Map.of());

        public Loras {
            missing = Map.copyOf(missing);
            notOn = Map.copyOf(notOn);
        }
    }
}
