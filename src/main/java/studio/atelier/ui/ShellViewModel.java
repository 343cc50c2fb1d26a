package studio.atelier.ui;

import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;

import studio.atelier.model.Problem;
import studio.atelier.queue.EngineReport;
import studio.atelier.queue.Queue;
import studio.atelier.queue.QueueEvent;
import studio.atelier.ui.kit.Background;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;

/// What the frame around the tabs shows: the tab, the engine, and what is out of reach. JavaFX thread only.
public final class ShellViewModel {
    /// The tabs in their order, which is also that of their shortcuts.
    public enum Tab {
        GENERATE,
        GALLERY
    }

    /// The engine as the status shows it.
    ///
    /// @param problem why it cannot be used, empty while it can
    public record EngineStatus(
            String name, boolean demo, String version, Optional<Problem> problem) {
        EngineStatus withProblem(Problem now) {
            return new EngineStatus(name, demo, version, Optional.of(now));
        }
    }

    private final Queue queue;
    private final Background background;
    private final Executor ui;
    private final EnginesViewModel engines;
    private final ObjectProperty<Tab> tab = new SimpleObjectProperty<>(Tab.GENERATE);
    private final ReadOnlyObjectWrapper<Optional<EngineStatus>> engine =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<Problem>> outage =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private final BooleanProperty demoBannerDismissed = new SimpleBooleanProperty();

    public ShellViewModel(Queue queue, Background background, Executor ui, InstantSource clock) {
        this.queue = queue;
        this.background = background;
        this.ui = ui;
        this.engines = new EnginesViewModel(queue, background, clock);
    }

    /// Listens to the queue and asks for the engine; the result ends the listening.
    public Queue.Subscription start() {
        Queue.Subscription feed = queue.subscribe(this::hear);
        refresh();
        return feed;
    }

    public EnginesViewModel engines() {
        return engines;
    }

    public ObjectProperty<Tab> tabProperty() {
        return tab;
    }

    public ReadOnlyObjectProperty<Optional<EngineStatus>> engineProperty() {
        return engine.getReadOnlyProperty();
    }

    /// The database or the object store, while it is out of reach.
    public ReadOnlyObjectProperty<Optional<Problem>> outageProperty() {
        return outage.getReadOnlyProperty();
    }

    public BooleanProperty demoBannerDismissedProperty() {
        return demoBannerDismissed;
    }

    /// Asks the engine again.
    public void refresh() {
        engines.refresh();
        background.latest(
                "engine-status",
                () -> queue.engineReport(List.of(), List.of()),
                this::show,
                problem -> engine.set(engine.get().map(known -> known.withProblem(problem))));
    }

    private void show(EngineReport report) {
        engine.set(
                Optional.of(
                        new EngineStatus(
                                report.engineName(),
                                report.demo(),
                                report.version(),
                                report.problem())));
    }

    /// On a queue thread. What a batch sends by the thousand is of no concern here and does not get to the screen's
    /// thread.
    private void hear(QueueEvent event) {
        switch (event) {
            case QueueEvent.JobChanged _,
                    QueueEvent.JobCompleted _,
                    QueueEvent.JobProgressed _,
                    QueueEvent.JobPreviewed _,
                    QueueEvent.JobDelayed _,
                    QueueEvent.BatchAdded _,
                    QueueEvent.BatchFinished _,
                    QueueEvent.BudgetReached _,
                    QueueEvent.BatchStopped _ -> {
                // the tabs listen for themselves
            }
            case QueueEvent.EngineUp _,
                    QueueEvent.EngineDown _,
                    QueueEvent.EngineResting _,
                    QueueEvent.EnginePaused _,
                    QueueEvent.PauseChanged _,
                    QueueEvent.ServiceChanged _,
                    QueueEvent.Refreshed _ ->
                    ui.execute(() -> handle(event));
        }
    }

    private void handle(QueueEvent event) {
        engines.handle(event);
        switch (event) {
            case QueueEvent.EngineUp _ -> refresh();
            case QueueEvent.EngineDown(_, Problem problem) ->
                    engine.set(engine.get().map(known -> known.withProblem(problem)));
            case QueueEvent.ServiceChanged(_, Optional<Problem> problem) -> outage.set(problem);
            default -> {
                // the tabs listen for themselves
            }
        }
    }
}
