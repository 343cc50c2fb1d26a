package studio.atelier.drill;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// Counts what a drill did to the studio, and prints what came of it. A drill that injected nothing fails.
final class DrillReport {
    private static final Path FOLDER = Path.of("target", "drills");

    private final String name;
    private final String replay;
    private final long began = System.nanoTime();
    private final Map<String, AtomicInteger> faults = new ConcurrentHashMap<>();

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
        var text = new StringBuilder(name).append(System.lineSeparator());
        line(text, "faults injected", String.valueOf(sum()));
        new LinkedHashMap<>(faults)
                .forEach((fault, count) -> line(text, "   " + fault, count.toString()));
        line(text, "jobs", String.valueOf(found.jobs()));
        line(text, "lost", String.valueOf(found.lost().size()));
        line(text, "doubled", String.valueOf(found.doubled().size()));
        line(text, "wrong state", String.valueOf(found.wrong().size()));
        line(text, "runs beyond one a job", found.extraRuns() + " (at most " + mostExtraRuns + ")");
        line(text, "seconds", String.format(Locale.ROOT, "%.1f", seconds()));
        line(text, "again", replay);
        found.lost().forEach(each -> line(text, "LOST", each));
        found.doubled().forEach(each -> line(text, "DOUBLED", each));
        found.wrong().forEach(each -> line(text, "WRONG", each));
        System.out.println(text);
        Files.createDirectories(FOLDER);
        Files.writeString(FOLDER.resolve(name.replaceAll("[, ]+", "-") + ".txt"), text);
        assertTrue(sum() > 0, "the drill injected nothing");
        assertTrue(found.isClean(), text.toString());
        assertTrue(found.extraRuns() <= mostExtraRuns, text.toString());
    }

    int sum() {
        return faults.values().stream().mapToInt(AtomicInteger::get).sum();
    }

    private double seconds() {
        return (System.nanoTime() - began) / 1e9;
    }

    private static void line(StringBuilder text, String what, String value) {
        text.append(String.format(Locale.ROOT, "  %-32s %s%n", what, value));
    }
}
