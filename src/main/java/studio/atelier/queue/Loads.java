package studio.atelier.queue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Jobs shared out among engines so that those which can run them end together, as they do when each takes its next
/// job by itself. Not safe to share.
final class Loads {
    /// When each engine that has something to do is through with it, in seconds from now.
    private final Map<String, Double> until = new HashMap<>();

    /// One engine that can run some jobs.
    ///
    /// @param start seconds until it begins, when it has nothing to do yet
    /// @param each seconds for one job
    record Able(String engine, double start, double each) {}

    /// Gives out so many jobs, on top of what was given out before.
    ///
    /// @param most of the engines can have a job, for there are no more
    /// @param able at least one
    void share(double jobs, int most, List<Able> able) {
        List<Able> lanes =
                new ArrayList<>(
                        able.stream()
                                .sorted(
                                        Comparator.comparingDouble(
                                                lane -> begin(lane) + lane.each()))
                                .limit(most)
                                .toList());
        lanes.sort(Comparator.comparingDouble(this::begin));
        double level = level(jobs, lanes);
        for (Able lane : lanes) {
            if (begin(lane) < level) {
                until.put(lane.engine(), level);
            }
        }
    }

    /// When all are through that begin before, the earliest first.
    private double level(double jobs, List<Able> lanes) {
        double perSecond = 0;
        double before = 0;
        double level = 0;
        for (int i = 0; i < lanes.size(); i++) {
            Able lane = lanes.get(i);
            if (i > 0 && level <= begin(lane)) {
                break;
            }
            perSecond += 1 / lane.each();
            before += begin(lane) / lane.each();
            level = (jobs + before) / perSecond;
        }
        return level;
    }

    private double begin(Able lane) {
        return until.getOrDefault(lane.engine(), lane.start());
    }

    /// Seconds until the last one is through.
    double end() {
        return until.values().stream().mapToDouble(Double::doubleValue).max().orElse(0);
    }

    /// Seconds from now for each engine that has something to do.
    Map<String, Double> until() {
        return Map.copyOf(until);
    }
}
