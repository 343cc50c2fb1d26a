package studio.atelier.plan;

import studio.atelier.model.BatchPlan;
import studio.atelier.model.BatchRequest;
import studio.atelier.model.JobDraft;
import studio.atelier.model.Problem;

import java.util.List;
import java.util.random.RandomGenerator;

/// Expands a request to its jobs: for each reference, each variation.
public final class Planner {
    private Planner() {}

    /// @param random draws seeds below 2^53, which every JSON reader keeps exact
    /// @throws studio.atelier.model.StudioException for a request with problems (see `problems`)
    public static BatchPlan plan(BatchRequest request, RandomGenerator random) {
        return new BatchPlan(request, List.of()); // replaced by the first commit of this room
    }

    /// Everything that keeps the request from being planned, in words; empty when nothing does.
    public static List<Problem> problems(BatchRequest request) {
        return List.of();
    }

    /// The graph of one planned job as JSON text, with every variable filled. The reference stands under
    /// `referenceName`, which is the engine's name for it or a placeholder for the engine to replace.
    public static String graph(
            BatchRequest request, JobDraft job, String loraName, String referenceName) {
        return request.workflow().graph();
    }
}
