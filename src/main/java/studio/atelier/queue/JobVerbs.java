package studio.atelier.queue;

import studio.atelier.db.JobStore;
import studio.atelier.model.BatchId;
import studio.atelier.model.Job;
import studio.atelier.model.JobId;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// What a person does to jobs: each verb is one statement in the database, told to the workers and to the feed
/// afterwards. Safe to share between threads.
final class JobVerbs {
    private final JobStore jobs;
    private final Workers workers;
    private final LiveFeed feed;
    private final BatchEnds batchEnds;

    JobVerbs(JobStore jobs, Workers workers, LiveFeed feed, BatchEnds batchEnds) {
        this.jobs = jobs;
        this.workers = workers;
        this.feed = feed;
        this.batchEnds = batchEnds;
    }

    int toFront(Collection<JobId> chosen) {
        return changed(jobs.toFront(chosen));
    }

    int toFront(BatchId batch) {
        return changed(jobs.batchToFront(batch));
    }

    Cancelled cancel(Collection<JobId> chosen) {
        return cancelled(jobs.cancel(chosen));
    }

    Cancelled cancelBatch(BatchId batch) {
        return cancelled(jobs.cancelBatch(batch));
    }

    Cancelled cancelWaiting(BatchId batch) {
        return cancelled(jobs.cancelWaiting(batch));
    }

    Cancelled cancelInside(String engine) {
        return cancelled(jobs.cancelInside(engine));
    }

    int undo(Cancelled cancelled) {
        return queuedAgain(jobs.undoCancel(cancelled.waited()));
    }

    int retry(Collection<JobId> chosen) {
        return queuedAgain(jobs.retry(chosen));
    }

    int retryFailed(Collection<BatchId> batches) {
        return queuedAgain(jobs.retryFailed(batches));
    }

    int retryFailedAt(String engine) {
        return queuedAgain(jobs.retryFailedAt(engine));
    }

    private Cancelled cancelled(List<Job> changed) {
        for (Job job : changed) {
            workers.held(job.id()).ifPresent(HeldJob::requestCancel);
        }
        changed(changed);
        Cancelled done = Cancelled.of(changed);
        done.waited().stream()
                .map(Job::batch)
                .flatMap(Optional::stream)
                .distinct()
                .forEach(batchEnds::check);
        return done;
    }

    private int queuedAgain(List<Job> changed) {
        changed.stream()
                .map(Job::batch)
                .flatMap(Optional::stream)
                .distinct()
                .forEach(batchEnds::reopened);
        changed(changed);
        workers.wake();
        return changed.size();
    }

    private int changed(List<Job> changed) {
        changed.forEach(job -> feed.publish(new QueueEvent.JobChanged(job)));
        return changed.size();
    }
}
