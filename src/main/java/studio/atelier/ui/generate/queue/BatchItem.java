package studio.atelier.ui.generate.queue;

import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.SimpleBooleanProperty;

import studio.atelier.model.Batch;
import studio.atelier.model.BatchId;
import studio.atelier.model.Job;
import studio.atelier.model.JobId;
import studio.atelier.model.JobStatus;
import studio.atelier.model.Messages;
import studio.atelier.model.Problem;
import studio.atelier.queue.BatchView;
import studio.atelier.queue.JobView;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A batch with its jobs as the side bar shows them. JavaFX thread only.
public final class BatchItem {
    /// A larger batch shows only what matters now, until all is asked for.
    static final int SHOWN_AT_ONCE = 12;

    private static final Messages MESSAGES = Messages.of("queue");

    private final Batch batch;
    private final Map<JobId, JobItem> jobs;
    private final Map<JobStatus, Integer> counts = new EnumMap<>(JobStatus.class);
    private final BooleanProperty expanded = new SimpleBooleanProperty(this, "expanded", false);
    private final BooleanProperty showingAll = new SimpleBooleanProperty(this, "showingAll", false);
    private final ReadOnlyIntegerWrapper revision = new ReadOnlyIntegerWrapper(this, "revision", 0);

    BatchItem(BatchView view, Instant now) {
        batch = view.batch();
        jobs = LinkedHashMap.newLinkedHashMap(view.jobs().size());
        for (JobView job : view.jobs()) {
            jobs.put(
                    job.job().id(),
                    new JobItem(job.job(), job.referenceName(), job.fraction(), now));
            counts.merge(job.job().status(), 1, Integer::sum);
        }
    }

    public BatchId id() {
        return batch.id();
    }

    public int jobCount() {
        return jobs.size();
    }

    public Instant createdAt() {
        return batch.createdAt();
    }

    public ReadOnlyBooleanProperty expanded() {
        return expanded;
    }

    public ReadOnlyBooleanProperty showingAll() {
        return showingAll;
    }

    /// Counts up whenever a job of the batch changed.
    public ReadOnlyIntegerProperty revision() {
        return revision.getReadOnlyProperty();
    }

    /// For example `Milan × 3 references`.
    public String title() {
        return MESSAGES.text("batch.title", batch.modelName(), batch.references());
    }

    /// For example `6 jobs · 2 done · 1 running`.
    public String summary() {
        List<String> parts = new ArrayList<>();
        parts.add(MESSAGES.text("batch.jobs", jobs.size()));
        for (JobStatus status :
                List.of(
                        JobStatus.COMPLETED,
                        JobStatus.PROCESSING,
                        JobStatus.QUEUED,
                        JobStatus.FAILED,
                        JobStatus.CANCELLED)) {
            int count = count(status);
            if (count > 0) {
                parts.add(MESSAGES.text("batch." + status.databaseName(), count));
            }
        }
        return String.join(MESSAGES.text("separator"), parts);
    }

    /// 0 to 1: what is over, and what the running jobs have reached.
    public double fraction() {
        double sum = 0;
        for (JobItem job : jobs.values()) {
            sum += job.status().isFinal() ? 1 : job.fraction().get();
        }
        return jobs.isEmpty() ? 0 : sum / jobs.size();
    }

    public int count(JobStatus status) {
        return counts.getOrDefault(status, 0);
    }

    public boolean isFinished() {
        return open() == 0;
    }

    /// How many of its jobs wait or run.
    int open() {
        return count(JobStatus.QUEUED) + count(JobStatus.PROCESSING);
    }

    /// The one problem that all its failed jobs share, so that it is said once.
    public Optional<Problem> sharedProblem() {
        Optional<Problem> shared = Optional.empty();
        for (JobItem job : jobs.values()) {
            if (job.status() == JobStatus.FAILED) {
                Optional<Problem> own = job.problem();
                if (own.isEmpty() || (shared.isPresent() && !same(shared.get(), own.get()))) {
                    return Optional.empty();
                }
                shared = own;
            }
        }
        return shared;
    }

    /// True when `sharedProblem` speaks for more than one job.
    public boolean saysProblemOnce() {
        return count(JobStatus.FAILED) > 1 && sharedProblem().isPresent();
    }

    Collection<JobItem> jobs() {
        return Collections.unmodifiableCollection(jobs.values());
    }

    Optional<JobItem> job(JobId id) {
        return Optional.ofNullable(jobs.get(id));
    }

    /// The jobs that have a row now.
    List<JobItem> shownJobs() {
        if (!expanded.get()) {
            return List.of();
        }
        if (jobs.size() <= SHOWN_AT_ONCE || showingAll.get()) {
            return List.copyOf(jobs.values());
        }
        List<JobItem> shown = new ArrayList<>(SHOWN_AT_ONCE);
        for (JobStatus status :
                List.of(
                        JobStatus.PROCESSING,
                        JobStatus.FAILED,
                        JobStatus.QUEUED,
                        JobStatus.COMPLETED,
                        JobStatus.CANCELLED)) {
            for (JobItem job : jobs.values()) {
                if (job.status() == status && shown.size() < SHOWN_AT_ONCE) {
                    shown.add(job);
                }
            }
        }
        return shown;
    }

    boolean isLong() {
        return jobs.size() > SHOWN_AT_ONCE;
    }

    void expand(boolean wanted) {
        expanded.set(wanted);
    }

    void showAll(boolean wanted) {
        showingAll.set(wanted);
    }

    void update(Job changed, Instant now) {
        JobItem item = jobs.get(changed.id());
        if (item != null) {
            counts.merge(item.status(), -1, Integer::sum);
            counts.merge(changed.status(), 1, Integer::sum);
            item.update(changed, now);
            touch();
        }
    }

    /// Marks those of the jobs that are not over yet as failed for this one reason.
    void stop(Collection<JobId> stopped, Problem problem, Instant now) {
        for (JobId id : stopped) {
            JobItem item = jobs.get(id);
            if (item != null) {
                counts.merge(item.status(), -1, Integer::sum);
                counts.merge(JobStatus.FAILED, 1, Integer::sum);
                item.fail(problem, now);
            }
        }
        touch();
    }

    void touch() {
        revision.set(revision.get() + 1);
    }

    private static boolean same(Problem one, Problem other) {
        return one.code().equals(other.code()) && one.arguments().equals(other.arguments());
    }
}
