package studio.atelier.ui.generate;

import org.jspecify.annotations.Nullable;

import studio.atelier.model.Batch;
import studio.atelier.model.BatchId;
import studio.atelier.model.BatchPlan;
import studio.atelier.model.BatchRequest;
import studio.atelier.model.Job;
import studio.atelier.model.JobDraft;
import studio.atelier.model.JobId;
import studio.atelier.model.JobStatus;
import studio.atelier.model.LoraModel;
import studio.atelier.model.ModelId;
import studio.atelier.model.Problem;
import studio.atelier.model.Workflow;
import studio.atelier.queue.BatchCheck;
import studio.atelier.queue.BatchView;
import studio.atelier.queue.Budget;
import studio.atelier.queue.Cancelled;
import studio.atelier.queue.EngineAside;
import studio.atelier.queue.EngineLists;
import studio.atelier.queue.EngineReport;
import studio.atelier.queue.EngineReport.Loras;
import studio.atelier.queue.EngineState;
import studio.atelier.queue.Forecast;
import studio.atelier.queue.JobView;
import studio.atelier.queue.Queue;
import studio.atelier.queue.QueueEvent;
import studio.atelier.queue.Totals;
import studio.atelier.queue.WorkflowVerdict;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/// A queue in memory without an engine: tests move its jobs by hand. Safe to share.
public final class MemoryQueue implements Queue {
    public final List<BatchPlan> enqueued = new CopyOnWriteArrayList<>();
    public final List<WorkflowVerdict> verdicts = new CopyOnWriteArrayList<>();
    public final List<Problem> preflight = new CopyOnWriteArrayList<>();
    public final List<EngineAside> aside = new CopyOnWriteArrayList<>();
    public volatile EngineReport report =
            Fixtures.report(Optional.empty(), Loras.ALL, EngineLists.NONE);
    public volatile Forecast forecast = Forecast.UNKNOWN;
    public volatile Optional<Budget> budget = Optional.empty();

    /// Engines that will be called otherwise, by their earlier names.
    public final Map<String, String> renamed = new ConcurrentHashMap<>();

    /// How the engines stand; tests change it.
    public final List<EngineState> engines = new CopyOnWriteArrayList<>();

    public final List<String> tried = new CopyOnWriteArrayList<>();

    private final InstantSource clock;
    private final List<Consumer<QueueEvent>> subscribers = new CopyOnWriteArrayList<>();
    private final Map<BatchId, Batch> batches = new LinkedHashMap<>();
    private final Map<JobId, JobView> jobs = new LinkedHashMap<>();
    private boolean paused;

    public MemoryQueue(InstantSource clock) {
        this.clock = clock;
    }

    public void tell(QueueEvent event) {
        subscribers.forEach(subscriber -> subscriber.accept(event));
    }

    /// As another process does it: nobody is told.
    public BatchId enqueueElsewhere(BatchPlan plan) {
        return commit(plan).batch().id();
    }

    /// As another process does it: nobody is told.
    public void completeElsewhere(Job job) {
        put(at(job, JobStatus.COMPLETED, Optional.empty()));
    }

    public synchronized List<Job> jobs() {
        return jobs.values().stream().map(JobView::job).toList();
    }

    public void start(Job job) {
        change(at(job, JobStatus.PROCESSING, Optional.empty()));
    }

    public void progress(Job job, double fraction) {
        tell(new QueueEvent.JobProgressed(job.id(), fraction));
    }

    public void complete(Job job) {
        Job done = at(job, JobStatus.COMPLETED, Optional.empty());
        put(done);
        tell(new QueueEvent.JobCompleted(done, 1));
    }

    public void fail(Job job, Problem problem) {
        change(at(job, JobStatus.FAILED, Optional.of(problem)));
    }

    public void cancelled(Job job) {
        change(at(job, JobStatus.CANCELLED, Optional.empty()));
    }

