package studio.atelier.ui.generate.queue;

import javafx.beans.property.ReadOnlyDoubleProperty;
import javafx.beans.property.ReadOnlyDoubleWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;

import studio.atelier.model.Delay;
import studio.atelier.model.Job;
import studio.atelier.model.JobId;
import studio.atelier.model.JobStatus;
import studio.atelier.model.Messages;
import studio.atelier.model.Problem;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/// A job as its row shows it. JavaFX thread only.
public final class JobItem {
    private static final Messages MESSAGES = Messages.of("queue");

    private final String referenceName;
    private final ReadOnlyObjectWrapper<Job> job = new ReadOnlyObjectWrapper<>(this, "job");
    private final ReadOnlyDoubleWrapper fraction = new ReadOnlyDoubleWrapper(this, "fraction", 0);
    private final ReadOnlyObjectWrapper<Optional<byte[]>> preview =
            new ReadOnlyObjectWrapper<>(this, "preview", Optional.empty());
    private final ReadOnlyStringWrapper line = new ReadOnlyStringWrapper(this, "line", "");

    private Optional<Delay> delay = Optional.empty();

    JobItem(Job job, String referenceName, double fraction, Instant now) {
        this.job.set(job);
        this.referenceName = referenceName;
        this.fraction.set(fraction);
        tick(now);
    }

    public ReadOnlyObjectProperty<Job> job() {
        return job.getReadOnlyProperty();
    }

    /// 0 to 1.
    public ReadOnlyDoubleProperty fraction() {
        return fraction.getReadOnlyProperty();
    }

    /// The latest live preview as JPEG or PNG bytes, while the job runs.
    public ReadOnlyObjectProperty<Optional<byte[]>> preview() {
        return preview.getReadOnlyProperty();
    }

    /// Where it stands, in a few words: progress and elapsed time, what it waits for, or what went wrong.
    public ReadOnlyStringProperty line() {
        return line.getReadOnlyProperty();
    }

    public JobId id() {
        return job.get().id();
    }

    public String title() {
        return referenceName.isEmpty() ? MESSAGES.text("job.no-reference") : referenceName;
    }

    public String variation() {
        return MESSAGES.text("job.variation", job.get().variation());
    }

    public JobStatus status() {
        return job.get().status();
    }

    public Optional<Problem> problem() {
        return job.get().problem();
    }

    public boolean isWaiting() {
        return status() == JobStatus.QUEUED;
    }

    public boolean isCancellable() {
        return !status().isFinal() && job.get().cancelRequestedAt().isEmpty();
    }

    public boolean isRetryable() {
        return status() == JobStatus.FAILED || status() == JobStatus.CANCELLED;
    }

    void update(Job changed, Instant now) {
        if (changed.status() != JobStatus.PROCESSING) {
            preview.set(Optional.empty());
            fraction.set(changed.status() == JobStatus.COMPLETED ? 1 : 0);
            delay = Optional.empty();
        } else if (changed.attempt() != job.get().attempt()) {
            fraction.set(0);
            delay = Optional.empty();
        }
        job.set(changed);
        tick(now);
    }

    /// As one event for many jobs tells it, without their rows.
    void fail(Problem problem, Instant now) {
        Job failed = job.get();
        update(
                new Job(
                        failed.id(),
                        failed.batch(),
                        failed.model(),
                        failed.workflow(),
                        failed.reference(),
                        failed.variation(),
                        failed.seed(),
                        JobStatus.FAILED,
                        failed.positivePrompt(),
                        failed.negativePrompt(),
                        failed.parameters(),
                        failed.promptId(),
                        failed.engine(),
                        failed.attempt(),
                        failed.priority(),
                        Optional.empty(),
                        failed.cancelRequestedAt(),
                        Optional.of(problem),
                        failed.createdAt(),
                        failed.startedAt(),
                        Optional.of(now)),
                now);
    }

    void progress(double reached, Instant now) {
        if (status() == JobStatus.PROCESSING) {
            fraction.set(Math.clamp(reached, 0, 1));
            tick(now);
        }
    }

    /// @param why the engine lets it wait, empty when it does no more
    void delayed(Optional<Delay> why, Instant now) {
        delay = why;
        tick(now);
    }

    void preview(byte[] image) {
        if (status() == JobStatus.PROCESSING) {
            preview.set(Optional.of(image));
        }
    }

    /// Writes the line anew, for elapsed time.
    void tick(Instant now) {
        line.set(describe(now));
    }

    private String describe(Instant now) {
        Job current = job.get();
        boolean stopping = !current.status().isFinal() && current.cancelRequestedAt().isPresent();
        if (stopping) {
            return MESSAGES.text("job.stopping");
        }
        return switch (current.status()) {
            case QUEUED -> waiting(current, now);
            case PROCESSING -> running(current, now);
            case COMPLETED -> done(current);
            case FAILED ->
                    current.problem().map(Problem::sentence).orElse(MESSAGES.text("job.failed"));
            case CANCELLED -> MESSAGES.text("job.cancelled");
        };
    }

    private static String waiting(Job job, Instant now) {
        Optional<Duration> pause =
                job.notBefore().filter(now::isBefore).map(start -> Duration.between(now, start));
        if (pause.isPresent()) {
            return MESSAGES.text("job.again", Durations.text(pause.get()));
        }
        return MESSAGES.text(job.priority() > 0 ? "job.front" : "job.waiting");
    }

    private String running(Job job, Instant now) {
        String elapsed =
                job.startedAt()
                        .map(start -> Durations.text(Duration.between(start, now)))
                        .orElse("");
        if (fraction.get() > 0) {
            return MESSAGES.text("job.progress", fraction.get(), elapsed);
        }
        return delay.map(why -> MESSAGES.text("job.delay." + key(why), elapsed))
                .orElseGet(() -> MESSAGES.text("job.starting", elapsed));
    }

    private static String key(Delay why) {
        return why.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String done(Job job) {
        if (job.cancelRequestedAt().isPresent()) {
            return MESSAGES.text("job.finished-before-cancel");
        }
        if (job.startedAt().isEmpty() || job.completedAt().isEmpty()) {
            return MESSAGES.text("job.done");
        }
        Duration took = Duration.between(job.startedAt().get(), job.completedAt().get());
        return MESSAGES.text("job.done-in", Durations.text(took));
    }
}
