package studio.atelier.queue;

import studio.atelier.model.JobId;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// All jobs in the hands of this process. Safe to share between threads.
final class Hands {
    private final Map<JobId, HeldJob> jobs = new ConcurrentHashMap<>();
    private final Wake emptied = new Wake();

    void take(HeldJob held) {
        jobs.put(held.id(), held);
    }

    void drop(HeldJob held) {
        jobs.remove(held.id(), held);
        if (jobs.isEmpty()) {
            emptied.now();
        }
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
        awaitEmpty(grace);
        all().forEach(HeldJob::stop);
        awaitEmpty(grace);
    }

    private void awaitEmpty(Duration longest) {
        if (!jobs.isEmpty()) {
            emptied.await(longest);
        }
    }
}
