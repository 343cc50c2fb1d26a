package studio.atelier.model;

import java.time.Instant;

/// One press of Generate.
///
/// @param graph the workflow's graph as it was then, so that a later edit changes nothing already asked for
public record Batch(
        BatchId id,
        String modelName,
        String workflowName,
        String graph,
        int references,
        int variations,
        int jobCount,
        Instant createdAt) {}
