package studio.atelier.queue;

import studio.atelier.model.BatchId;
import studio.atelier.model.Delay;
import studio.atelier.model.Job;
import studio.atelier.model.JobId;
import studio.atelier.model.Problem;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// A change in the queue or in an engine. Handled by one exhaustive `switch`.
public sealed interface QueueEvent {
    record BatchAdded(BatchView batch) implements QueueEvent {}

    /// The job's row changed: status, attempt, problem or times.
    record JobChanged(Job job) implements QueueEvent {}

    /// The engine has it and lets it wait, or lets it wait no more.
    ///
    /// @param why empty when it waits no more
    record JobDelayed(JobId job, Optional<Delay> why) implements QueueEvent {}

    /// @param fraction 0 to 1
    record JobProgressed(JobId job, double fraction) implements QueueEvent {}

    /// @param image JPEG or PNG bytes of a live preview
    record JobPreviewed(JobId job, byte[] image) implements QueueEvent {}

    /// Pictures of this job were committed.
    record JobCompleted(Job job, int images) implements QueueEvent {}

    /// A batch has nothing left to do.
    record BatchFinished(BatchId batch, int completed, int failed, int cancelled)
            implements QueueEvent {}

    /// One cause stopped several jobs of a batch, for example a LoRA that the engine lacks: they have failed,
    /// and this one event stands for all of their `JobChanged`.
    record BatchStopped(BatchId batch, List<JobId> jobs, Problem problem) implements QueueEvent {
        public BatchStopped {
            jobs = List.copyOf(jobs);
        }
    }

    record PauseChanged(boolean paused) implements QueueEvent {}

    /// The queue paused itself, which `PauseChanged` told already: its budget is used up.
    record BudgetReached(BigDecimal limit, BigDecimal spent) implements QueueEvent {}

    record EnginePaused(String engineName, boolean paused) implements QueueEvent {}

    record EngineUp(String engineName) implements QueueEvent {}

    record EngineDown(String engineName, Problem problem) implements QueueEvent {}

    /// The engine is left alone after failures.
    ///
    /// @param rest until the next try, from now on
    record EngineResting(String engineName, Problem problem, Duration rest) implements QueueEvent {}

    /// The database or the store is out of reach, or back again (`problem` empty).
    record ServiceChanged(String service, Optional<Problem> problem) implements QueueEvent {}

    /// Many things changed at once (a wake-up after sleep, another desktop): read again.
    record Refreshed() implements QueueEvent {}
}
