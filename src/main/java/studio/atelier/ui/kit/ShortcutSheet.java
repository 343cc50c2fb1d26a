package studio.atelier.ui.kit;

import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.input.KeyCombination;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

import studio.atelier.model.Messages;

/// What the keys do, for `?` and F1.
public final class ShortcutSheet extends ScrollPane {
    private static final double COLUMN = 360;
    private static final double GAP = 24;

    public ShortcutSheet(Shortcuts shortcuts) {
        getStyleClass().add("shortcut-sheet");
        setAccessibleText(Messages.of("kit").text("shortcuts.title"));
        setFitToWidth(true);
        FlowPane columns = new FlowPane();
        columns.getStyleClass().add("shortcut-columns");
        columns.setPrefWrapLength(2 * COLUMN);
        for (Shortcuts.Scope scope : shortcuts.scopes()) {
            columns.getChildren().add(section(shortcuts, scope));
        }
        setContent(columns);
        setPrefViewportWidth(2 * COLUMN + GAP);
    }

    private static VBox section(Shortcuts shortcuts, Shortcuts.Scope scope) {
        Label heading = new Label(scope.label());
        heading.getStyleClass().add("section-title");
        GridPane rows = new GridPane();
        rows.getStyleClass().add("shortcut-rows");
        int row = 0;
        for (Shortcuts.Action action : shortcuts.actions()) {
            if (action.scope().equals(scope) && !action.keys().isEmpty()) {
                rows.addRow(row++, keys(action), new Label(action.label()));
            }
        }
        VBox section = new VBox(heading, rows);
        section.getStyleClass().add("shortcut-section");
        section.setPrefWidth(COLUMN);
        return section;
    }

    /// `Esc` and not `ESCAPE`.
    private static String text(KeyCombination combination) {
        return combination.getDisplayText().replace("ESCAPE", "Esc");
    }

    private static HBox keys(Shortcuts.Action action) {
        HBox keys = new HBox();
        keys.getStyleClass().add("shortcut-keys");
        for (KeyCombination combination : action.keys()) {
            Label cap = new Label(text(combination));
            cap.getStyleClass().add("key-cap");
            cap.setMinWidth(USE_PREF_SIZE);
            keys.getChildren().add(cap);
        }
        return keys;
    }
}
