package studio.atelier.ui.generate.caption;

import atlantafx.base.theme.Styles;

import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

import studio.atelier.model.Messages;
import studio.atelier.model.ReferenceImage;
import studio.atelier.ui.generate.queue.Overlay;
import studio.atelier.ui.kit.DetailsButton;

import java.util.List;

/// The strip that shows how far captioning is and how it ended; it asks before it begins.
public final class CaptionView extends HBox {
    private static final Messages MESSAGES = Messages.of("captions");
    private static final String TROUBLED = "import-refused";

    private final CaptionsViewModel viewModel;
    private final Overlay overlay;

    public CaptionView(CaptionsViewModel viewModel, Overlay overlay) {
        this.viewModel = viewModel;
        this.overlay = overlay;
        getStyleClass().add("import-strip");
        setId("caption-strip");
        setAlignment(Pos.CENTER_LEFT);
        DetailsButton details = new DetailsButton(viewModel.problems()::get);
        viewModel.problems().subscribe(problems -> details.offer(!problems.isEmpty()));
        getChildren().addAll(words(), details, retry(), end());
        viewModel
                .troubled()
                .subscribe(
                        troubled -> {
                            getStyleClass().remove(TROUBLED);
                            if (troubled) {
                                getStyleClass().add(TROUBLED);
                            }
                        });
        visibleProperty().bind(viewModel.line().isNotEmpty());
        managedProperty().bind(visibleProperty());
    }

    public ReadOnlyBooleanProperty running() {
        return viewModel.running();
    }

    /// Asks what is to be captioned; nothing while it is being done.
    public void ask(List<ReferenceImage> chosen) {
        if (!viewModel.running().get()) {
            overlay.show(new CaptionPane(viewModel.choose(chosen), overlay::close));
        }
    }

    private VBox words() {
        Label line = new Label();
        line.setId("caption-line");
        line.setWrapText(true);
        line.textProperty().bind(viewModel.line());
        ProgressBar bar = new ProgressBar();
        bar.getStyleClass().add(Styles.SMALL);
        bar.setMaxWidth(Double.MAX_VALUE);
        bar.progressProperty().bind(viewModel.fraction());
        bar.visibleProperty().bind(viewModel.running());
        bar.managedProperty().bind(viewModel.running());
        VBox words = new VBox(line, bar);
        words.getStyleClass().add("import-words");
        words.setAlignment(Pos.CENTER_LEFT);
        HBox.setHgrow(words, Priority.ALWAYS);
        return words;
    }

    private Button retry() {
        Button retry = new Button();
        retry.setId("caption-retry");
        retry.getStyleClass().add(Styles.SMALL);
        retry.setMinWidth(USE_PREF_SIZE);
        retry.textProperty().bind(viewModel.retry());
        retry.visibleProperty().bind(viewModel.retry().isNotEmpty());
        retry.managedProperty().bind(retry.visibleProperty());
        retry.setOnAction(_ -> viewModel.retryUnfinished());
        return retry;
    }

    private Button end() {
        Button end = new Button();
        end.setId("caption-end");
        end.getStyleClass().addAll(Styles.SMALL, Styles.FLAT);
        end.setMinWidth(USE_PREF_SIZE);
        end.setOnAction(
                _ -> {
                    if (viewModel.running().get()) {
                        viewModel.stop();
                    } else {
                        viewModel.dismiss();
                    }
                });
        viewModel
                .running()
                .subscribe(
                        running ->
                                end.setText(MESSAGES.text(running ? "run.cancel" : "run.dismiss")));
        return end;
    }
}
