package studio.atelier.queue;

import studio.atelier.model.JobId;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// How far the running jobs of this process are, 0 to 1. Safe to share between threads.
final class Fractions {
    private final Map<JobId, Double> fractions = new ConcurrentHashMap<>();

    void set(JobId job, double fraction) {
        fractions.put(job, fraction);
    }

    void forget(JobId job) {
        fractions.remove(job);
    }

    double of(JobId job) {
        return fractions.getOrDefault(job, 0.0);
    }

    /// The running jobs' progress together, in jobs.
    double sum() {
        return fractions.values().stream().mapToDouble(Double::doubleValue).sum();
    }
}
