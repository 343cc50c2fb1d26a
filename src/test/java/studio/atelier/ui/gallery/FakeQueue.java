package studio.atelier.ui.gallery;

import studio.atelier.model.BatchId;
import studio.atelier.model.BatchPlan;
import studio.atelier.model.BatchRequest;
import studio.atelier.model.Job;
import studio.atelier.model.JobId;
import studio.atelier.model.LoraModel;
import studio.atelier.model.Workflow;
import studio.atelier.queue.BatchCheck;
import studio.atelier.queue.BatchView;
import studio.atelier.queue.Cancelled;
import studio.atelier.queue.EngineAside;
import studio.atelier.queue.EngineReport;
import studio.atelier.queue.EngineState;
import studio.atelier.queue.Forecast;
import studio.atelier.queue.Queue;
import studio.atelier.queue.QueueEvent;
import studio.atelier.queue.Totals;
import studio.atelier.queue.WorkflowVerdict;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/// Remembers what it was told to do, and says what a test wants it to say.
final class FakeQueue implements Queue {
    private final List<Consumer<QueueEvent>> listeners = new CopyOnWriteArrayList<>();
    final List<JobId> ranAgain = new ArrayList<>();
    final List<JobId> retried = new ArrayList<>();
    final List<JobId> cancelled = new ArrayList<>();
    final List<Cancelled> undone = new ArrayList<>();

    /// What a cancellation finds waiting.
    Cancelled waiting = Cancelled.NOTHING;

    void emit(QueueEvent event) {
        listeners.forEach(listener -> listener.accept(event));
    }

    int listeners() {
        return listeners.size();
    }

    @Override
    public Subscription subscribe(Consumer<QueueEvent> consumer) {
        listeners.add(consumer);
        return () -> listeners.remove(consumer);
    }

    @Override
    public BatchId runAgain(JobId job) {
        ranAgain.add(job);
        return new BatchId(900 + ranAgain.size());
    }

    @Override
    public void retry(JobId job) {
        retried.add(job);
    }

    @Override
    public Cancelled cancel(Collection<JobId> jobs) {
        cancelled.addAll(jobs);
        return waiting;
    }

    @Override
    public BatchId enqueue(BatchPlan plan, Place place) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int toFront(Collection<JobId> jobs) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int toFront(BatchId batch) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Cancelled cancelBatch(BatchId batch) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Cancelled cancelWaiting(BatchId batch) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int undo(Cancelled taken) {
        undone.add(taken);
        return taken.waited().size();
    }

    @Override
    public int retry(Collection<JobId> jobs) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int retryFailed(Collection<BatchId> batches) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean hasWork() {
        return false;
    }

    @Override
    public List<EngineState> engines() {
        return List.of();
    }

    @Override
    public void pauseEngine(String name) {}

    @Override
    public void resumeEngine(String name) {}

    @Override
    public void enableEngine(String name, boolean enabled) {}

    @Override
    public void renameEngine(String from, String to) {}

    @Override
    public void tryNow(String engine) {}

    @Override
    public Job checkStatus(JobId job) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void pause() {}

    @Override
    public void resume() {}

    @Override
    public boolean isPaused() {
        return false;
    }

    @Override
    public List<BatchView> latest(int batches) {
        return List.of();
    }

    @Override
    public Totals totals() {
        return new Totals(0, 0, Optional.empty());
    }

    @Override
    public Forecast forecast(BatchRequest request) {
        return Forecast.UNKNOWN;
    }

    @Override
    public void setBudget(Optional<java.math.BigDecimal> limit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<WorkflowVerdict> check(Workflow workflow) {
        return List.of();
    }

    @Override
    public BatchCheck preflight(BatchPlan plan) {
        return BatchCheck.WELL;
    }

    @Override
    public List<EngineAside> aside(BatchRequest request) {
        return List.of();
    }

    @Override
    public EngineReport engineReport(List<LoraModel> models, List<Workflow> workflows) {
        throw new UnsupportedOperationException();
    }
}
