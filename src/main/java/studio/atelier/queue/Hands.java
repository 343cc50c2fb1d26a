package studio.atelier.queue;

import studio.atelier.model.JobId;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/// All jobs in the hands of this process. Safe to share between threads.
final class Hands {
    private final Map<JobId, HeldJob> jobs = new ConcurrentHashMap<>();
    private final Time time;

    /// @param time by which it waits for jobs to end
    Hands(Time time) {
        this.time = time;
    }

    void take(HeldJob held) {
        jobs.put(held.id(), held);
    }

    void drop(HeldJob held) {
        jobs.remove(held.id(), held);
    }

    Optional<HeldJob> find(JobId job) {
        return Optional.ofNullable(jobs.get(job));
    }

    List<HeldJob> all() {
        return List.copyOf(jobs.values());
    }

    Set<JobId> ids() {
        return Set.copyOf(jobs.keySet());
    }

    /// Lets go of what waits inside an engine at once, and of the rest after it had time to come home.
    void stop(Duration grace) {
        all().stream().filter(HeldJob::isInsideEngine).forEach(HeldJob::stop);
        awaitEnds(grace);
        all().forEach(HeldJob::stop);
        awaitEnds(grace);
    }

    private void awaitEnds(Duration longest) {
        CompletableFuture<?>[] ends =
                all().stream().map(HeldJob::ended).toArray(CompletableFuture[]::new);
        var allEnded = new Wake(time);
        var _ = CompletableFuture.allOf(ends).whenComplete((_, _) -> allEnded.now());
        // What is still in hand then is taken up by whoever comes next.
        var _ = allEnded.await(longest);
    }
}
