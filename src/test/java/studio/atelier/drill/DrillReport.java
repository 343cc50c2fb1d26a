package studio.atelier.drill;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;

/// Counts what a drill did to the studio, and prints what came of it. A drill that injected nothing fails.
final class DrillReport {
    private final String name;
    private final String replay;
    private final long began = System.nanoTime();
    private final Map<String, AtomicInteger> faults = new ConcurrentSkipListMap<>();

    DrillReport(Class<?> drill, String what, DrillSeed seed) {
        this.name = drill.getSimpleName() + ", " + what;
        this.replay = seed.replay(drill);
    }

    /// One fault was injected. From any thread.
    void injected(String fault) {
        faults.computeIfAbsent(fault, _ -> new AtomicInteger()).incrementAndGet();
    }

    /// Prints the table and fails unless all is well.
    ///
    /// @param mostExtraRuns what the faults explain
    void finish(Checker.Findings found, int mostExtraRuns) throws IOException {
        var table =
                new DrillTable(name)
                        .line("faults injected", sum())
                        .lines(faults)
                        .line("jobs", found.jobs())
                        .line("lost", found.lost().size())
                        .line("doubled", found.doubled().size())
                        .line("wrong state", found.wrong().size())
                        .line(
                                "runs beyond one a job",
                                found.extraRuns() + " (at most " + mostExtraRuns + ")")
                        .seconds(began)
                        .line("again", replay);
        found.lost().forEach(each -> table.line("LOST", each));
        found.doubled().forEach(each -> table.line("DOUBLED", each));
        found.wrong().forEach(each -> table.line("WRONG", each));
        table.publish();
        assertTrue(sum() > 0, "the drill injected nothing");
        assertTrue(found.isClean(), table.toString());
        assertTrue(found.extraRuns() <= mostExtraRuns, table.toString());
    }

    int sum() {
        return faults.values().stream().mapToInt(AtomicInteger::get).sum();
    }
}
