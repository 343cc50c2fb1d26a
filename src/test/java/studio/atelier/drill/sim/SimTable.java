package studio.atelier.drill.sim;

import studio.atelier.drill.DrillTable;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// What a drill did and found, as a table. Safe to share between threads.
final class SimTable {
    private final String drill;
    private final Map<String, Long> injected = new TreeMap<>();
    private final Map<Total, Long> totals = new LinkedHashMap<>();

    SimTable(String drill) {
        this.drill = drill;
        for (Total total : Total.values()) {
            totals.put(total, 0L);
        }
    }

    /// What is added up, in the order of the lines.
    enum Total {
        ROUNDS,
        JOBS,
        RUNS,
        LOST,
        DOUBLED,
        WRONG_STATE,
        VIRTUAL_SECONDS,
        /// Steps of the clock that did not wait until all had done their work.
        FORCED_STEPS;

        String title() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    synchronized void add(Total total, long count) {
        totals.merge(total, count, Long::sum);
    }

    synchronized void injected(String fault, long count) {
        injected.merge(fault, count, Long::sum);
    }

    synchronized Map<Total, Long> totals() {
        return Map.copyOf(totals);
    }

    synchronized Map<String, Long> injected() {
        return Map.copyOf(injected);
    }

    synchronized long faults() {
        return injected.values().stream().mapToLong(Long::longValue).sum();
    }

    synchronized DrillTable told(long began) {
        var table = new DrillTable(drill).line("faults injected", faults()).lines(injected);
        totals.forEach((total, count) -> table.line(total.title(), count));
        return table.seconds(began);
    }
}
