package studio.atelier.queue;

import studio.atelier.db.ClaimedJob;
import studio.atelier.model.Job;
import studio.atelier.model.JobId;
import studio.atelier.model.JobStatus;
import studio.atelier.model.PromptId;
import studio.atelier.model.StudioException;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The queue as an audit sees it: brings home pictures that are known to exist, whether or not the queue is at
/// work. All methods block and may be called from any thread.
public final class Recovery {
    private final Stores stores;
    private final Workers workers;
    private final LiveFeed feed;
    private final BatchEnds batchEnds;
    private final Conditions conditions;

    Recovery(
            Stores stores,
            Workers workers,
            LiveFeed feed,
            BatchEnds batchEnds,
            Conditions conditions) {
        this.stores = stores;
        this.workers = workers;
        this.feed = feed;
        this.batchEnds = batchEnds;
        this.conditions = conditions;
    }

    /// Makes ready to collect. Nothing is taken from the queue.
    public void begin() {
        workers.startHands();
        workers.inherit();
    }

    /// Pictures on the local disk that wait for their commit.
    public KeptPictures kept() {
        return new KeptPictures(conditions.spool());
    }

    /// A folder for files that end in `.part` and last for a moment.
    public Path scratch() {
        return conditions.spool();
    }

    /// Brings home the pictures of one sending of a job, unless somebody else works on the job.
    ///
    /// @param longest how long the end is waited for; the work goes on after that
    /// @return whether the job is completed now by this sending, and was not before
    public boolean collect(Job job, PromptId prompt, Duration longest) {
        Optional<ClaimedJob> claimed =
                stores.claims()
                        .takeUp(job.id(), prompt, workers.owner(), conditions.timing().lease());
        Optional<HeldJob> held =
                claimed.isPresent() ? begun(claimed.get()) : workers.held(job.id());
        held.filter(one -> one.prompt().equals(Optional.of(prompt)))
                .ifPresent(one -> await(one, longest));
        return stores.jobs()
                .find(job.id())
                .filter(now -> now.status() == JobStatus.COMPLETED)
                .flatMap(Job::promptId)
                .filter(prompt::equals)
                .isPresent();
    }

    private Optional<HeldJob> begun(ClaimedJob claimed) {
        Optional<HeldJob> held = workers.begin(claimed);
        if (held.isEmpty()) {
            stores.leases().release(claimed.lease());
        }
        return held;
    }

    /// Tells the screens that a job has its pictures after all.
    ///
    /// @throws StudioException when the database is out of reach
    public void tellCompleted(JobId id) {
        Optional<Job> job = stores.jobs().find(id);
        if (job.isPresent()) {
            int images = stores.images().imagesOf(id).size();
            feed.publish(new QueueEvent.JobCompleted(job.get(), images));
            job.get().batch().ifPresent(batchEnds::check);
        }
    }

    private static void await(HeldJob held, Duration longest) {
        try {
            held.ended().get(longest.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            // It goes on by itself.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
