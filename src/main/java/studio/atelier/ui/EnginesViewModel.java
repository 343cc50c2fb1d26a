package studio.atelier.ui;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

import studio.atelier.model.Messages;
import studio.atelier.model.Problem;
import studio.atelier.queue.EngineState;
import studio.atelier.queue.Queue;
import studio.atelier.queue.QueueEvent;
import studio.atelier.ui.kit.Background;
import studio.atelier.ui.kit.Money;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/// The engines with what they are doing and the verbs for them. JavaFX thread only; asking happens elsewhere.
public final class EnginesViewModel {
    /// What the header tells of an engine, from well to worse.
    public enum Standing {
        ANSWERS,
        ASKING,
        PAUSED,
        /// It answers, and is left alone after jobs failed there.
        RESTING,
        DOWN,
        /// A person took it out of use.
        OUT_OF_USE
    }

    /// @param restsUntil of no meaning unless it rests
    public record EngineItem(EngineState state, Instant restsUntil) {
        public String name() {
            return state.name();
        }

        public Standing standing(Instant now) {
            if (!state.load().enabled()) {
                return Standing.OUT_OF_USE;
            }
            if (state.paused()) {
                return Standing.PAUSED;
            }
            return reach(now);
        }

        /// As `standing`, whether it is paused or not.
        public Standing reach(Instant now) {
            if (state.answers()) {
                return rests(now) ? Standing.RESTING : Standing.ANSWERS;
            }
            return state.problem().isPresent() ? Standing.DOWN : Standing.ASKING;
        }

        public boolean rests(Instant now) {
            return state.problem().isPresent() && now.isBefore(restsUntil);
        }

        /// Until the next try, in whole seconds rounded up.
        public long secondsLeft(Instant now) {
            return Math.max(0, Duration.between(now, restsUntil).plusMillis(999).toSeconds());
        }
    }

    private final Messages messages = Messages.of("main");
    private final Queue queue;
    private final Background background;
    private final InstantSource clock;
    private final ReadOnlyObjectWrapper<List<EngineItem>> engines =
            new ReadOnlyObjectWrapper<>(this, "engines", List.of());
    private final ReadOnlyObjectWrapper<Instant> now;
    private Money money = Money.USUAL;
    private Consumer<Problem> refused = _ -> {};
    private Consumer<String> done = _ -> {};

    EnginesViewModel(Queue queue, Background background, InstantSource clock) {
        this.queue = queue;
        this.background = background;
        this.clock = clock;
        this.now = new ReadOnlyObjectWrapper<>(this, "now", clock.instant());
    }

    /// @param show for example `Toasts::error`
    public void onRefused(Consumer<Problem> show) {
        refused = show;
    }

    /// @param show what came of a verb, in a few words
    public void onDone(Consumer<String> show) {
        done = show;
    }

    public ReadOnlyObjectProperty<List<EngineItem>> engines() {
        return engines.getReadOnlyProperty();
    }

    /// Moves with `tick`.
    public ReadOnlyObjectProperty<Instant> now() {
        return now.getReadOnlyProperty();
    }

    /// Asks how the engines stand.
    public void refresh() {
        // A database out of reach is told by the queue's feed; what is shown stays until then.
        background.latest("engines", queue::engines, this::show, _ -> {});
    }

    public void pauseOrResume(EngineItem engine) {
        command(
                () -> {
                    if (engine.state().paused()) {
                        queue.resumeEngine(engine.name());
                    } else {
                        queue.pauseEngine(engine.name());
                    }
                });
    }

    /// Takes it into use, or out of it.
    public void useOrNot(EngineItem engine) {
        command(() -> queue.enableEngine(engine.name(), !engine.state().load().enabled()));
    }

    public Money money() {
        return money;
    }

    public void money(Money chosen) {
        money = chosen;
    }

    /// Ends its rest.
    public void tryNow(EngineItem engine) {
        command(() -> queue.tryNow(engine.name()));
    }

    /// Cancels what is inside it.
    public void cancelInside(EngineItem engine) {
        count(() -> queue.cancelInside(engine.name()).stopping(), "engine.stopping");
    }

    /// Queues again what failed there, for whichever engine can run it.
    public void retryFailed(EngineItem engine) {
        count(() -> queue.retryFailedAt(engine.name()), "engine.retried");
    }

    private void count(Callable<Integer> verb, String words) {
        background.run(
                verb,
                jobs -> {
                    done.accept(messages.text(words, jobs));
                    refresh();
                },
                problem -> refused.accept(problem));
    }

    /// To be called about once a second.
    public void tick() {
        Instant before = now.get();
        now.set(clock.instant());
        boolean over =
                engines.get().stream()
                        .anyMatch(engine -> engine.rests(before) && !engine.rests(now.get()));
        if (over) {
            refresh();
        }
    }

    void handle(QueueEvent event) {
        switch (event) {
            case QueueEvent.EngineResting(var name, var problem, var rest) ->
                    rests(name, problem, rest);
            case QueueEvent.EnginePaused _,
                    QueueEvent.EngineUp _,
                    QueueEvent.EngineDown _,
                    QueueEvent.Refreshed _ ->
                    refresh();
            default -> {
                // no word of an engine
            }
        }
    }

    private void rests(String name, Problem problem, Duration rest) {
        Instant until = clock.instant().plus(rest);
        now.set(clock.instant());
        engines.set(
                engines.get().stream()
                        .map(
                                engine ->
                                        engine.name().equals(name)
                                                ? resting(engine.state(), problem, until)
                                                : engine)
                        .toList());
    }

    private static EngineItem resting(EngineState state, Problem problem, Instant until) {
        return new EngineItem(state.resting(problem), until);
    }

    private void show(List<EngineState> states) {
        Instant read = clock.instant();
        now.set(read);
        engines.set(
                states.stream()
                        .map(state -> new EngineItem(state, read.plus(state.rest())))
                        .toList());
    }

    private void command(Runnable verb) {
        background.run(
                () -> {
                    verb.run();
                    return true;
                },
                _ -> refresh(),
                problem -> refused.accept(problem));
    }
}
