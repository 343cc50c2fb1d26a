package studio.atelier.ui;

import javafx.animation.PauseTransition;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import javafx.util.Duration;

import studio.atelier.model.Messages;
import studio.atelier.model.Problem;
import studio.atelier.model.Retry;
import studio.atelier.ui.kit.DetailsButton;
import studio.atelier.ui.kit.Icons;

import java.util.Optional;

/// What the window shows while the studio starts, and when it cannot. What may pass by itself is tried again
/// every few seconds.
public final class StartView extends VBox {
    private static final Duration PAUSE = Duration.seconds(5);

    private final Messages messages = Messages.of("main");
    private final Label title = new Label();
    private final Label text = new Label();
    private final VBox below = new VBox();
    private final PauseTransition pause = new PauseTransition(PAUSE);
    private final Runnable settings;
    private Optional<Problem> shown = Optional.empty();

    /// @param settings opens them, for what can only be mended there
    public StartView(Runnable settings) {
        this.settings = settings;
        getStyleClass().add("start-view");
        setAlignment(Pos.CENTER);
        title.getStyleClass().add("start-title");
        text.getStyleClass().add("start-text");
        text.setWrapText(true);
        below.getStyleClass().add("start-below");
        below.setAlignment(Pos.CENTER);
        getChildren().addAll(Icons.PICTURE.node("start-icon"), title, text, below);
        starting();
    }

    /// Shows that it is on its way.
    public void starting() {
        shown = Optional.empty();
        pause.stop();
        title.setText(messages.text("name"));
        text.setText(messages.text("start.starting"));
        below.getChildren().setAll(new ProgressBar(ProgressBar.INDETERMINATE_PROGRESS));
    }

    /// Shows why it cannot start, and offers to try again or to leave.
    public void failed(Problem problem, Runnable again, Runnable leave) {
        pause.setOnFinished(_ -> again.run());
        if (problem.retry() != Retry.NEVER) {
            pause.playFromStart();
        }
        if (!shown.equals(Optional.of(problem))) {
            shown = Optional.of(problem);
            show(problem, again, leave);
        }
    }

    private void show(Problem problem, Runnable again, Runnable leave) {
        title.setText(messages.text("start.failed"));
        text.setText(problem.sentence() + "\n" + problem.action());
        var retry = new Button(messages.text("start.again"), Icons.RETRY.node());
        retry.setDefaultButton(true);
        retry.setOnAction(
                _ -> {
                    starting();
                    again.run();
                });
        below.getChildren().setAll(buttons(retry, leave), new DetailsButton(problem));
        // The first button would be the one that leaves.
        retry.requestFocus();
    }

    private HBox buttons(Button retry, Runnable leave) {
        var quit = new Button(messages.text("start.leave"));
        quit.setCancelButton(true);
        quit.setOnAction(
                _ -> {
                    pause.stop();
                    leave.run();
                });
        var mend = new Button(messages.text("start.settings"), Icons.SETTINGS.node());
        mend.setId("start-settings");
        mend.setOnAction(
                _ -> {
                    pause.stop();
                    settings.run();
                });
        var buttons = new HBox(quit, mend, retry);
        buttons.getStyleClass().add("start-buttons");
        buttons.setAlignment(Pos.CENTER);
        return buttons;
    }
}