    public void finished(BatchId batch, int completed, int failed, int cancelled) {
        tell(new QueueEvent.BatchFinished(batch, completed, failed, cancelled));
    }

    // --- what the screen calls

    @Override
    public BatchId enqueue(BatchPlan plan, Place place) {
        BatchView view = commit(plan);
        enqueued.add(plan);
        tell(new QueueEvent.BatchAdded(view));
        if (place == Place.FRONT) {
            toFront(view.batch().id());
        }
        return view.batch().id();
    }

    @Override
    public int toFront(Collection<JobId> chosen) {
        int priority = 1 + jobs().stream().mapToInt(Job::priority).max().orElse(0);
        return each(
                chosen, JobStatus.QUEUED, job -> change(MemoryJobs.withPriority(job, priority)));
    }

    @Override
    public int toFront(BatchId batch) {
        return toFront(ids(batch));
    }

    @Override
    public Cancelled cancel(Collection<JobId> chosen) {
        List<Job> waited = new ArrayList<>();
        int stopping = 0;
        for (JobId id : chosen) {
            Job job = job(id);
            if (job.status() == JobStatus.QUEUED) {
                cancelled(job);
                waited.add(job(id));
            } else if (job.status() == JobStatus.PROCESSING) {
                cancelled(job);
                stopping++;
            }
        }
        return new Cancelled(waited, stopping);
    }

    @Override
    public Cancelled cancelBatch(BatchId batch) {
        return cancel(ids(batch));
    }

    @Override
    public Cancelled cancelWaiting(BatchId batch) {
        return cancel(
                ids(batch).stream().filter(id -> job(id).status() == JobStatus.QUEUED).toList());
    }

    @Override
    public int undo(Cancelled cancelled) {
        return retry(cancelled.waited().stream().map(Job::id).toList());
    }

    @Override
    public void retry(JobId job) {
        retry(List.of(job));
    }

    @Override
    public int retry(Collection<JobId> chosen) {
        return each(chosen, JobStatus.FAILED, this::queueAgain)
                + each(chosen, JobStatus.CANCELLED, this::queueAgain);
    }

    @Override
    public int retryFailed(Collection<BatchId> chosen) {
        return chosen.stream()
                .mapToInt(batch -> each(ids(batch), JobStatus.FAILED, this::queueAgain))
                .sum();
    }

    @Override
    public boolean hasWork() {
        return totals().running() + totals().waiting() > 0;
    }

    @Override
    public List<EngineState> engines() {
        return List.copyOf(engines);
    }

    @Override
    public void pauseEngine(String name) {
        setPaused(name, true);
    }

    @Override
    public void resumeEngine(String name) {
        setPaused(name, false);
    }

    @Override
    public void enableEngine(String name, boolean enabled) {
        engines.replaceAll(
                state -> state.name().equals(name) ? EngineStates.used(state, enabled) : state);
    }

    @Override
    public void renameEngine(String from, String to) {
        renamed.put(from, to);
    }

    @Override
    public void tryNow(String engine) {
        tried.add(engine);
    }

    private void setPaused(String name, boolean now) {
        engines.replaceAll(state -> state.name().equals(name) ? state.paused(now) : state);
        tell(new QueueEvent.EnginePaused(name, now));
    }

    private void queueAgain(Job job) {
        change(at(job, JobStatus.QUEUED, Optional.empty()));
    }

    private List<JobId> ids(BatchId batch) {
        return jobs().stream()
                .filter(job -> job.batch().equals(Optional.of(batch)))
                .map(Job::id)
                .toList();
    }

    private int each(Collection<JobId> chosen, JobStatus status, Consumer<Job> verb) {
        List<Job> found =
                chosen.stream().map(this::job).filter(job -> job.status() == status).toList();
        found.forEach(verb);
        return found.size();
    }

    @Override
    public BatchId runAgain(JobId job) {
        return job(job).batch().orElseThrow();
    }

    @Override
    public Job checkStatus(JobId job) {
        return job(job);
    }

