package studio.atelier.ui.generate.queue;

import atlantafx.base.theme.Styles;

import javafx.animation.PauseTransition;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Duration;

import studio.atelier.model.Messages;
import studio.atelier.model.Problem;
import studio.atelier.ui.kit.Clipboards;
import studio.atelier.ui.kit.Icons;
import studio.atelier.ui.kit.ProblemDetails;

/// A problem in full: what happened, what can be done, and the technical answer for copying.
final class ErrorPane extends VBox {
    private static final Messages MESSAGES = Messages.of("queue");
    private static final Duration COPIED = Duration.seconds(1.5);

    ErrorPane(String of, Problem problem, Runnable close) {
        getStyleClass().add("error-pane");
        setMaxSize(USE_PREF_SIZE, USE_PREF_SIZE);
        Label about = new Label(of);
        about.getStyleClass().add("hint");
        Label sentence = new Label(problem.sentence());
        sentence.getStyleClass().add("error-sentence");
        sentence.setWrapText(true);
        VBox words = new VBox(about, sentence);
        HBox.setHgrow(words, Priority.ALWAYS);
        HBox heading = new HBox(Icons.ERROR.node("icon-large", "problem-icon"), words);
        heading.getStyleClass().add("error-heading");
        getChildren().add(heading);
        if (!problem.action().isEmpty()) {
            getChildren().add(part("error.action", wrapped(problem.action())));
        }
        if (!problem.detail().isEmpty()) {
            getChildren().add(part("error.details", details(problem.detail())));
        }
        getChildren().add(buttons(of, problem, close));
    }

    private static Label wrapped(String text) {
        Label label = new Label(text);
        label.setWrapText(true);
        return label;
    }

    private static TextArea details(String text) {
        TextArea area = new TextArea(text);
        area.setId("error-details");
        area.setEditable(false);
        area.setWrapText(true);
        area.getStyleClass().add("error-details");
        return area;
    }

    private static VBox part(String key, Region content) {
        Label label = new Label(MESSAGES.text(key));
        label.getStyleClass().add("field-label");
        VBox part = new VBox(label, content);
        part.getStyleClass().add("field");
        return part;
    }

    private static HBox buttons(String of, Problem problem, Runnable close) {
        Button copy = new Button(MESSAGES.text("error.copy"), Icons.COPY.node());
        copy.setId("error-copy");
        PauseTransition back = new PauseTransition(COPIED);
        back.setOnFinished(_ -> copy.setText(MESSAGES.text("error.copy")));
        copy.setOnAction(
                _ -> {
                    Clipboards.copy(of + "\n" + ProblemDetails.inWords(problem));
                    copy.setText(MESSAGES.text("error.copied"));
                    back.playFromStart();
                });
        Button done = new Button(MESSAGES.text("error.close"));
        done.setId("error-close");
        done.getStyleClass().add(Styles.ACCENT);
        done.setOnAction(_ -> close.run());
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        HBox row = new HBox(copy, space, done);
        row.getStyleClass().add("error-buttons");
        row.setAlignment(Pos.CENTER_LEFT);
        return row;
    }
}
