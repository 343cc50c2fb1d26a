package studio.atelier.queue;

import studio.atelier.model.BatchId;
import studio.atelier.model.BatchPlan;
import studio.atelier.model.Job;
import studio.atelier.model.JobId;
import studio.atelier.model.LoraModel;
import studio.atelier.model.Problem;
import studio.atelier.model.Workflow;

import java.util.List;
import java.util.function.Consumer;

/// The verbs of the durable queue. All methods block on the database (call them from a virtual thread) and fail
/// with `StudioException`; safe to share between threads. Whatever a verb changed is in the database when it
/// returns, and the change is on the feed.
public interface Queue {
    /// Commits the batch and all its jobs in one transaction.
    BatchId enqueue(BatchPlan plan);

    /// Cancels a job: at once while it waits, by asking the engine while it runs.
    void cancel(JobId job);

    /// Cancels every unfinished job of a batch.
    void cancelBatch(BatchId batch);

    /// Queues a failed or cancelled job again, with the same seed.
    void retry(JobId job);

    /// @return how many jobs are queued again
    int retryFailed(BatchId batch);

    /// Plans the same job once more as a new batch of one, with the same settings and a new seed.
    BatchId runAgain(JobId job);

    /// Asks the engine for a job now, and acts on the answer.
    Job checkStatus(JobId job);

    /// Stops sending; what is inside an engine goes on. Remembered across restarts.
    void pause();

    void resume();

    boolean isPaused();

    /// The latest batches with their jobs, newest first.
    List<BatchView> latest(int batches);

    Totals totals();

    /// What would keep a batch from running: unreachable engine, missing files or nodes, unreadable references,
    /// store not writable. Empty when all is well.
    List<Problem> preflight(BatchPlan plan);

    /// What the engine lacks or has, for the Generate tab.
    EngineReport engineReport(List<LoraModel> models, List<Workflow> workflows);

    /// Delivers every change from now on, on a queue thread, in order; the consumer must not block.
    Subscription subscribe(Consumer<QueueEvent> consumer);

    /// Ends the delivery of events when closed. Never fails.
    interface Subscription extends AutoCloseable {
        @Override
        void close();
    }
}
