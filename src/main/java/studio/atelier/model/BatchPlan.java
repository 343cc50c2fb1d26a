package studio.atelier.model;

import java.util.List;

/// A batch as planned: the request and its jobs in the order they will run.
public record BatchPlan(BatchRequest request, List<JobDraft> jobs) {
    public BatchPlan {
        jobs = List.copyOf(jobs);
    }
}
