package studio.atelier.db;

import studio.atelier.model.ParameterDefinition;

import java.util.List;

/// A workflow as it comes from a pair of files, before it has a row.
///
/// @param slug the files' name without extension
/// @param graph JSON text of the graph, variables not filled
public record WorkflowFile(
        String slug,
        String name,
        String description,
        String graph,
        List<ParameterDefinition> parameters) {
    public WorkflowFile {
        parameters = List.copyOf(parameters);
    }

    public WorkflowFile withSlug(String other) {
        return new WorkflowFile(other, name, description, graph, parameters);
    }
}
