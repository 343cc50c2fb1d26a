package studio.atelier.bench;

import studio.atelier.model.JobId;
import studio.atelier.queue.Step;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// When each job passed which step.
final class StepTimes implements Step.Witness {
    private final Map<JobId, Map<Step, Long>> times = new ConcurrentHashMap<>();

    /// On the job's thread.
    @Override
    public void reached(Step step, JobId job) {
        times.computeIfAbsent(job, _ -> new EnumMap<>(Step.class)).put(step, System.nanoTime());
    }

    /// Notes how long jobs took from each of these steps to the next.
    void note(BenchReport report, Step... steps) {
        for (int i = 1; i < steps.length; i++) {
            Step from = steps[i - 1];
            Step to = steps[i];
            List<Double> took =
                    times.values().stream()
                            .flatMap(each -> between(each, from, to).stream())
                            .toList();
            report.note("... " + from + " -> " + to + " p50", Figures.p50(took), Double.NaN, "ms");
        }
    }

    private static Optional<Double> between(Map<Step, Long> each, Step from, Step to) {
        return Optional.ofNullable(each.get(from))
                .flatMap(
                        begun ->
                                Optional.ofNullable(each.get(to))
                                        .map(ended -> (ended - begun) / 1e6));
    }
}
