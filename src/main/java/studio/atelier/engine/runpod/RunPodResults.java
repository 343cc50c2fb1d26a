package studio.atelier.engine.runpod;

import studio.atelier.engine.EngineJobState;
import studio.atelier.model.PromptId;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Pictures that came with an answer and were not fetched yet, so that they need not be sent a second time. Only
/// so many bytes, only as long as the endpoint itself has them, and never the only way to them: what is not
/// here, after a restart for example, is asked for again. Safe to share between threads.
final class RunPodResults {
    static final long BUDGET = 96L << 20;
    private static final Duration LIFETIME = Duration.ofMinutes(30);

    private final InstantSource clock;
    private final Map<PromptId, Kept> kept = new LinkedHashMap<>();

    RunPodResults(InstantSource clock) {
        this.clock = clock;
    }

    private record Kept(EngineJobState state, Map<Integer, RunPodPicture> pictures, Instant at) {
        long weight() {
            return pictures.values().stream().mapToLong(each -> each.data().length()).sum();
        }
    }

    /// Keeps the pictures of a finished job, when there is room for them at all.
    synchronized void keep(PromptId job, RunPodReply reply) {
        Map<Integer, RunPodPicture> pictures = new HashMap<>();
        for (RunPodPicture picture : reply.pictures()) {
            pictures.put(pictures.size(), picture);
        }
        Instant now = clock.instant();
        var entry = new Kept(reply.state(), pictures, now);
        kept.remove(job);
        kept.values().removeIf(old -> old.at().plus(LIFETIME).isBefore(now));
        long room = BUDGET - entry.weight();
        while (!kept.isEmpty() && weight() > room) {
            kept.remove(kept.keySet().iterator().next());
        }
        if (room >= 0 && !pictures.isEmpty()) {
            kept.put(job, entry);
        }
    }

    /// The end of a job all of whose pictures are here.
    synchronized Optional<EngineJobState> finished(PromptId job) {
        return Optional.ofNullable(kept.get(job)).map(Kept::state);
    }

    synchronized Optional<RunPodPicture> find(PromptId job, int place) {
        return Optional.ofNullable(kept.get(job)).map(entry -> entry.pictures().get(place));
    }

    /// It lies on the disk now.
    synchronized void forget(PromptId job, int place) {
        Kept entry = kept.get(job);
        if (entry != null) {
            entry.pictures().remove(place);
            if (entry.pictures().isEmpty()) {
                kept.remove(job);
            }
        }
    }

    synchronized long weight() {
        return kept.values().stream().mapToLong(Kept::weight).sum();
    }
}
