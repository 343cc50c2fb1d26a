package studio.atelier.ui.generate.queue;

import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.ObservableList;

import studio.atelier.model.BatchId;
import studio.atelier.model.Job;
import studio.atelier.model.JobId;
import studio.atelier.model.JobStatus;
import studio.atelier.model.Messages;
import studio.atelier.model.Problem;
import studio.atelier.queue.BatchView;
import studio.atelier.queue.Queue;
import studio.atelier.queue.QueueEvent;
import studio.atelier.ui.kit.Background;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/// The queue's side bar: the latest batches with their jobs, kept up to date by the queue's events, and the verbs of
/// a person. JavaFX thread only, except that events arrive on queue threads and are handed over in bundles.
public final class QueueViewModel implements AutoCloseable {
    static final int BATCHES = 50;
    static final int TICKS_BETWEEN_LOOKS = 2;

    private static final Messages MESSAGES = Messages.of("queue");

    private final Queue queue;
    private final Background background;
    private final Executor ui;
    private final InstantSource clock;
    private final QueueInbox inbox = new QueueInbox();
    private final QueueRows list = new QueueRows();
    private final List<Consumer<QueueEvent>> listeners = new ArrayList<>();
    private final Map<String, Problem> outages = new LinkedHashMap<>();
    private final ReadOnlyBooleanWrapper paused = new ReadOnlyBooleanWrapper(this, "paused");
    private final ReadOnlyBooleanWrapper loaded = new ReadOnlyBooleanWrapper(this, "loaded");
    private final QueueTotals totals;
    private final QueueVerbs verbs;
    private final ReadOnlyObjectWrapper<Optional<Problem>> problem =
            new ReadOnlyObjectWrapper<>(this, "problem", Optional.empty());
    private final ReadOnlyStringWrapper notice = new ReadOnlyStringWrapper(this, "notice", "");
    private Optional<Queue.Subscription> subscription = Optional.empty();
    private Runnable onOthers = () -> {};
    private boolean reading;
    private boolean outdated;
    private int ticks;

    /// @param ui runs bundles of events on the JavaFX thread, at most one waits at any time
    public QueueViewModel(Queue queue, Background background, Executor ui, InstantSource clock) {
        this.queue = queue;
        this.background = background;
        this.ui = ui;
        this.clock = clock;
        this.verbs =
                new QueueVerbs(
                        queue, background, new QueueVerbs.Answers(notice::set, this::refused));
        this.totals = new QueueTotals(queue, background, list::open, this::othersChanged);
    }

    /// Cancel, retry, to the front.
    public QueueVerbs verbs() {
        return verbs;
    }

    /// How many of the jobs in the list failed.
    public int failed() {
        return list.batches().stream().mapToInt(batch -> batch.count(JobStatus.FAILED)).sum();
    }

    public void retryAllFailed() {
        verbs.retryFailed(list.batches());
    }

    public ObservableList<QueueRow> rows() {
        return list.rows();
    }

    public ReadOnlyBooleanProperty paused() {
        return paused.getReadOnlyProperty();
    }

    /// False until the batches were read for the first time.
    public ReadOnlyBooleanProperty loaded() {
        return loaded.getReadOnlyProperty();
    }

    /// For example `2 running · 14 waiting`.
    public ReadOnlyStringProperty summary() {
        return totals.summary();
    }

    /// For example `about 12 to 21 min left`, empty while nobody can tell.
    public ReadOnlyStringProperty timeLeft() {
        return totals.timeLeft();
    }

    /// What the queue comes to in time and money.
    public QueueTotals totals() {
        return totals;
    }

    public void setBudget(Optional<BigDecimal> limit) {
        command(
                () -> {
                    queue.setBudget(limit);
                    return true;
                },
                _ -> totals.count());
    }

    /// What keeps the queue from going on, or why the last command failed.
    public ReadOnlyObjectProperty<Optional<Problem>> problem() {
        return problem.getReadOnlyProperty();
    }

