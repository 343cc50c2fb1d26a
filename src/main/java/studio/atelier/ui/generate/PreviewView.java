package studio.atelier.ui.generate;

import atlantafx.base.theme.Styles;

import javafx.animation.PauseTransition;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Duration;

import studio.atelier.model.Messages;
import studio.atelier.model.PictureRef;
import studio.atelier.ui.kit.Clipboards;
import studio.atelier.ui.kit.Icons;
import studio.atelier.ui.kit.LinesView;
import studio.atelier.ui.kit.PictureLoader;
import studio.atelier.ui.kit.PictureView;
import studio.atelier.ui.kit.SelectableText;

import java.util.function.Supplier;

/// Any job of the batch exactly as it would be sent: both prompts, the seed and the filled graph. Alt with the left
/// and right arrow steps through the jobs.
final class PreviewView extends HBox {
    private static final Messages MESSAGES = Messages.of("generate");
    private static final double PROMPT_HEIGHT = 120;
    private static final Duration COPIED = Duration.seconds(1.5);

    private final PreviewViewModel viewModel;
    private final PictureView picture;
    private final Label title = new Label();
    private final Label position = new Label();
    private final Label seed = new Label();
    private final SelectableText positive = new SelectableText(PROMPT_HEIGHT);
    private final SelectableText negative = new SelectableText(PROMPT_HEIGHT);
    private final Button previous;
    private final Button next;

    PreviewView(PreviewViewModel viewModel, PictureLoader pictures, Runnable close) {
        this.viewModel = viewModel;
        picture = new PictureView(pictures);
        previous = step(Icons.PREVIOUS, "preview.previous", viewModel::previous);
        next = step(Icons.NEXT, "preview.next", viewModel::next);
        previous.setId("preview-previous");
        next.setId("preview-next");
        getStyleClass().add("preview");
        setMaxSize(USE_PREF_SIZE, USE_PREF_SIZE);
        VBox left = new VBox(picture, stepper(), seedBox());
        left.getStyleClass().add("preview-left");
        VBox right =
                new VBox(
                        heading(close),
                        text("preview.positive", positive, viewModel::positive),
                        text("preview.negative", negative, viewModel::negative),
                        graph());
        right.getStyleClass().add("preview-right");
        HBox.setHgrow(right, Priority.ALWAYS);
        positive.setId("preview-positive");
        negative.setId("preview-negative");
        seed.setId("preview-seed");
        getChildren().addAll(left, right);
        addEventFilter(KeyEvent.KEY_PRESSED, this::keys);
        viewModel.index().subscribe(_ -> show());
    }

    private void show() {
        picture.show(new PictureRef.Reference(viewModel.reference()));
        title.setText(viewModel.title());
        position.setText(viewModel.position());
        seed.setText(viewModel.seed());
        positive.setText(viewModel.positive());
        String none = MESSAGES.text("preview.none");
        negative.setText(viewModel.negative().isEmpty() ? none : viewModel.negative());
        previous.setDisable(viewModel.index().get() == 0);
        next.setDisable(viewModel.index().get() == viewModel.count() - 1);
    }

    private HBox heading(Runnable close) {
        Label over = new Label(MESSAGES.text("preview.heading"));
        over.getStyleClass().add("hint");
        title.getStyleClass().add("preview-title");
        VBox words = new VBox(over, title);
        HBox.setHgrow(words, Priority.ALWAYS);
        Button closing = new Button("", Icons.CLOSE.node());
        closing.setId("preview-close");
        closing.getStyleClass().addAll(Styles.BUTTON_ICON, Styles.FLAT);
        closing.setAccessibleText(MESSAGES.text("preview.close"));
        closing.setTooltip(new Tooltip(MESSAGES.text("preview.close")));
        closing.setOnAction(_ -> close.run());
        HBox heading = new HBox(words, closing);
        heading.setAlignment(Pos.TOP_LEFT);
        return heading;
    }

    private HBox stepper() {
        Region before = new Region();
        Region after = new Region();
        HBox.setHgrow(before, Priority.ALWAYS);
        HBox.setHgrow(after, Priority.ALWAYS);
        HBox stepper = new HBox(previous, before, position, after, next);
        stepper.setAlignment(Pos.CENTER);
        return stepper;
    }

    private VBox seedBox() {
        seed.getStyleClass().add("preview-seed");
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        HBox row = new HBox(seed, space, copy(viewModel::seed));
        row.setAlignment(Pos.CENTER_LEFT);
        return new VBox(ParametersView.fieldLabel(MESSAGES.text("preview.seed")), row);
    }

    private VBox text(String key, SelectableText text, Supplier<String> copied) {
        text.setAccessibleText(MESSAGES.text(key));
        return new VBox(labelRow(key, copied), text);
    }

    private VBox graph() {
        LinesView lines = new LinesView();
        lines.setId("preview-graph");
        lines.setAccessibleText(MESSAGES.text("preview.graph"));
        ReadOnlyStringProperty graph = viewModel.graph();
        graph.subscribe(lines::say);
        VBox.setVgrow(lines, Priority.ALWAYS);
        VBox box = new VBox(labelRow("preview.graph", graph::get), lines);
        VBox.setVgrow(box, Priority.ALWAYS);
        return box;
    }

    private static HBox labelRow(String key, Supplier<String> copied) {
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        HBox row = new HBox(ParametersView.fieldLabel(MESSAGES.text(key)), space, copy(copied));
        row.setAlignment(Pos.CENTER_LEFT);
        return row;
    }

    private static Button copy(Supplier<String> text) {
        Button copy = new Button(MESSAGES.text("preview.copy"), Icons.COPY.node("icon-small"));
        copy.getStyleClass().addAll(Styles.FLAT, Styles.SMALL, "quiet-button");
        copy.setMinWidth(USE_PREF_SIZE);
        PauseTransition back = new PauseTransition(COPIED);
        back.setOnFinished(_ -> copy.setText(MESSAGES.text("preview.copy")));
        copy.setOnAction(
                _ -> {
                    Clipboards.copy(text.get());
                    copy.setText(MESSAGES.text("preview.copied"));
                    back.playFromStart();
                });
        return copy;
    }

    private static Button step(Icons icon, String key, Runnable action) {
        Button button = new Button("", icon.node());
        button.getStyleClass().addAll(Styles.BUTTON_ICON, Styles.FLAT);
        button.setAccessibleText(MESSAGES.text(key));
        button.setTooltip(new Tooltip(MESSAGES.text(key)));
        button.setOnAction(_ -> action.run());
        return button;
    }

    private void keys(KeyEvent event) {
        if (event.isAltDown() && event.getCode() == KeyCode.RIGHT) {
            viewModel.next();
            event.consume();
        } else if (event.isAltDown() && event.getCode() == KeyCode.LEFT) {
            viewModel.previous();
            event.consume();
        }
    }
}
