package studio.atelier.queue;

import studio.atelier.model.Batch;

import java.util.List;

/// A batch with its jobs, as the queue shows it.
public record BatchView(Batch batch, List<JobView> jobs) {
    public BatchView {
        jobs = List.copyOf(jobs);
    }
}