    /// What the last "Check status" found, empty when there is nothing to say.
    public ReadOnlyStringProperty notice() {
        return notice.getReadOnlyProperty();
    }

    /// Tells `listener` of every event on the JavaFX thread, after the list has taken it in.
    public void onEvent(Consumer<QueueEvent> listener) {
        listeners.add(listener);
    }

    /// Tells `listener` when another process changed the queue: nothing that was read before is sure any more.
    public void onOthersChanged(Runnable listener) {
        onOthers = listener;
    }

    /// Listens to the queue and reads the latest batches.
    public void open() {
        if (subscription.isEmpty()) {
            subscription = Optional.of(queue.subscribe(this::hear));
        }
        reload();
    }

    public void reload() {
        reading = true;
        outdated = false;
        background.latest(
                "queue.latest",
                () -> new Read(queue.latest(BATCHES), queue.isPaused()),
                this::take,
                this::unread);
        totals.count();
    }

    public void pauseOrResume() {
        boolean resume = paused.get();
        command(
                () -> {
                    if (resume) {
                        queue.resume();
                    } else {
                        queue.pause();
                    }
                    return !resume;
                },
                paused::set);
    }

    /// Asks the engine about the job now.
    public void checkStatus(JobItem job) {
        notice.set(MESSAGES.text("notice.checking", job.title()));
        command(
                () -> queue.checkStatus(job.id()),
                checked -> {
                    changed(checked).ifPresent(list::refresh);
                    notice.set(MESSAGES.text("notice.checked", job.title(), job.line().get()));
                });
    }

    public void toggle(BatchItem batch) {
        batch.expand(!batch.expanded().get());
        list.refresh(batch);
    }

    /// Shows all jobs of a long batch, or again only those that matter now.
    public void toggleAll(BatchItem batch) {
        batch.showAll(!batch.showingAll().get());
        list.refresh(batch);
    }

    public void dismissNotice() {
        notice.set("");
        outages.remove("");
        showOutage();
    }

    /// To be called about once a second, so that elapsed times move and the doings of other processes are seen.
    public void tick() {
        if (subscription.isPresent() && ++ticks % TICKS_BETWEEN_LOOKS == 0) {
            totals.look();
        }
        Instant now = clock.instant();
        for (BatchItem batch : list.batches()) {
            if (!batch.isFinished() && batch.expanded().get()) {
                batch.jobs().stream()
                        .filter(job -> !job.status().isFinal())
                        .forEach(job -> job.tick(now));
            }
        }
    }

    @Override
    public void close() {
        subscription.ifPresent(Queue.Subscription::close);
        subscription = Optional.empty();
    }

    private record Read(List<BatchView> batches, boolean paused) {}

    /// On a queue thread.
    private void hear(QueueEvent event) {
        if (inbox.put(event)) {
            ui.execute(this::drain);
        }
    }

    private void drain() {
        Set<BatchItem> touched = new LinkedHashSet<>();
        boolean counted = false;
        for (QueueEvent event : inbox.take()) {
            apply(event).ifPresent(touched::add);
            counted |= QueueInbox.changesTotals(event);
            List.copyOf(listeners).forEach(listener -> listener.accept(event));
        }
        touched.forEach(list::refresh);
        if (counted) {
            totals.count();
        }
    }

    /// @return the batch whose rows may differ now
    private Optional<BatchItem> apply(QueueEvent event) {
        return switch (event) {
            case QueueEvent.BatchAdded(var view) -> added(view);
            case QueueEvent.JobChanged(var job) -> changed(job);
            case QueueEvent.JobCompleted(var job, _) -> changed(job);
            case QueueEvent.BatchStopped(var id, var jobs, var cause) -> {
                Optional<BatchItem> stopped = list.find(id);
                stopped.ifPresent(batch -> batch.stop(jobs, cause, clock.instant()));
                yield stopped;
            }
            case QueueEvent.JobProgressed(var id, var fraction) -> {
                find(id).ifPresent(found -> progressed(found, fraction));
                yield Optional.empty();
            }
            case QueueEvent.JobDelayed(var id, var why) -> {
                find(id).ifPresent(found -> found.job().delayed(why, clock.instant()));
                yield Optional.empty();
            }
            case QueueEvent.JobPreviewed(var id, var image) -> {
                find(id).ifPresent(found -> found.job().preview(image));
                yield Optional.empty();
            }
            default -> {
                applyToAll(event);
                yield Optional.empty();
            }
        };
    }

