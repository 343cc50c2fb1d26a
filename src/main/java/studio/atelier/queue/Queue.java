package studio.atelier.queue;

import studio.atelier.model.BatchId;
import studio.atelier.model.BatchPlan;
import studio.atelier.model.BatchRequest;
import studio.atelier.model.Job;
import studio.atelier.model.JobId;
import studio.atelier.model.LoraModel;
import studio.atelier.model.Workflow;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// The verbs of the durable queue. All methods block on the database (call them from a virtual thread) and fail
/// with `StudioException`; safe to share between threads. Whatever a verb changed is in the database when it
/// returns, and the change is on the feed.
public interface Queue {
    /// Where a new batch stands among what waits.
    enum Place {
        BACK,
        FRONT
    }

    /// Commits the batch and all its jobs in one transaction, behind everything that waits.
    default BatchId enqueue(BatchPlan plan) {
        return enqueue(plan, Place.BACK);
    }

    /// Commits the batch and all its jobs in one transaction.
    BatchId enqueue(BatchPlan plan, Place place);

    /// Lets those of the jobs that wait run before all others that wait.
    ///
    /// @return how many were moved
    int toFront(Collection<JobId> jobs);

    /// @return how many jobs were moved
    int toFront(BatchId batch);

    default void cancel(JobId job) {
        cancel(List.of(job));
    }

    /// Cancels jobs: at once while they wait, by asking the engine while they run.
    Cancelled cancel(Collection<JobId> jobs);

    /// Cancels every unfinished job of a batch.
    Cancelled cancelBatch(BatchId batch);

    /// Finishes what runs of a batch and drops the rest.
    Cancelled cancelWaiting(BatchId batch);

    /// Cancels what is inside an engine, by asking it; where it does not answer, it is not waited for very long. A queue
    /// that knows of no engines has nothing there.
    default Cancelled cancelInside(String engine) {
        return Cancelled.NOTHING;
    }

    /// Queues what only waited again, as the same jobs at their old place. What anything else happened to since
    /// stays as it is.
    ///
    /// @return how many wait again
    int undo(Cancelled cancelled);

    /// Queues a failed or cancelled job again, with the same seed.
    void retry(JobId job);

    /// Queues those of the jobs that failed or were cancelled again, with the same seeds.
    ///
    /// @return how many are queued again
    int retry(Collection<JobId> jobs);

    /// @return how many jobs are queued again
    default int retryFailed(BatchId batch) {
        return retryFailed(List.of(batch));
    }

    /// @return how many jobs are queued again
    int retryFailed(Collection<BatchId> batches);

    /// As `retryFailed`, for what failed at one engine; whichever can run it gets it.
    ///
    /// @return how many jobs are queued again
    default int retryFailedAt(String engine) {
        return 0;
    }

    /// Plans the same job once more as a new batch of one, with the same settings and a new seed.
    BatchId runAgain(JobId job);

    /// Asks the engine for a job now, and acts on the answer.
    Job checkStatus(JobId job);

    /// Stops sending; what is inside an engine goes on. Remembered across restarts.
    void pause();

    void resume();

    boolean isPaused();

    /// The engines of this process, in their order, as they stand now.
    List<EngineState> engines();

    /// Stops sending to one engine; what is inside it goes on. Remembered across restarts, for every desktop.
    void pauseEngine(String name);

    void resumeEngine(String name);

    /// Takes an engine into use or out of it. What is inside it goes on; remembered across restarts of this desktop.
    void enableEngine(String name, boolean enabled);

    /// An engine will have another name from the next start on: what is remembered under the earlier one holds for it.
    void renameEngine(String from, String to);

    /// Asks an engine that rests after failures now.
    void tryNow(String engine);

    /// The latest batches with their jobs, newest first.
    List<BatchView> latest(int batches);

    /// The latest jobs that the earlier web client made, newest first; at most so many. A queue that shares its tables
    /// with nobody has none.
    default List<Job> withoutBatch(int most) {
        return List.of();
    }

    Totals totals();

    /// What a batch would take on the engines in use that can run it, if nothing else waited. Engines are not asked:
    /// what they can run is known from what they were last heard to have.
    Forecast forecast(BatchRequest request);

    /// Sets the amount at which the queue pauses itself, counted from now on; empty for none. `resume` lets it go on
    /// with the same amount again.
    void setBudget(Optional<BigDecimal> limit);

    /// Whether this process has jobs in hand, or would take some of those that wait.
    boolean hasWork();

    /// What would keep a batch from running: unreachable engine, missing files or nodes, unreadable references,
    /// store not writable. Also which engines will not take part while others run it.
    BatchCheck preflight(BatchPlan plan);

    /// Which engines in use would not take part in a batch while others run it. Engines are not asked, as for
    /// `forecast`.
    List<EngineAside> aside(BatchRequest request);

    /// What each engine in use says of a workflow, with the defaults of its parameters and whatever the model's LoRA.
    List<WorkflowVerdict> check(Workflow workflow);

    /// What the engines in use lack or have, for the Generate tab.
    EngineReport engineReport(List<LoraModel> models, List<Workflow> workflows);

    /// Delivers every change from now on, on a queue thread, in order; the consumer must not block.
    Subscription subscribe(Consumer<QueueEvent> consumer);

    /// Ends the delivery of events when closed. Never fails.
    interface Subscription extends AutoCloseable {
        @Override
        void close();

        /// Closes, and waits until all that was published before has arrived. Not from the thread on which it arrives.
        default void closeAfterDelivery() throws InterruptedException {
            close();
        }
    }
}
