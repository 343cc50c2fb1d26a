package studio.atelier.queue;

import studio.atelier.db.BatchStore.StoredBatch;
import studio.atelier.engine.Engine;
import studio.atelier.model.BatchId;
import studio.atelier.model.BatchPlan;
import studio.atelier.model.BatchRequest;
import studio.atelier.model.Job;
import studio.atelier.model.JobId;
import studio.atelier.model.LoraModel;
import studio.atelier.model.Problem;
import studio.atelier.model.Problem.Kind;
import studio.atelier.model.StudioException;
import studio.atelier.model.Workflow;
import studio.atelier.plan.Planner;
import studio.atelier.storage.ObjectStore;
import studio.atelier.storage.image.ThumbnailCache;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// The queue in PostgreSQL. Verbs and views work at once; jobs are run after `start`. Closing stops what it
/// started and leaves database, store and engines open: they belong to whoever made them.
public final class DurableQueue implements Queue, AutoCloseable {
    private final Stores stores;
    private final Conditions conditions;
    private final LiveFeed feed = new LiveFeed();
    private final Fractions fractions = new Fractions();
    private final Pauses pauses;
    private final Purse purse;
    private final BatchEnds batchEnds;
    private final Workers workers;
    private final JobVerbs verbs;
    private final StatusCheck statusCheck;
    private final Preflight preflight;
    private final EngineReports reports;
    private final Foresight foresight;
    private final Neighbours neighbours;

    /// @param engines at least one, each with a name of its own
    public DurableQueue(
            Stores stores, ObjectStore store, List<Engine> engines, Conditions conditions) {
        this(
                conditions,
                stores,
                store,
                engines.stream().map(EngineLane::of).toList(),
                Optional.empty());
    }

    /// @param lanes at least one, each with a name of its own
    /// @param thumbnails gets those of new pictures, where somebody looks at them
    public DurableQueue(
            Conditions conditions,
            Stores stores,
            ObjectStore store,
            List<EngineLane> lanes,
            Optional<ThumbnailCache> thumbnails) {
        this.stores = stores;
        this.conditions = conditions;
        this.batchEnds = new BatchEnds(stores.jobs(), feed);
        this.pauses = new Pauses(stores.settings());
        this.purse = new Purse(stores.budget(), feed, EngineLane.rates(lanes));
        var shared = new Workers.Shared(feed, batchEnds, fractions, pauses, purse, thumbnails);
        this.workers = new Workers(stores, store, lanes, shared, conditions);
        this.verbs = new JobVerbs(stores.jobs(), workers, feed, batchEnds);
        this.statusCheck = new StatusCheck(stores, workers, conditions);
        this.preflight = new Preflight(workers::seats, store);
        this.reports = new EngineReports(workers::seats);
        this.foresight = new Foresight(stores.pace(), workers, shared);
        this.neighbours =
                new Neighbours(stores.notices(), feed, workers::wake, conditions, workers.owner());
    }

    /// Begins to run jobs, first of all those that an earlier start left unfinished.
    public void start() {
        workers.start();
        neighbours.start();
    }

    /// Works with these engines from now on. What one that is not among them has in hand is brought to its end there, or
    /// handed back when it does not answer; its lane is told when that is done.
    ///
    /// @param lanes at least one, each with a name of its own; with the engines of before where they are the same
    public void settle(List<EngineLane> lanes) {
        purse.settle(EngineLane.rates(lanes));
        workers.settle(lanes);
        feed.publish(new QueueEvent.Refreshed());
    }

    /// Those that it works with now.
    public List<Engine> enginesNow() {
        return workers.seats().stream().map(seat -> seat.lane().engine()).toList();
    }

    /// The door for whoever compares the queue with the world around it.
    public Recovery recovery() {
        return new Recovery(stores, workers, feed, batchEnds, conditions);
    }

    @Override
    public void close() {
        neighbours.close();
        workers.close();
        feed.close();
    }

    @Override
    public BatchId enqueue(BatchPlan plan, Place place) {
        return added(
                stores.batches()
                        .insert(
                                plan,
                                place == Place.FRONT,
                                Optional.of(Abilities.needs(plan.request()))));
    }

    @Override
    public int toFront(Collection<JobId> jobs) {
        return verbs.toFront(jobs);
    }

    @Override
    public int toFront(BatchId batch) {
        return verbs.toFront(batch);
    }

    @Override
    public Cancelled cancel(Collection<JobId> jobs) {
        return verbs.cancel(jobs);
    }

    @Override
    public Cancelled cancelBatch(BatchId batch) {
        return verbs.cancelBatch(batch);
    }

    @Override
    public Cancelled cancelWaiting(BatchId batch) {
        return verbs.cancelWaiting(batch);
    }

    @Override
    public Cancelled cancelInside(String engine) {
        return verbs.cancelInside(engine);
    }

    @Override
    public int undo(Cancelled cancelled) {
        return verbs.undo(cancelled);
    }

    @Override
    public void retry(JobId job) {
        if (verbs.retry(List.of(job)) == 0) {
            throw notFound(job);
        }
    }

