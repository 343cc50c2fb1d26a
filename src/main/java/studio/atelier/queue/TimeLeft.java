package studio.atelier.queue;

import studio.atelier.db.PaceStore.Pace;
import studio.atelier.queue.Totals.TimeRange;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// An honest range of the time that is left, from how long the jobs of each workflow took lately.
final class TimeLeft {
    /// Fewer measurements say nothing.
    private static final int ENOUGH = 3;

    private TimeLeft() {}

    /// @param done how much of the running jobs is done already, in jobs
    static Totals totals(List<Pace> paces, int engines, double done) {
        int waiting = paces.stream().mapToInt(Pace::waiting).sum();
        int working = paces.stream().mapToInt(Pace::running).sum();
        return new Totals(working, waiting, range(paces, Math.max(1, engines), done));
    }

    private static Optional<TimeRange> range(List<Pace> paces, int engines, double done) {
        boolean known =
                !paces.isEmpty() && paces.stream().allMatch(pace -> pace.measured() >= ENOUGH);
        if (!known) {
            return Optional.empty();
        }
        int jobs = paces.stream().mapToInt(TimeLeft::jobs).sum();
        double left = Math.max(0, jobs - done) / jobs / engines;
        return Optional.of(
                new TimeRange(total(paces, Pace::fast, left), total(paces, Pace::slow, left)));
    }

    private static Duration total(List<Pace> paces, Function<Pace, Duration> perJob, double left) {
        long millis =
                paces.stream().mapToLong(pace -> perJob.apply(pace).toMillis() * jobs(pace)).sum();
        return Duration.ofMillis(Math.round(millis * left));
    }

    private static int jobs(Pace pace) {
        return pace.waiting() + pace.running();
    }
}
