package studio.atelier.queue;

import studio.atelier.engine.Engine;
import studio.atelier.engine.EngineJobState;
import studio.atelier.model.Job;
import studio.atelier.model.JobId;

import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Asks the engine of a job for it now, because a person wants to know. Safe to share between threads.
final class StatusCheck {
    private static final long LONGEST_LOOK_SECONDS = 5;

    private final Stores stores;
    private final Workers workers;
    private final Conditions conditions;

    StatusCheck(Stores stores, Workers workers, Conditions conditions) {
        this.stores = stores;
        this.workers = workers;
        this.conditions = conditions;
    }

    /// Blocks for some seconds at most while the job is in hand.
    ///
    /// @return the job as it stands then; empty when there is none
    Optional<Job> of(JobId id) {
        workers.held(id)
                .ifPresentOrElse(
                        StatusCheck::lookNow,
                        () -> stores.jobs().find(id).ifPresent(this::askEngine));
        return stores.jobs().find(id);
    }

    private static void lookNow(HeldJob held) {
        var look = held.nextLook();
        held.lookNow();
        try {
            look.get(LONGEST_LOOK_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            // It is being sent or brought home, or the engine is out of reach, which the feed
            // tells.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// A job that nobody works on here: one that waits for a take-over is taken up now, and one that ended without
    /// a picture may have got it afterwards.
    private void askEngine(Job job) {
        workers.wake();
        Engine engine = job.engine().flatMap(workers::engine).orElse(null);
        if (engine == null || !job.status().isFinal() || job.promptId().isEmpty()) {
            return;
        }
        boolean hasPictures =
                engine.lookUp(job.promptId().get())
                                instanceof EngineJobState.Finished(var outputs, _)
                        && !outputs.isEmpty();
        if (hasPictures) {
            stores.claims()
                    .adopt(job.id(), workers.owner(), conditions.timing().lease())
                    .ifPresent(claimed -> workers.begin(claimed));
        }
    }
}
