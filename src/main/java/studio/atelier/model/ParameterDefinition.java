package studio.atelier.model;

import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// An editable parameter that a workflow declares.
///
/// @param name the variable's name in the graph, as in `{{steps}}`
/// @param label short words for the screen
/// @param help one sentence, may be empty
/// @param minimum inclusive, numbers only
/// @param maximum inclusive, numbers only
/// @param step distance between the slider's stops, numbers only
/// @param defaultValue what a new batch starts with
/// @param choices allowed values of a `CHOICE`, before an engine has said what it has
/// @param engineList where an engine lists the choices, as `Class.input`, for example `UNETLoader.unet_name`
/// @param advanced true when it is shown only on request (model files, samplers)
public record ParameterDefinition(
        String name,
        String label,
        String help,
        ParameterType type,
        Optional<BigDecimal> minimum,
        Optional<BigDecimal> maximum,
        Optional<BigDecimal> step,
        ParameterValue defaultValue,
        List<String> choices,
        Optional<String> engineList,
        boolean advanced) {
    public ParameterDefinition {
        Objects.requireNonNull(name);
        Objects.requireNonNull(type);
        Objects.requireNonNull(defaultValue);
        choices = List.copyOf(choices);
    }
}
