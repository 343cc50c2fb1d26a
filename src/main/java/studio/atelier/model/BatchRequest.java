package studio.atelier.model;

import java.util.List;

/// What a person asks for when they press Generate: references x variations, made by one model with one
/// workflow and one set of parameters.
///
/// @param variations pictures per reference, 1 to 5
public record BatchRequest(
        LoraModel model,
        Workflow workflow,
        List<ReferenceImage> references,
        int variations,
        Parameters parameters,
        SeedChoice seed) {
    public BatchRequest {
        references = List.copyOf(references);
    }

    public int jobCount() {
        return references.size() * variations;
    }
}
