package studio.atelier.ui.kit;

import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.layout.VBox;

import studio.atelier.model.Messages;
import studio.atelier.model.Problem;

/// A problem in full: the sentence, what to do, and the technical detail with a copy button.
public final class ProblemDetails extends VBox {
    private static final double WIDTH = 480;
    private static final int DETAIL_ROWS = 8;

    public ProblemDetails(Problem problem) {
        getStyleClass().add("problem-details");
        setPrefWidth(WIDTH);
        add(problem.sentence(), "problem-sentence");
        add(problem.action(), "problem-action");
        add(Messages.of("kit").text("problem.code", problem.code()), "problem-code");
        if (!problem.detail().isBlank()) {
            TextArea detail = new TextArea(problem.detail());
            detail.setEditable(false);
            detail.setWrapText(true);
            detail.setPrefRowCount(DETAIL_ROWS);
            detail.getStyleClass().add("problem-detail");
            getChildren().add(detail);
        }
        Button copy = new Button(Messages.of("kit").text("problem.copy"));
        copy.setGraphic(Icons.COPY.node("icon-small"));
        copy.setOnAction(_ -> Clipboards.copy(inWords(problem)));
        getChildren().add(copy);
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

    private void add(String words, String styleClass) {
        if (!words.isBlank()) {
            Label label = new Label(words);
            label.setWrapText(true);
            label.getStyleClass().add(styleClass);
            getChildren().add(label);
        }
    }
}
