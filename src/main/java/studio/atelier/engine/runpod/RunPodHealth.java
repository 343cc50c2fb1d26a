package studio.atelier.engine.runpod;

import com.fasterxml.jackson.databind.JsonNode;

import studio.atelier.engine.EngineWords;
import studio.atelier.model.Delay;

/// How many machines of an endpoint are in which state.
///
/// @param starting being made ready, which is what a cold start waits for
/// @param throttled would start if there were a free GPU
record RunPodHealth(long running, long idle, long starting, long throttled, long jobs) {
    static RunPodHealth of(JsonNode reply) {
        JsonNode workers = reply.path("workers");
        JsonNode jobs = reply.path("jobs");
        // "ready" counts the idle and the running ones once more
        long idle = Math.max(workers.path("idle").asLong(), 0);
        long running = Math.max(workers.path("running").asLong(), 0);
        long ready = Math.max(workers.path("ready").asLong(), 0);
        return new RunPodHealth(
                running,
                Math.max(idle, ready - running),
                workers.path("initializing").asLong(),
                workers.path("throttled").asLong(),
                jobs.path("inQueue").asLong() + jobs.path("inProgress").asLong());
    }

    boolean hasWorkers() {
        return running + idle + starting + throttled > 0;
    }

    /// Why a job waits, when there are workers at all.
    Delay delay() {
        if (running + idle > 0) {
            return Delay.OTHERS_FIRST;
        }
        return starting > 0 || throttled == 0 ? Delay.COLD_START : Delay.NO_GPU_FREE;
    }

    String inWords() {
        return hasWorkers()
                ? EngineWords.text("runpod.workers", running, idle, starting, throttled)
                : EngineWords.text("runpod.no-worker");
    }
}
