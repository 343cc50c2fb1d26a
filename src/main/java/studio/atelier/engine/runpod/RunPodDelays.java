package studio.atelier.engine.runpod;

import studio.atelier.model.Delay;
import studio.atelier.model.StudioException;

/// Why jobs wait, by what the endpoint says of its workers, asked only now and then. Belongs to the thread that
/// watches.
final class RunPodDelays {
    private final RunPodApi api;
    private final RunPodRhythm rhythm;
    private Delay last = Delay.OTHERS_FIRST;
    private boolean known;
    private long askedAt;
    private long workersSeenAt;

    RunPodDelays(RunPodApi api, RunPodRhythm rhythm) {
        this.api = api;
        this.rhythm = rhythm;
    }

    /// As far as is known.
    Delay why() {
        long now = System.nanoTime();
        if (known && now - askedAt < rhythm.health().toNanos()) {
            return last;
        }
        boolean first = !known || now - askedAt > 4 * rhythm.health().toNanos();
        known = true;
        askedAt = now;
        try {
            last = judge(api.health(), now, first);
        } catch (StudioException e) {
            // Only the reason is unknown: whether the job waits is asked elsewhere.
            return last;
        }
        return last;
    }

    /// @param first whether it was not asked for a while: before that there may have been no job
    private Delay judge(RunPodHealth health, long now, boolean first) {
        if (first || health.hasWorkers()) {
            workersSeenAt = now;
        }
        boolean none = now - workersSeenAt > rhythm.startPatience().toNanos();
        return none ? Delay.NO_WORKERS : health.delay();
    }
}
