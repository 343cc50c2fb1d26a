package studio.atelier.ui.kit;

import javafx.collections.FXCollections;
import javafx.scene.control.ListView;
import javafx.scene.control.SelectionMode;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;

import java.util.List;

/// A long text of many lines to read and to copy from: only the lines in view are laid out, where a text area
/// takes a tenth of a second for a workflow. JavaFX thread only.
public final class LinesView extends ListView<String> {
    private static final KeyCombination COPY =
            new KeyCodeCombination(KeyCode.C, KeyCombination.SHORTCUT_DOWN);

    public LinesView() {
        getStyleClass().add("lines");
        getSelectionModel().setSelectionMode(SelectionMode.MULTIPLE);
        addEventHandler(
                KeyEvent.KEY_PRESSED,
                event -> {
                    if (COPY.match(event)) {
                        Clipboards.copy(String.join("\n", chosen()));
                        event.consume();
                    }
                });
    }

    /// Replaces the text; the place that was scrolled to stays, for comparing one text with the next.
    public void say(String text) {
        getItems().setAll(text.lines().toList());
    }

    /// The lines selected in their order, or all of them.
    private List<String> chosen() {
        List<String> selected = getSelectionModel().getSelectedItems();
        return FXCollections.observableArrayList(selected.isEmpty() ? getItems() : selected);
    }
}
