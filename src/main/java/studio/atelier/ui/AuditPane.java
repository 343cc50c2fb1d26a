package studio.atelier.ui;

import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

import studio.atelier.model.Messages;
import studio.atelier.ui.AuditViewModel.State;
import studio.atelier.ui.kit.ProblemDetails;
import studio.atelier.ui.kit.SelectableText;

/// What a check of everything found, or that it still runs. One for the life of the window: it moves into each
/// dialog that shows it.
final class AuditPane extends VBox {
    /// Pixels, before the lines scroll.
    private static final double TEXT_HEIGHT = 320;

    private final Messages messages = Messages.of("main");

    AuditPane(AuditViewModel model) {
        setId("audit-pane");
        getStyleClass().add("audit-pane");
        model.stateProperty().subscribe(this::show);
    }

    private void show(State state) {
        getChildren()
                .setAll(
                        switch (state) {
                            case State.None() -> new Label();
                            case State.Running() -> running();
                            case State.Done done -> done(done);
                            case State.Failed(var problem) -> new ProblemDetails(problem);
                        });
        if (getScene() != null && getScene().getWindow() != null) {
            getScene().getWindow().sizeToScene();
        }
    }

    private Node running() {
        var turning = new ProgressIndicator();
        turning.getStyleClass().add("audit-progress");
        var box = new HBox(turning, new Label(messages.text("audit.running")));
        box.getStyleClass().add("audit-running");
        return box;
    }

    private Node done(State.Done done) {
        var summary = new Label(messages.text("audit.summary", done.missing()));
        summary.setId("audit-summary");
        summary.getStyleClass().add("audit-summary");
        var lines = new SelectableText(TEXT_HEIGHT);
        lines.setId("audit-lines");
        lines.setText(String.join("\n", done.lines()));
        var box = new VBox(summary, lines);
        box.getStyleClass().add("audit-done");
        return box;
    }
}
