package studio.atelier.queue;

import studio.atelier.model.Job;
import studio.atelier.model.JobStatus;

import java.util.ArrayList;
import java.util.List;

/// What a cancellation did, and what `Queue.undo` needs to take it back.
///
/// @param waited jobs that only waited, as they stand after it
/// @param stopping how many run and are asked to stop
public record Cancelled(List<Job> waited, int stopping) {
    public static final Cancelled NOTHING = new Cancelled(List.of(), 0);

    public Cancelled {
        waited = List.copyOf(waited);
    }

    static Cancelled of(List<Job> jobs) {
        List<Job> waited =
                jobs.stream().filter(job -> job.status() == JobStatus.CANCELLED).toList();
        return new Cancelled(waited, jobs.size() - waited.size());
    }

    public Cancelled and(Cancelled more) {
        List<Job> all = new ArrayList<>(waited);
        all.addAll(more.waited);
        return new Cancelled(all, stopping + more.stopping);
    }
}
