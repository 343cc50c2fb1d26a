package studio.atelier.bench;

import java.util.stream.DoubleStream;

/// Milliseconds from each frame to the next, of CSS and layout within each, and of the CPU for these.
record GridBenchTimes(double[] frames, double[] layouts, double[] work) {
    GridBenchTimes and(GridBenchTimes more) {
        return new GridBenchTimes(
                joined(frames, more.frames),
                joined(layouts, more.layouts),
                joined(work, more.work));
    }

    private static double[] joined(double[] first, double[] second) {
        return DoubleStream.concat(DoubleStream.of(first), DoubleStream.of(second)).toArray();
    }

    double frame(double share) {
        return BenchReport.percentile(share, frames);
    }

    double layout(double share) {
        return BenchReport.percentile(share, layouts);
    }
}
