package studio.atelier.app;

import javafx.animation.Animation;
import javafx.animation.KeyFrame;
import javafx.animation.PauseTransition;
import javafx.animation.Timeline;
import javafx.beans.property.ObjectProperty;
import javafx.util.Duration;

import studio.atelier.model.Messages;
import studio.atelier.queue.Queue;
import studio.atelier.ui.OnClose;
import studio.atelier.ui.kit.Background;
import studio.atelier.ui.kit.Dialogs;

import java.util.List;

/// What closing the window means: the end, unless there is still work. Then a person decides once, and whoever goes
/// on without a window ends by itself when nothing is left to do. JavaFX thread only; the queue is asked elsewhere.
final class Closing {
    private static final Duration PATIENCE = Duration.seconds(2);
    private static final Duration LOOK = Duration.seconds(1);

    private final Queue queue;
    private final Background background;
    private final Dialogs dialogs;
    private final ObjectProperty<OnClose> choice;
    private final Ways ways;
    private final Messages messages = Messages.of("main");
    private final Timeline looks = new Timeline(new KeyFrame(LOOK, _ -> look()));
    private final PauseTransition patience = new PauseTransition(PATIENCE);
    private boolean asking;
    private boolean looking;
    private boolean decided;

    /// What can be done to the window.
    ///
    /// @param hide takes it away and leaves everything else
    /// @param end ends the studio
    record Ways(Runnable hide, Runnable end) {}

    Closing(
            Queue queue,
            Background background,
            Dialogs dialogs,
            ObjectProperty<OnClose> choice,
            Ways ways) {
        this.queue = queue;
        this.background = background;
        this.dialogs = dialogs;
        this.choice = choice;
        this.ways = ways;
        looks.setCycleCount(Animation.INDEFINITE);
    }

    /// A person wants to close the window.
    void requested() {
        if (asking) {
            return;
        }
        asking = true;
        decided = false;
        // A database that does not answer cannot be waited for.
        patience.setOnFinished(_ -> decideOnce(false));
        patience.playFromStart();
        background.run(queue::hasWork, this::decideOnce, _ -> decideOnce(false));
    }

    private void decideOnce(boolean work) {
        if (!decided) {
            decided = true;
            patience.stop();
            decide(work);
        }
    }

    /// The window is back.
    void returned() {
        looks.stop();
    }

    private void decide(boolean work) {
        OnClose wanted = work ? choice.get() : OnClose.STOP;
        switch (wanted) {
            case STOP -> {
                asking = false;
                ways.end().run();
            }
            case KEEP_RUNNING -> {
                asking = false;
                goOn();
            }
            case ASK -> ask();
        }
    }

    private void ask() {
        dialogs.choose(
                new Dialogs.Crossroads(
                        messages.text("closing.title"),
                        messages.text("closing.text"),
                        messages.text("closing.remember"),
                        List.of(
                                way("closing.keep", OnClose.KEEP_RUNNING, this::goOn),
                                way("closing.stop", OnClose.STOP, ways.end())),
                        () -> asking = false));
    }

    private Dialogs.Way way(String key, OnClose chosen, Runnable then) {
        return new Dialogs.Way(
                messages.text(key),
                always -> {
                    asking = false;
                    remember(always, chosen);
                    then.run();
                });
    }

    private void remember(boolean always, OnClose chosen) {
        if (always) {
            choice.set(chosen);
        }
    }

    private void goOn() {
        ways.hide().run();
        looks.playFromStart();
    }

    /// One question at a time, however slow the database is.
    private void look() {
        if (looking) {
            return;
        }
        looking = true;
        background.run(
                queue::hasWork,
                work -> {
                    looking = false;
                    if (!work && looks.getStatus() == Animation.Status.RUNNING) {
                        looks.stop();
                        ways.end().run();
                    }
                },
                // Until the database is back, nobody knows.
                _ -> looking = false);
    }
}
