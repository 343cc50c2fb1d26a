package studio.atelier.bench;

import java.lang.management.ManagementFactory;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/// What is computed from a series of measurements, in the words of the report.
final class Figures {
    /// Figures from a machine with other work are no better than their ratios.
    static final String LOAD = "load average of the machine";

    private Figures() {}

    static double load() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }

    static double p50(Collection<Double> values) {
        return BenchReport.median(array(values));
    }

    static double p95(Collection<Double> values) {
        return BenchReport.percentile(0.95, array(values));
    }

    static double max(Collection<Double> values) {
        return BenchReport.percentile(1, array(values));
    }

    static double p99(Collection<Double> values) {
        return BenchReport.percentile(0.99, array(values));
    }

    static double mean(Collection<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
    }

    /// Milliseconds since a reading of `System.nanoTime`.
    static double since(long nanos) {
        return (System.nanoTime() - nanos) / 1e6;
    }

    /// A limit, with a reference beside it that has no part in the goal.
    static BenchReport.Line atMost(
            String what, double limit, double product, double baseline, String unit) {
        return new BenchReport.Line(
                what,
                String.format(Locale.ROOT, "<= %s %s", limit, unit),
                product,
                baseline,
                product / baseline,
                unit,
                product <= limit);
    }

    /// p50, p95, p99 and the longest of a series beside those of its reference; the goal is for one of them.
    static void spread(
            BenchReport report,
            String what,
            String bounded,
            double limit,
            Collection<Double> product,
            Collection<Double> baseline) {
        List.of("p50", "p95", "p99", "max")
                .forEach(
                        name -> {
                            double ours = named(name, product);
                            double theirs = named(name, baseline);
                            String line = what + " " + name;
                            if (name.equals(bounded)) {
                                report.add(atMost(line, limit, ours, theirs, "ms"));
                            } else {
                                report.note(line, ours, theirs, "ms");
                            }
                        });
    }

    private static double named(String figure, Collection<Double> values) {
        return switch (figure) {
            case "p50" -> p50(values);
            case "p95" -> p95(values);
            case "p99" -> p99(values);
            default -> max(values);
        };
    }

    private static double[] array(Collection<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
