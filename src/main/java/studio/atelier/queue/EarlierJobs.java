package studio.atelier.queue;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import studio.atelier.db.EarlierJobStore;
import studio.atelier.db.JobStore;
import studio.atelier.engine.Engine;
import studio.atelier.engine.EngineJobState;
import studio.atelier.model.Job;
import studio.atelier.model.JobId;
import studio.atelier.model.Problem;
import studio.atelier.model.Problem.Kind;
import studio.atelier.model.PromptId;
import studio.atelier.model.StudioException;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/// Takes up what the earlier web client left: pictures of its completed jobs are shown, and engines are asked for
/// its jobs in work. One that no engine knows stays as it is: it is not ours to send again. Blocks; one thread at a
/// time.
public final class EarlierJobs {
    private static final Logger LOG = LoggerFactory.getLogger(EarlierJobs.class);
    private static final Duration LONGEST = Duration.ofSeconds(60);

    private final EarlierJobStore rows;
    private final JobStore jobs;
    private final Supplier<List<Engine>> engines;
    private final Recovery recovery;

    /// @param engines those there are, whenever it is run
    public EarlierJobs(
            EarlierJobStore rows,
            JobStore jobs,
            Supplier<List<Engine>> engines,
            Recovery recovery) {
        this.rows = rows;
        this.jobs = jobs;
        this.engines = engines;
        this.recovery = recovery;
    }

    /// @throws StudioException when the database is out of reach
    public void run() {
        int recorded = rows.recordPictures();
        if (recorded > 0) {
            LOG.info("{} pictures of the web client's jobs are in the gallery", recorded);
        }
        for (Job job : rows.unfinished()) {
            job.promptId().ifPresent(prompt -> ask(job.id(), prompt));
        }
    }

    private void ask(JobId job, PromptId prompt) {
        for (Engine engine : engines.get()) {
            try {
                if (settled(job, prompt, engine, engine.lookUp(prompt))) {
                    return;
                }
            } catch (StudioException e) {
                // Another look comes; another engine may have it.
                LOG.info("{} could not be asked for job {}", engine.name(), job);
            }
        }
    }

    /// @return whether this engine has told how it ended
    private boolean settled(JobId job, PromptId prompt, Engine engine, EngineJobState state) {
        return switch (state) {
            case EngineJobState.Finished(var outputs, _) when !outputs.isEmpty() -> {
                collect(job, prompt, engine.name());
                yield true;
            }
            case EngineJobState.Finished _ -> failed(job, prompt, Problem.of(Kind.NO_PICTURE));
            case EngineJobState.Failed(var problem, _) -> failed(job, prompt, problem);
            case EngineJobState.Interrupted _ ->
                    failed(job, prompt, Problem.of(Kind.INTERRUPTED, engine.name()));
            case EngineJobState.Unknown _,
                    EngineJobState.Missing _,
                    EngineJobState.Waiting _,
                    EngineJobState.Running _ ->
                    false;
        };
    }

    private void collect(JobId job, PromptId prompt, String engine) {
        if (rows.takeIn(job, prompt, engine)) {
            recovery.begin();
            jobs.find(job).ifPresent(row -> recovery.collect(row, prompt, LONGEST));
        }
    }

    private boolean failed(JobId job, PromptId prompt, Problem problem) {
        rows.failed(job, prompt, problem);
        return true;
    }
}
