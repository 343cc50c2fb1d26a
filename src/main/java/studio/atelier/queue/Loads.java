package studio.atelier.queue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Jobs shared out among engines so that those which can run them end together, as they do when each takes its next
/// job by itself. Not safe to share.
final class Loads {
    /// Of those that have something to do.
    private final Map<Machine, Load> loads = new HashMap<>();

    /// One of those that an engine runs jobs on, most often the only one.
    record Machine(String engine, int number) {}

    /// One machine that can run some jobs.
    ///
    /// @param start seconds until it begins, when it has nothing to do yet
    /// @param paidStart of these the seconds that are paid for
    /// @param each seconds from one job to the next
    /// @param paid the part of them that is paid for
    record Able(Machine machine, double start, double paidStart, double each, double paid) {}

    /// @param until when it is through, in seconds from now
    /// @param paid seconds that are paid for
    private record Load(double until, double paid) {}

    /// Gives out so many jobs, on top of what was given out before.
    ///
    /// @param most of the machines can have a job, for there are no more
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
            double begin = begin(lane);
            if (begin < level) {
                double before =
                        loads.containsKey(lane.machine())
                                ? loads.get(lane.machine()).paid()
                                : lane.paidStart();
                loads.put(lane.machine(), new Load(level, before + (level - begin) * lane.paid()));
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
        Load load = loads.get(lane.machine());
        return load == null ? lane.start() : load.until();
    }

    /// Seconds until the last one is through.
    double end() {
        return loads.values().stream().mapToDouble(Load::until).max().orElse(0);
    }

    boolean isUsed(String engine) {
        return loads.keySet().stream().anyMatch(machine -> machine.engine().equals(engine));
    }

    /// Seconds that are paid for, by engine, of those that have something to do.
    Map<String, Double> paid() {
        Map<String, Double> paid = new HashMap<>();
        loads.forEach((machine, load) -> paid.merge(machine.engine(), load.paid(), Double::sum));
        return paid;
    }
}
