package studio.atelier.drill.sim;

import studio.atelier.drill.DrillTable;

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

    synchronized DrillTable told(long began) {
        return new DrillTable(drill)
                .line("faults injected", faults())
                .lines(injected)
                .line("rounds", rounds)
                .line("jobs", jobs)
                .line("runs", runs)
                .line("lost", lost)
                .line("doubled", doubled)
                .line("wrong state", wrong)
                .seconds(began);
    }
}
