package studio.atelier.model;

import java.util.List;
import java.util.Objects;

/// A ComfyUI API-format graph with `{{variables}}`, and the definitions of its editable parameters.
///
/// @param slug file name without extension, for example `img2img-lora`
/// @param graph JSON text of the graph, variables not filled
public record Workflow(
        WorkflowId id,
        String name,
        String slug,
        String description,
        String graph,
        List<ParameterDefinition> parameters) {
    public Workflow {
        Objects.requireNonNull(id);
        Objects.requireNonNull(slug);
        Objects.requireNonNull(graph);
        parameters = List.copyOf(parameters);
    }
}