    @Override
    public void pause() {
        paused = true;
        tell(new QueueEvent.PauseChanged(true));
    }

    @Override
    public void resume() {
        paused = false;
        tell(new QueueEvent.PauseChanged(false));
    }

    @Override
    public synchronized boolean isPaused() {
        return paused;
    }

    @Override
    public synchronized List<BatchView> latest(int most) {
        return batches.values().stream().map(this::view).toList().reversed().stream()
                .limit(most)
                .toList();
    }

    @Override
    public synchronized Totals totals() {
        int running = 0;
        int waiting = 0;
        for (JobView view : jobs.values()) {
            running += view.job().status() == JobStatus.PROCESSING ? 1 : 0;
            waiting += view.job().status() == JobStatus.QUEUED ? 1 : 0;
        }
        return new Totals(running, waiting, forecast, budget);
    }

    @Override
    public Forecast forecast(BatchRequest request) {
        return forecast;
    }

    @Override
    public void setBudget(Optional<BigDecimal> limit) {
        budget = limit.map(amount -> new Budget(amount, BigDecimal.ZERO, false));
    }

    @Override
    public List<WorkflowVerdict> check(Workflow workflow) {
        return verdicts;
    }

    @Override
    public BatchCheck preflight(BatchPlan plan) {
        return new BatchCheck(preflight, aside);
    }

    @Override
    public List<EngineAside> aside(BatchRequest request) {
        return aside;
    }

    @Override
    public EngineReport engineReport(List<LoraModel> models, List<Workflow> workflows) {
        return report;
    }

    @Override
    public Subscription subscribe(Consumer<QueueEvent> consumer) {
        subscribers.add(consumer);
        return () -> subscribers.remove(consumer);
    }

    /// The engine lists LoRAs.
    public void listsLoras(String... names) {
        lists(Fixtures.lists(Map.of("LoraLoader.lora_name", List.of(names))));
    }

    public void lacksLora(ModelId model, Problem problem) {
        hasLoras(new Loras(Map.of(model, problem), Map.of()));
    }

    public void hasLoras(Loras loras) {
        report = Fixtures.report(Optional.empty(), loras, report.lists());
    }

    public void unreachable(Problem problem) {
        report = Fixtures.report(Optional.of(problem), Loras.ALL, EngineLists.NONE);
    }

    public void lists(EngineLists lists) {
        report = Fixtures.report(Optional.empty(), Loras.ALL, lists);
    }

    private synchronized Job job(JobId id) {
        JobView view = jobs.get(id);
        if (view == null) {
            throw new IllegalArgumentException("no job " + id);
        }
        return view.job();
    }

    private synchronized void put(Job job) {
        jobs.computeIfPresent(job.id(), (_, before) -> new JobView(job, before.referenceName(), 0));
    }

    private void change(Job job) {
        put(job);
        tell(new QueueEvent.JobChanged(job));
    }

    private synchronized BatchView commit(BatchPlan plan) {
        BatchId id = new BatchId(batches.size() + 1L);
        Instant now = clock.instant();
        batches.put(id, MemoryJobs.batch(id, plan, now));
        for (JobDraft draft : plan.jobs()) {
            Job job = MemoryJobs.job(new JobId(jobs.size() + 1), id, plan, draft, now);
            jobs.put(job.id(), new JobView(job, draft.reference().filename(), 0));
        }
        return view(batches.get(id));
    }

    private BatchView view(@Nullable Batch batch) {
        Batch known = Objects.requireNonNull(batch);
        List<JobView> own = new ArrayList<>();
        for (JobView view : jobs.values()) {
            if (view.job().batch().equals(Optional.of(known.id()))) {
                own.add(view);
            }
        }
        return new BatchView(known, own);
    }

    private Job at(Job old, JobStatus status, Optional<Problem> problem) {
        return MemoryJobs.at(job(old.id()), status, problem, clock.instant());
    }
}
