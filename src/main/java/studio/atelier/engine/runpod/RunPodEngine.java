package studio.atelier.engine.runpod;

import studio.atelier.engine.Engine;
import studio.atelier.engine.EngineDescription;
import studio.atelier.engine.EngineEvent;
import studio.atelier.engine.EngineJobState;
import studio.atelier.engine.EngineListeners;
import studio.atelier.engine.EventDelivery;
import studio.atelier.engine.OutputFile;
import studio.atelier.engine.Submission;
import studio.atelier.model.PromptId;
import studio.atelier.model.StudioException;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A RunPod Serverless endpoint that runs worker-comfyui. This class only composes. Safe to share between threads.
///
/// The endpoint chooses its own id of a job and tells it once, in the answer to the sending; it cannot be asked
/// for ours, and sending again makes another job. So after an unclear sending:
///
/// - `lookUp` of our id is `Unknown`, with `SENDING_UNCLEAR` as the reason, in this process and in every later one.
///   Only sending again under a new id brings the pictures, and that counts as an attempt, so it is bounded.
/// - A job that did arrive runs, is paid for, and its result expires unread: nobody knows the id to ask for. It waits
///   no longer than `RunPodAddress.longestStay`. Our id lies in its input (`atelier_prompt_id`), where the console of
///   the endpoint shows it.
/// - Nothing is recorded twice: a job's row holds the one id that was answered, results are asked for by that
///   id alone, and pictures are committed with the row once.
public final class RunPodEngine implements Engine {
    private static final Duration NO_LIMIT = Duration.ofDays(1);

    private final String name;
    private final RunPodApi api;
    private final RunPodJobs jobs;
    private final RunPodWatch watch;
    private final RunPodSubmission submission;
    private final RunPodOutputs outputs;
    private final EngineListeners listeners;

    public RunPodEngine(String name, RunPodAddress address, InstantSource clock) {
        this(name, address, clock, RunPodRhythm.ADVISED, NO_LIMIT);
    }

    /// @param longest no call takes more than this, or than its own limit; drills shorten it
    public RunPodEngine(
            String name,
            RunPodAddress address,
            InstantSource clock,
            RunPodRhythm rhythm,
            Duration longest) {
        this.name = name;
        this.listeners = new EngineListeners(name);
        this.api = new RunPodApi(name, address, clock, longest);
        var results = new RunPodResults(clock);
        this.jobs = new RunPodJobs(api, results, rhythm.fresh());
        this.watch =
                new RunPodWatch(
                        name, jobs, new RunPodDelays(api, rhythm), rhythm, listeners::deliver);
        this.submission = new RunPodSubmission(api, address);
        this.outputs = new RunPodOutputs(api, jobs, results);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean isDemo() {
        return false;
    }

    @Override
    public boolean isPaidByRun() {
        return true;
    }

    /// Only whether the endpoint answers, and how many workers it has, as its device: what they have is not known
    /// before a job comes, so every class that is asked for counts as known.
    @Override
    public EngineDescription describe(Set<String> nodeTypes) {
        String workers = api.health().inWords();
        return new EngineDescription("", workers, 0, 0, List.of(), nodeTypes, Map.of());
    }

    @Override
    public PromptId submit(Submission toSend, Runnable lastLook) {
        PromptId job = submission.send(toSend, lastLook);
        watch.track(job);
        return job;
    }

    /// `Connected` comes at once, for there is no connection to be made; `Disconnected` when questions for jobs
    /// inside fail. While there are none, nothing is asked.
    @Override
    public synchronized Subscription watch(EngineListener listener) {
        EventDelivery delivery = listeners.add(listener);
        delivery.add(new EngineEvent.Connected());
        watch.listen(!listeners.isEmpty());
        return () -> unwatch(delivery);
    }

    @Override
    public EngineJobState lookUp(PromptId prompt) {
        EngineJobState state = jobs.lookUp(prompt);
        if (state instanceof EngineJobState.Waiting || state instanceof EngineJobState.Running) {
            watch.track(prompt);
        }
        return state;
    }

    @Override
    public boolean cancel(PromptId prompt) {
        boolean accepted = jobs.cancel(prompt);
        watch.hurry(prompt);
        return accepted;
    }

    /// @throws StudioException also `OUTPUT_MISSING` for a file that `lookUp` did not tell of: there is no folder to
    ///     look into
    @Override
    public void fetch(OutputFile output, Path target, long maximumBytes) throws IOException {
        outputs.fetch(output, target, maximumBytes);
    }

    @Override
    public synchronized void close() {
        watch.close();
        listeners.close();
        api.close();
    }

    private synchronized void unwatch(EventDelivery delivery) {
        listeners.remove(delivery);
        watch.listen(!listeners.isEmpty());
    }
}
