package studio.atelier.ui.gallery;

import javafx.geometry.Orientation;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Separator;
import javafx.scene.layout.HBox;

import studio.atelier.gallery.GalleryKey;
import studio.atelier.model.Messages;
import studio.atelier.ui.kit.GridSelection;
import studio.atelier.ui.kit.Icons;

import java.util.List;

/// What can be done with the selected cells, floating over the lower edge of the grid while there are any.
final class SelectionBar extends HBox {
    private final GridSelection<GalleryKey> selection;
    private final Messages messages = Messages.of("gallery");
    private final Label count = new Label();
    private final Button download;
    private final Button use;
    private final Button again;
    private final Button delete;

    SelectionBar(GridSelection<GalleryKey> selection, GalleryCommands commands) {
        this.selection = selection;
        getStyleClass().addAll("floating-bar", "selection-bar");
        setAlignment(Pos.CENTER_LEFT);
        setMaxSize(USE_PREF_SIZE, USE_PREF_SIZE);
        count.getStyleClass().add("selection-count");
        count.setMinWidth(USE_PREF_SIZE);
        download = button(Icons.DOWNLOAD, "action.download", () -> commands.download(keys()));
        use =
                button(
                        Icons.SLIDER,
                        "action.use-settings",
                        () -> commands.useSettings(keys().getFirst()));
        again = button(Icons.RETRY, "action.run-again", () -> commands.runAgain(keys()));
        delete = button(Icons.DELETE, "action.delete", () -> commands.delete(keys()));
        delete.getStyleClass().add("danger");
        Button close =
                Buttons.icon(Icons.CLOSE, messages.text("selection.clear"), selection::clear);
        getChildren()
                .addAll(
                        count,
                        new Separator(Orientation.VERTICAL),
                        download,
                        use,
                        again,
                        delete,
                        close);
        selection.onChange(this::show);
        show();
    }

    private Button button(Icons icon, String key, Runnable run) {
        Button button = Buttons.withText(icon, messages.text(key), run);
        button.getStyleClass().add("flat");
        button.setId(key.replace('.', '-'));
        return button;
    }

    private List<GalleryKey> keys() {
        return List.copyOf(selection.keys());
    }

    private void show() {
        boolean any = !selection.isEmpty();
        setVisible(any);
        setManaged(any);
        count.setText(messages.text("selection.count", selection.size()));
        boolean picture = selection.keys().stream().anyMatch(GalleryKey::hasImage);
        download.setDisable(!picture);
        delete.setDisable(!picture);
        use.setDisable(selection.size() != 1);
    }
}