    @Override
    public int retry(Collection<JobId> jobs) {
        return verbs.retry(jobs);
    }

    @Override
    public int retryFailed(Collection<BatchId> batches) {
        return verbs.retryFailed(batches);
    }

    @Override
    public int retryFailedAt(String engine) {
        return verbs.retryFailedAt(engine);
    }

    @Override
    public BatchId runAgain(JobId job) {
        long seed = conditions.random().nextLong(Planner.SEED_BOUND);
        return added(stores.batches().copyOf(job, seed).orElseThrow(() -> notFound(job)));
    }

    @Override
    public Job checkStatus(JobId id) {
        return statusCheck.of(id).orElseThrow(() -> notFound(id));
    }

    @Override
    public void pause() {
        setPaused(true);
    }

    @Override
    public void resume() {
        purse.renewIfReached();
        setPaused(false);
        workers.wake();
    }

    @Override
    public boolean isPaused() {
        return pauses.isPaused();
    }

    @Override
    public List<EngineState> engines() {
        Set<String> paused = pauses.among(workers.names());
        return workers.seats().stream()
                .map(seat -> seat.link().state().of(seat, workers.router().idle(seat)))
                .map(state -> state.paused(paused.contains(state.name())))
                .toList();
    }

    @Override
    public void pauseEngine(String name) {
        setPaused(name, true);
    }

    @Override
    public void resumeEngine(String name) {
        setPaused(name, false);
        workers.wake();
    }

    @Override
    public void enableEngine(String name, boolean enabled) {
        requireEngine(name);
        workers.enable(name, enabled);
        feed.publish(new QueueEvent.EnginePaused(name, pauses.isPaused(name)));
    }

    @Override
    public void renameEngine(String from, String to) {
        if (pauses.isPaused(from)) {
            pauses.set(to, true);
        }
    }

    @Override
    public void tryNow(String engine) {
        workers.tryNow(engine);
    }

    @Override
    public List<BatchView> latest(int batches) {
        return stores.batches().latest(batches).stream().map(this::view).toList();
    }

    @Override
    public List<Job> withoutBatch(int most) {
        return stores.jobs().withoutBatch(most);
    }

    @Override
    public Totals totals() {
        return foresight.totals();
    }

    @Override
    public Forecast forecast(BatchRequest request) {
        return foresight.forecast(request);
    }

    @Override
    public void setBudget(Optional<BigDecimal> limit) {
        purse.set(limit);
        feed.publish(new QueueEvent.PauseChanged(isPaused()));
    }

    @Override
    public boolean hasWork() {
        // What waited a moment ago may have been claimed since: what is in hand is looked at last.
        return !workers.isIdle()
                || (takesJobs() && totals().waiting() > 0)
                || !workers.isIdleAfterClaims();
    }

    /// Whether nothing is in hand here and nothing kept waits to be looked at again: what this process has stored is
    /// recorded.
    public boolean isAtRest() {
        return workers.isAtRest();
    }

    private boolean takesJobs() {
        return !pauses.isPaused()
                && workers.names().stream()
                        .anyMatch(engine -> workers.isEnabled(engine) && !pauses.isPaused(engine));
    }

    @Override
    public BatchCheck preflight(BatchPlan plan) {
        return preflight.check(plan);
    }

    @Override
    public List<EngineAside> aside(BatchRequest request) {
        return preflight.aside(request);
    }

    @Override
    public List<WorkflowVerdict> check(Workflow workflow) {
        return preflight.verdicts(workflow);
    }

    @Override
    public EngineReport engineReport(List<LoraModel> models, List<Workflow> workflows) {
        return reports.report(models, workflows);
    }

    @Override
    public Subscription subscribe(Consumer<QueueEvent> consumer) {
        return feed.subscribe(consumer);
    }

    private BatchId added(BatchId batch) {
        stores.batches()
                .find(batch)
                .map(this::view)
                .ifPresent(view -> feed.publish(new QueueEvent.BatchAdded(view)));
        workers.wake();
        return batch;
    }

    private BatchView view(StoredBatch stored) {
        return new BatchView(
                stored.batch(),
                stored.jobs().stream()
                        .map(
                                row ->
                                        new JobView(
                                                row.job(),
                                                row.referenceName(),
                                                fractions.of(row.job().id())))
                        .toList());
    }

    private void setPaused(boolean paused) {
        pauses.set(paused);
        feed.publish(new QueueEvent.PauseChanged(paused));
    }

    private void setPaused(String engine, boolean paused) {
        requireEngine(engine);
        pauses.set(engine, paused);
        feed.publish(new QueueEvent.EnginePaused(engine, paused));
    }

    private void requireEngine(String name) {
        if (workers.engine(name).isEmpty()) {
            throw new StudioException(
                    Problem.of(Kind.NOT_FOUND, Problem.words("thing.engine", name)));
        }
    }

    private static StudioException notFound(JobId job) {
        return new StudioException(
                Problem.of(Kind.NOT_FOUND, Problem.words("thing.job", job.toString())));
    }
}
