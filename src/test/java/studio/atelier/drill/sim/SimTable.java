package studio.atelier.drill.sim;

import java.util.Map;
import java.util.TreeMap;

/// What a drill did and found, as a table.
final class SimTable {
    private final String drill;
    private final Map<String, Integer> injected = new TreeMap<>();
    private int rounds;
    private int jobs;
    private int runs;
    private int lost;
    private int doubled;
    private int wrong;

    SimTable(String drill) {
        this.drill = drill;
    }

    synchronized void add(int jobsRun, int runsMade, Map<String, Integer> faults) {
        rounds++;
        jobs += jobsRun;
        runs += runsMade;
        faults.forEach((kind, count) -> injected.merge(kind, count, Integer::sum));
    }

    synchronized void violated(int jobsLost, int jobsDoubled, int inWrongState) {
        lost += jobsLost;
        doubled += jobsDoubled;
        wrong += inWrongState;
    }

    synchronized int faults() {
        return injected.values().stream().mapToInt(Integer::intValue).sum();
    }

    synchronized String text(double seconds) {
        var text = new StringBuilder("\n%s\n".formatted(drill));
        injected.forEach((kind, count) -> text.append("  %-28s %8d\n".formatted(kind, count)));
        text.append(
                "  %-28s %8d\n  rounds %d, jobs %d, runs %d, lost %d, doubled %d, wrong state %d, %.1f s%n"
                        .formatted(
                                "faults injected",
                                faults(),
                                rounds,
                                jobs,
                                runs,
                                lost,
                                doubled,
                                wrong,
                                seconds));
        return text.toString();
    }
}