    private void applyToAll(QueueEvent event) {
        switch (event) {
            case QueueEvent.PauseChanged(var now) -> {
                paused.set(now);
                totals.count();
            }
            case QueueEvent.EngineUp(var engine) -> outage("engine " + engine, Optional.empty());
            case QueueEvent.EngineDown(var engine, var cause) ->
                    outage("engine " + engine, Optional.of(cause));
            case QueueEvent.ServiceChanged(var service, var cause) -> outage(service, cause);
            case QueueEvent.Refreshed _ -> readAgain();
            default -> {} // BatchFinished is for the notices; the rest concerns one batch
        }
    }

    private Optional<BatchItem> added(BatchView view) {
        if (list.find(view.batch().id()).isPresent()) {
            return Optional.empty(); // read by a reload before its event came
        }
        list.batches().stream()
                .filter(BatchItem::isFinished)
                .filter(batch -> batch.expanded().get())
                .toList()
                .forEach(this::toggle);
        BatchItem item = new BatchItem(view, clock.instant());
        item.expand(true);
        list.addFirst(item, BATCHES);
        return Optional.empty();
    }

    private Optional<BatchItem> changed(Job job) {
        Optional<BatchItem> batch = job.batch().flatMap(list::find);
        batch.ifPresent(item -> item.update(job, clock.instant()));
        if (batch.isEmpty() && !reading && job.batch().filter(list::isNews).isPresent()) {
            reload(); // another process queued it
        }
        return batch;
    }

    /// Reads again, or once more after the reading under way: a busy neighbour must not keep it from ever ending.
    private void readAgain() {
        if (reading) {
            outdated = true;
        } else {
            reload();
        }
    }

    private void othersChanged() {
        readAgain();
        onOthers.run();
    }

    private void progressed(QueueRow.JobRow found, double fraction) {
        found.job().progress(fraction, clock.instant());
        found.batch().touch();
    }

    private Optional<QueueRow.JobRow> find(JobId id) {
        return list.batches().stream()
                .filter(batch -> !batch.isFinished())
                .flatMap(batch -> batch.job(id).map(j -> new QueueRow.JobRow(batch, j)).stream())
                .findFirst();
    }

    private void take(Read read) {
        reading = false;
        outages.remove("");
        showOutage();
        paused.set(read.paused());
        Instant now = clock.instant();
        Map<BatchId, BatchItem> before = new HashMap<>();
        list.batches().forEach(batch -> before.put(batch.id(), batch));
        List<BatchItem> items = new ArrayList<>();
        for (BatchView view : read.batches()) {
            BatchItem known = before.get(view.batch().id());
            if (known != null && known.jobCount() == view.jobs().size()) {
                view.jobs().forEach(job -> known.update(job.job(), now));
                items.add(known);
            } else {
                BatchItem item = new BatchItem(view, now);
                item.expand(!item.isFinished() || items.isEmpty());
                items.add(item);
            }
        }
        list.become(items, BATCHES);
        loaded.set(true);
        if (outdated) {
            reload();
        }
    }

    private void unread(Problem cause) {
        reading = false;
        refused(cause);
    }

    private <T> void command(Callable<T> work, Consumer<T> onSuccess) {
        background.run(work, onSuccess, this::refused);
    }

    private void refused(Problem cause) {
        notice.set("");
        outage("", Optional.of(cause));
    }

    /// @param of what is out of order; empty for a command of a person
    private void outage(String of, Optional<Problem> cause) {
        outages.remove(of);
        cause.ifPresent(known -> outages.put(of, known));
        showOutage();
    }

    private void showOutage() {
        problem.set(outages.values().stream().reduce((_, newest) -> newest));
    }
}
