package studio.atelier.db;

import studio.atelier.model.Job;

/// A job and everything a worker needs to run it, as it was asked for.
///
/// @param job as it stands after the claim. It has a prompt id only when it was taken over and may already be
///     inside the engine that took it over
/// @param needs the id of what it needs of an engine
public record ClaimedJob(Lease lease, Job job, Recipe recipe, long needs) {
    /// @param graph the workflow's graph as it was when the batch was made, variables not filled
    /// @param referencePath key in bucket `reference-images`
    /// @param referenceSha256 of the reference as it was, empty when it was not known
    public record Recipe(
            String modelSlug,
            String modelName,
            String loraFile,
            String workflowName,
            String graph,
            String referenceName,
            String referencePath,
            String referenceSha256) {}
}
