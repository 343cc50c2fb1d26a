package studio.atelier.ui.kit;

import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.input.KeyCombination;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

import studio.atelier.model.Messages;

import java.util.List;

/// What the keys do, for `?` and F1.
public final class ShortcutSheet extends ScrollPane {
    private static final double COLUMN = 360;
    private static final double GAP = 24;

    public ShortcutSheet(Shortcuts shortcuts) {
        getStyleClass().add("shortcut-sheet");
        setAccessibleText(Messages.of("kit").text("shortcuts.title"));
        setFitToWidth(true);
        VBox left = column();
        VBox right = column();
        List<VBox> sections =
                shortcuts.scopes().stream().map(scope -> section(shortcuts, scope)).toList();
        int all = sections.stream().mapToInt(ShortcutSheet::lines).sum();
        int placed = 0;
        for (VBox section : sections) {
            (2 * placed < all - 1 ? left : right).getChildren().add(section);
            placed += lines(section);
        }
        HBox columns = new HBox(left, right);
        columns.getStyleClass().add("shortcut-columns");
        setContent(columns);
        setPrefViewportWidth(2 * COLUMN + GAP);
    }

    private static VBox column() {
        VBox column = new VBox();
        column.getStyleClass().add("shortcut-column");
        return column;
    }

    private static int lines(VBox section) {
        return ((GridPane) section.getChildren().getLast()).getRowCount() + 1;
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
