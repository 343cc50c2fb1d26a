package studio.atelier.ui.kit;

import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;
import javafx.scene.text.TextAlignment;

import studio.atelier.model.Problem;

/// What an empty place says: what would be here, and what to do for it.
public final class EmptyState extends VBox {
    private final Label title = new Label();
    private final Label text = new Label();

    public EmptyState(Icons icon, String titleText, String explanation) {
        getStyleClass().add("empty-state");
        setAlignment(Pos.CENTER);
        setMaxSize(USE_PREF_SIZE, USE_PREF_SIZE);
        title.getStyleClass().add("empty-state-title");
        text.getStyleClass().add("empty-state-text");
        text.setWrapText(true);
        text.setTextAlignment(TextAlignment.CENTER);
        getChildren().addAll(icon.node("empty-state-icon"), title, text);
        say(titleText, explanation);
    }

    public void say(String titleText, String explanation) {
        title.setText(titleText);
        text.setText(explanation);
        text.setVisible(!explanation.isEmpty());
        text.setManaged(!explanation.isEmpty());
    }

    /// Adds the way to a problem in full.
    public EmptyState withDetails(Problem problem) {
        getChildren().add(new DetailsButton(problem));
        return this;
    }

    /// Adds a button with the verb of what to do.
    public EmptyState withAction(String label, Runnable run) {
        Button button = new Button(label);
        button.getStyleClass().add("accent");
        button.setOnAction(_ -> run.run());
        getChildren().add(button);
        return this;
    }
}
