package studio.atelier.ui;

import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.TextArea;
import javafx.scene.control.TitledPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

import studio.atelier.model.Messages;
import studio.atelier.model.Problem;
import studio.atelier.ui.kit.Icons;

/// What the window shows while the studio starts, and when it cannot.
public final class StartView extends VBox {
    private final Messages messages = Messages.of("main");
    private final Label title = new Label();
    private final Label text = new Label();
    private final VBox below = new VBox();

    public StartView() {
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
        title.setText(messages.text("name"));
        text.setText(messages.text("start.starting"));
        below.getChildren().setAll(new ProgressBar(ProgressBar.INDETERMINATE_PROGRESS));
    }

    /// Shows why it cannot start, and offers to try again or to leave.
    public void failed(Problem problem, Runnable again, Runnable leave) {
        title.setText(messages.text("start.failed"));
        text.setText(problem.sentence() + "\n" + problem.action());
        var retry = new Button(messages.text("start.again"), Icons.RETRY.node());
        retry.setDefaultButton(true);
        retry.setOnAction(
                _ -> {
                    starting();
                    again.run();
                });
        var quit = new Button(messages.text("start.leave"));
        quit.setCancelButton(true);
        quit.setOnAction(_ -> leave.run());
        var buttons = new HBox(quit, retry);
        buttons.getStyleClass().add("start-buttons");
        buttons.setAlignment(Pos.CENTER);
        below.getChildren().setAll(buttons);
        if (!problem.detail().isBlank()) {
            below.getChildren().add(details(problem));
        }
    }

    private TitledPane details(Problem problem) {
        var area = new TextArea(problem.detail());
        area.setEditable(false);
        var pane = new TitledPane(messages.text("start.details"), area);
        pane.setExpanded(false);
        return pane;
    }
}
