package studio.atelier.ui.generate.caption;

import atlantafx.base.theme.Styles;

import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.value.ObservableBooleanValue;
import javafx.scene.control.Button;
import javafx.scene.layout.HBox;

import studio.atelier.model.Messages;
import studio.atelier.model.ReferenceImage;
import studio.atelier.ui.generate.queue.Overlay;
import studio.atelier.ui.kit.RunStrip;

import java.util.List;

/// The strip that shows how far captioning is and how it ended; it asks before it begins.
public final class CaptionView extends HBox {
    private static final Messages MESSAGES = Messages.of("captions");

    private final CaptionsViewModel viewModel;
    private final Overlay overlay;

    public CaptionView(CaptionsViewModel viewModel, Overlay overlay) {
        this.viewModel = viewModel;
        this.overlay = overlay;
        setId("caption-strip");
        RunStrip.fill(
                this,
                viewModel,
                "caption",
                new RunStrip.EndWords(MESSAGES.text("run.cancel"), MESSAGES.text("run.dismiss")),
                settings(),
                retry());
    }

    public ReadOnlyBooleanProperty running() {
        return viewModel.running();
    }

    /// Asks what is to be captioned; nothing while it is being done.
    public void ask(List<ReferenceImage> chosen) {
        if (!viewModel.running().get()) {
            var pane = new CaptionPane(viewModel.choose(chosen), overlay::close);
            overlay.show(pane, pane::mayLeave);
        }
    }

    /// There where what ended the run is mended in the settings.
    private Button settings() {
        Button settings = new Button(MESSAGES.text("run.settings"));
        settings.setId("caption-open-settings");
        settings.setOnAction(_ -> viewModel.showSettings());
        return shownWhile(settings, viewModel.mendedInSettings());
    }

    private Button retry() {
        Button retry = new Button();
        retry.setId("caption-retry");
        retry.textProperty().bind(viewModel.retry());
        retry.setOnAction(_ -> viewModel.retryUnfinished());
        return shownWhile(retry, viewModel.retry().isNotEmpty());
    }

    private static Button shownWhile(Button button, ObservableBooleanValue shown) {
        button.getStyleClass().add(Styles.SMALL);
        button.setMinWidth(USE_PREF_SIZE);
        button.visibleProperty().bind(shown);
        button.managedProperty().bind(button.visibleProperty());
        return button;
    }
}
