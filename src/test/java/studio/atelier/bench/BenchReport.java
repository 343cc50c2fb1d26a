package studio.atelier.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;

import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// Collects what a benchmark measured, shows it as a table and writes it as JSON to `target/bench`.
public final class BenchReport {
    private static final Path FOLDER = Path.of("target", "bench");

    private final String name;
    private final List<Line> lines = new ArrayList<>();

    /// @param name of the JSON file, for example `thumbnails`
    public BenchReport(String name) {
        this.name = name;
    }

    /// One figure.
    ///
    /// @param goal in words, empty where there is none
    /// @param baseline of the reference, `NaN` where there is none
    /// @param ratio product to baseline, `NaN` where there is none
    public record Line(
            String name,
            String goal,
            double product,
            double baseline,
            double ratio,
            String unit,
            boolean met) {}

    /// A figure beside its reference, where more is better.
    public BenchReport ratio(
            String what, double goal, double product, double baseline, String unit) {
        double ratio = product / baseline;
        return add(
                new Line(
                        what,
                        String.format(Locale.ROOT, ">= %.2f x", goal),
                        product,
                        baseline,
                        ratio,
                        unit,
                        ratio >= goal));
    }

    /// A figure beside its reference, where less is better.
    public BenchReport times(
            String what, double goal, double product, double baseline, String unit) {
        double ratio = product / baseline;
        return add(
                new Line(
                        what,
                        String.format(Locale.ROOT, "<= %.2f x", goal),
                        product,
                        baseline,
                        ratio,
                        unit,
                        ratio <= goal));
    }

    /// A figure that must not be more than a limit.
    public BenchReport atMost(String what, double limit, double product, String unit) {
        return add(
                new Line(
                        what,
                        String.format(Locale.ROOT, "<= %s %s", number(limit), unit),
                        product,
                        Double.NaN,
                        Double.NaN,
                        unit,
                        product <= limit));
    }

    /// A figure that must not be less than a limit.
    public BenchReport atLeast(String what, double limit, double product, String unit) {
        return add(
                new Line(
                        what,
                        String.format(Locale.ROOT, ">= %s %s", number(limit), unit),
                        product,
                        Double.NaN,
                        Double.NaN,
                        unit,
                        product >= limit));
    }

    /// A figure without a goal.
    public BenchReport note(String what, double product, double baseline, String unit) {
        return add(new Line(what, "", product, baseline, product / baseline, unit, true));
    }

    public BenchReport add(Line line) {
        lines.add(line);
        return this;
    }

    /// Shows the table and writes the JSON.
    public void finish() throws IOException {
        Files.createDirectories(FOLDER);
        new ObjectMapper()
                .enable(SerializationFeature.INDENT_OUTPUT)
                .writeValue(FOLDER.resolve(name + ".json").toFile(), lines);
        LoggerFactory.getLogger(BenchReport.class).info("{}", table());
    }

    String table() {
        StringBuilder table = new StringBuilder(name).append(System.lineSeparator());
        String format = "%-44s %12s %12s %8s %-10s %-16s %s%n";
        table.append(
                String.format(format, "", "product", "baseline", "ratio", "unit", "goal", "met"));
        for (Line line : lines) {
            table.append(
                    String.format(
                            format,
                            line.name(),
                            number(line.product()),
                            number(line.baseline()),
                            number(line.ratio()),
                            line.unit(),
                            line.goal(),
                            line.goal().isEmpty() ? "" : line.met() ? "yes" : "no"));
        }
        return table.toString();
    }

    /// The middle value; the mean of the middle two of an even number.
    public static double median(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /// The value that so much of all values do not exceed.
    ///
    /// @param share 0 to 1, for example 0.99
    public static double percentile(double share, double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int index = (int) Math.ceil(share * sorted.length) - 1;
        return sorted[Math.clamp(index, 0, sorted.length - 1)];
    }

    private static String number(double value) {
        if (Double.isNaN(value)) {
            return "";
        }
        return String.format(Locale.ROOT, Math.abs(value) < 10 ? "%.3f" : "%.1f", value);
    }
}
