package studio.atelier.engine.runpod;

import org.jspecify.annotations.Nullable;

import studio.atelier.engine.EngineJobState;
import studio.atelier.model.PromptId;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;

/// Asks an endpoint for jobs and cancels them. Whoever asks for a job while another does, or shortly after, gets
/// the same answer. Safe to share between threads.
final class RunPodJobs {
    /// Answers that hold pictures are large, and are here two or three times while they are read.
    private static final int AT_ONCE = 2;

    private final RunPodApi api;
    private final RunPodReader reader;
    private final RunPodResults results;
    private final Duration fresh;
    private final Semaphore reading = new Semaphore(AT_ONCE);
    private final Map<PromptId, Asked> asked = new ConcurrentHashMap<>();

    RunPodJobs(RunPodApi api, RunPodResults results, Duration fresh) {
        this.api = api;
        this.reader = new RunPodReader(api);
        this.results = results;
        this.fresh = fresh;
    }

    /// The last answer for one job.
    private static final class Asked {
        final ReentrantLock lock = new ReentrantLock();
        volatile @Nullable EngineJobState state;
        volatile long at;

        boolean isFresh(Duration fresh) {
            return state != null && System.nanoTime() - at < fresh.toNanos();
        }
    }

    EngineJobState lookUp(PromptId job) {
        if (!RunPodApi.isId(job)) {
            return new EngineJobState.Unknown();
        }
        Optional<EngineJobState> finished = results.finished(job);
        if (finished.isPresent()) {
            return finished.get();
        }
        forgetOld();
        Asked last = asked.computeIfAbsent(job, _ -> new Asked());
        last.lock.lock();
        try {
            EngineJobState state = last.state;
            if (state == null || !last.isFresh(fresh)) {
                state = ask(job).state();
                last.at = System.nanoTime();
                last.state = state;
            }
            return state;
        } finally {
            last.lock.unlock();
        }
    }

    /// A job that has ended already is left alone: what a cancel says of it proves nothing.
    ///
    /// @return true when the endpoint has accepted to stop it
    boolean cancel(PromptId job) {
        if (!RunPodApi.isId(job) || results.finished(job).isPresent() || ask(job).isOver()) {
            return false;
        }
        asked.remove(job);
        return api.cancel(job);
    }

    /// Asks in any case, with the pictures of a finished job.
    RunPodReply ask(PromptId job) {
        if (!RunPodApi.isId(job)) {
            return RunPodReply.of(new EngineJobState.Unknown());
        }
        reading.acquireUninterruptibly();
        try {
            RunPodReply reply = reader.read(job, api.status(job));
            results.keep(job, reply);
            return reply;
        } finally {
            reading.release();
        }
    }

    private void forgetOld() {
        asked.values().removeIf(each -> !each.lock.isLocked() && !each.isFresh(fresh));
    }
}
