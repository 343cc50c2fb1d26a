package studio.atelier.ui.gallery;

import javafx.util.Subscription;

import org.jspecify.annotations.Nullable;

import studio.atelier.model.JobId;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/// How far the running jobs are, and their previews. Reports come on queue threads as fast as engines send
/// them; the JavaFX thread sees the latest of each job, at most one update at a time waiting for it.
public final class LiveJobs {
    /// @param fraction 0 to 1
    /// @param preview encoded picture, JPEG or PNG
    private record Report(double fraction, byte @Nullable [] preview) {
        static final Report NOTHING = new Report(0, null);
    }

    private final Executor ui;
    private final Object lock = new Object();
    private final Map<JobId, Report> reported = new HashMap<>();
    private boolean hopping;

    private final Map<JobId, Report> shown = new HashMap<>();
    private final List<Consumer<JobId>> listeners = new ArrayList<>();

    LiveJobs(Executor ui) {
        this.ui = ui;
    }

    /// 0 when nothing is known. JavaFX thread only, as all that reads here.
    public double fraction(JobId job) {
        return shown.getOrDefault(job, Report.NOTHING).fraction();
    }

    public Optional<byte[]> preview(JobId job) {
        return Optional.ofNullable(shown.getOrDefault(job, Report.NOTHING).preview());
    }

    /// Told of each job whose progress or preview changed.
    public Subscription onChange(Consumer<JobId> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    void progressed(JobId job, double fraction) {
        report(job, new Report(fraction, latest(job).preview()));
    }

    void previewed(JobId job, byte[] preview) {
        report(job, new Report(latest(job).fraction(), preview));
    }

    /// The job runs no more.
    void ended(JobId job) {
        report(job, Report.NOTHING);
    }

    private Report latest(JobId job) {
        synchronized (lock) {
            return reported.getOrDefault(job, Report.NOTHING);
        }
    }

    private void report(JobId job, Report report) {
        boolean hop;
        synchronized (lock) {
            reported.put(job, report);
            hop = !hopping;
            hopping = true;
        }
        if (hop) {
            ui.execute(this::show);
        }
    }

    private void show() {
        Map<JobId, Report> news = new HashMap<>();
        synchronized (lock) {
            hopping = false;
            reported.forEach(
                    (job, report) -> {
                        if (!report.equals(shown.getOrDefault(job, Report.NOTHING))) {
                            news.put(job, report);
                        }
                    });
            reported.values().removeIf(Report.NOTHING::equals);
        }
        news.forEach(
                (job, report) -> {
                    if (report.equals(Report.NOTHING)) {
                        shown.remove(job);
                    } else {
                        shown.put(job, report);
                    }
                    List.copyOf(listeners).forEach(listener -> listener.accept(job));
                });
    }
}
