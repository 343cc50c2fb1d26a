package studio.atelier.ui.kit;

import atlantafx.base.theme.Styles;

import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyDoubleProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import studio.atelier.model.Problem;

import java.util.List;

/// The strip that shows how far a long piece of work is and how it ended; not there while there is nothing to say.
public final class RunStrip {
    private static final String TROUBLED = "run-troubled";

    private RunStrip() {}

    /// Work that runs in the background. JavaFX thread only.
    public interface Run {
        ReadOnlyBooleanProperty running();

        /// 0 to 1, negative until it is known how much there is to do.
        ReadOnlyDoubleProperty fraction();

        /// How far it is, or how it ended; empty when there is nothing to say.
        ReadOnlyStringProperty line();

        /// What to do about what ended the last run before its time; empty when there is nothing to do.
        ReadOnlyStringProperty advice();

        /// Whether the last run ended with something left undone.
        ReadOnlyBooleanProperty troubled();

        /// What kept single pieces of the last run from being done.
        ReadOnlyObjectProperty<List<Problem>> problems();

        void stop();

        /// Takes the words of the last run away.
        void dismiss();
    }

    /// What the button says while the work runs and afterwards.
    public record EndWords(String stop, String dismiss) {}

    /// Makes a strip of `place`.
    ///
    /// @param id begins the ids of its parts: `id-line`, `id-advice`, `id-end`
    /// @param more controls between the words and the button that ends it
    public static void fill(HBox place, Run run, String id, EndWords words, Node... more) {
        place.getStyleClass().add("run-strip");
        place.setAlignment(Pos.CENTER_LEFT);
        var details = new DetailsButton(run.problems()::get);
        run.problems().subscribe(problems -> details.offer(!problems.isEmpty()));
        VBox said = words(run, id);
        HBox buttons = new HBox(details);
        buttons.getStyleClass().add("run-buttons");
        buttons.setAlignment(Pos.CENTER_RIGHT);
        buttons.getChildren().addAll(more);
        buttons.getChildren().add(end(run, id, words));
        place.getChildren().addAll(said, buttons);
        run.advice().subscribe(advice -> arrange(place, said, buttons, !advice.isEmpty()));
        run.troubled()
                .subscribe(
                        troubled -> {
                            place.getStyleClass().remove(TROUBLED);
                            if (troubled) {
                                place.getStyleClass().add(TROUBLED);
                            }
                        });
        place.visibleProperty().bind(run.line().isNotEmpty());
        place.managedProperty().bind(place.visibleProperty());
    }

    /// Where there is much to say the buttons go below it, so that the words have the whole width.
    private static void arrange(HBox place, VBox said, HBox buttons, boolean below) {
        Pane wanted = below ? said : place;
        if (!wanted.equals(buttons.getParent())) {
            Node focused = place.getScene() == null ? null : place.getScene().getFocusOwner();
            place.getChildren().remove(buttons);
            said.getChildren().remove(buttons);
            wanted.getChildren().add(buttons);
            if (focused != null && buttons.getChildren().contains(focused)) {
                focused.requestFocus();
            }
        }
    }

    private static VBox words(Run run, String id) {
        Label line = new Label();
        line.setId(id + "-line");
        line.setWrapText(true);
        line.textProperty().bind(run.line());
        ProgressBar bar = new ProgressBar();
        bar.getStyleClass().add(Styles.SMALL);
        bar.setMaxWidth(Double.MAX_VALUE);
        bar.progressProperty().bind(run.fraction());
        bar.visibleProperty().bind(run.running());
        bar.managedProperty().bind(run.running());
        Label advice = new Label();
        advice.setId(id + "-advice");
        advice.getStyleClass().add("run-advice");
        advice.setWrapText(true);
        advice.textProperty().bind(run.advice());
        advice.visibleProperty().bind(run.advice().isNotEmpty());
        advice.managedProperty().bind(advice.visibleProperty());
        VBox words = new VBox(line, advice, bar);
        words.getStyleClass().add("run-words");
        words.setAlignment(Pos.CENTER_LEFT);
        HBox.setHgrow(words, Priority.ALWAYS);
        return words;
    }

    private static Button end(Run run, String id, EndWords words) {
        Button end = new Button();
        end.setId(id + "-end");
        end.getStyleClass().addAll(Styles.SMALL, Styles.FLAT);
        end.setMinWidth(Region.USE_PREF_SIZE);
        end.setOnAction(
                _ -> {
                    if (run.running().get()) {
                        run.stop();
                    } else {
                        run.dismiss();
                    }
                });
        run.running().subscribe(running -> end.setText(running ? words.stop() : words.dismiss()));
        return end;
    }
}
