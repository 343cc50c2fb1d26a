package studio.atelier.drill;

import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/// What a drill did and what came of it, a line each: shown in the log, and kept in `target/drills`.
public final class DrillTable {
    private static final Path FOLDER = Path.of("target", "drills");

    private final String name;
    private final StringBuilder text = new StringBuilder();

    public DrillTable(String name) {
        this.name = name;
        text.append(name).append(System.lineSeparator());
    }

    public DrillTable line(String what, Object value) {
        text.append(String.format(Locale.ROOT, "  %-40s %s%n", what, value));
        return this;
    }

    /// How often each of these happened.
    public DrillTable lines(Map<String, ?> counts) {
        counts.forEach((what, count) -> line("   " + what, count));
        return this;
    }

    /// @param began a reading of `System.nanoTime`
    public DrillTable seconds(long began) {
        return line(
                "seconds", String.format(Locale.ROOT, "%.1f", (System.nanoTime() - began) / 1e9));
    }

    public void publish() throws IOException {
        LoggerFactory.getLogger(DrillTable.class).info("{}", text);
        Files.createDirectories(FOLDER);
        Files.writeString(FOLDER.resolve(name.replaceAll("[^A-Za-z0-9]+", "-") + ".txt"), text);
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
