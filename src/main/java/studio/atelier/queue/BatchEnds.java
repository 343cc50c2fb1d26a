package studio.atelier.queue;

import studio.atelier.db.JobStore;
import studio.atelier.model.BatchId;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Tells once when a batch has nothing left to do. Safe to share between threads.
final class BatchEnds {
    private final JobStore jobs;
    private final LiveFeed feed;
    private final Set<BatchId> told = ConcurrentHashMap.newKeySet();

    BatchEnds(JobStore jobs, LiveFeed feed) {
        this.jobs = jobs;
        this.feed = feed;
    }

    /// A job of this batch has ended. Blocks on the database.
    void check(BatchId batch) {
        JobStore.Counts counts = jobs.counts(batch);
        if (counts.unfinished() == 0 && told.add(batch)) {
            feed.publish(
                    new QueueEvent.BatchFinished(
                            batch, counts.completed(), counts.failed(), counts.cancelled()));
        }
    }

    /// Some of its jobs run again.
    void reopened(BatchId batch) {
        told.remove(batch);
    }
}
