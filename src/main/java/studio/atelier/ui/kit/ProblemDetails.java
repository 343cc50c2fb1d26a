package studio.atelier.ui.kit;

import javafx.animation.PauseTransition;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.layout.VBox;
import javafx.util.Duration;

import studio.atelier.model.Messages;
import studio.atelier.model.Problem;

/// A problem in full: the sentence, what to do, and the technical detail with a copy button.
public final class ProblemDetails extends VBox {
    private static final double WIDTH = 520;
    private static final int DETAIL_ROWS = 8;
    private static final Duration COPIED = Duration.seconds(1.5);

    private final Messages messages = Messages.of("kit");

    public ProblemDetails(Problem problem) {
        getStyleClass().add("problem-details");
        setPrefWidth(WIDTH);
        getChildren().add(wrapped(problem.sentence(), "problem-sentence"));
        if (!problem.action().isBlank()) {
            add("problem.action", wrapped(problem.action(), "problem-action"));
        }
        if (!problem.detail().isBlank()) {
            add("problem.detail", detail(problem.detail()));
        }
        getChildren()
                .addAll(
                        wrapped(messages.text("problem.code", problem.code()), "problem-code"),
                        copy(problem));
    }

    /// The whole problem as text, as it is copied.
    public static String inWords(Problem problem) {
        return String.join(
                        "\n",
                        problem.sentence(),
                        problem.action(),
                        Messages.of("kit").text("problem.code", problem.code()),
                        problem.detail())
                .strip();
    }

    private void add(String heading, Node content) {
        Label label = new Label(messages.text(heading));
        label.getStyleClass().add("problem-heading");
        getChildren().add(new VBox(label, content));
    }

    private static TextArea detail(String text) {
        TextArea area = new TextArea(text);
        area.setId("problem-detail");
        area.setEditable(false);
        area.setWrapText(true);
        area.setPrefRowCount(Math.clamp(text.lines().count() + text.length() / 70, 2, DETAIL_ROWS));
        area.getStyleClass().add("problem-detail");
        return area;
    }

    private Button copy(Problem problem) {
        Button copy = new Button(messages.text("problem.copy"));
        copy.setId("problem-copy");
        copy.setGraphic(Icons.COPY.node("icon-small"));
        PauseTransition back = new PauseTransition(COPIED);
        back.setOnFinished(_ -> copy.setText(messages.text("problem.copy")));
        copy.setOnAction(
                _ -> {
                    Clipboards.copy(inWords(problem));
                    copy.setText(messages.text("copied"));
                    back.playFromStart();
                });
        return copy;
    }

    private static Label wrapped(String words, String styleClass) {
        Label label = new Label(words);
        label.setWrapText(true);
        label.getStyleClass().add(styleClass);
        return label;
    }
}
