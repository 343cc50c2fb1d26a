package studio.atelier.ui.kit;

import atlantafx.base.theme.Styles;

import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.StringProperty;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

import java.util.List;
import java.util.Locale;

/// A name to type: one of those that are known, which are listed below as they fit what is typed, or any other.
/// Down goes into the list, Escape shuts it.
public final class NameField extends VBox {
    private static final double ROW = 28;
    private static final int ROWS = 4;
    private static final int MANY_ROWS = 7;

    private final TextField field = new TextField();
    private final ListView<String> list = new ListView<>();
    private final HBox line = new HBox(field);
    private List<String> known = List.of();

    /// All are listed, whatever is typed.
    private boolean all;

    private boolean shut;

    /// @param id of the input; that of the list has an s more
    public NameField(String id, StringProperty text) {
        getStyleClass().add("name-field");
        line.getStyleClass().add("name-line");
        HBox.setHgrow(field, Priority.ALWAYS);
        field.setId(id);
        field.textProperty().bindBidirectional(text);
        field.addEventFilter(KeyEvent.KEY_PRESSED, this::fieldKeys);
        list.setId(id + "s");
        list.getStyleClass().add(Styles.DENSE);
        list.setFixedCellSize(ROW);
        list.setOnMouseClicked(
                event -> {
                    if (event.getButton() == MouseButton.PRIMARY) {
                        take();
                    }
                });
        list.addEventFilter(KeyEvent.KEY_PRESSED, this::listKeys);
        getChildren().addAll(line, list);
        text.subscribe(_ -> open(false));
        field.focusedProperty().subscribe((_, _) -> focused());
        list.focusedProperty().subscribe((_, _) -> focused());
        filter();
    }

    /// Replaces the names that are known.
    public void offer(List<String> names) {
        known = List.copyOf(names);
        filter();
    }

    /// A button at its end that lists all names.
    ///
    /// @param words what it does
    public NameField withButton(String words) {
        var button = new Button("", Icons.EXPAND.node());
        button.setId(field.getId() + "-all");
        button.getStyleClass().addAll(Styles.BUTTON_ICON, Styles.FLAT);
        button.setAccessibleText(words);
        button.setTooltip(new Tooltip(words));
        // Down in the field does the same.
        button.setFocusTraversable(false);
        button.disableProperty().bind(field.editableProperty().not());
        button.setOnAction(
                _ -> {
                    boolean opens = !list.isVisible();
                    field.requestFocus();
                    field.end();
                    all = opens;
                    shut = !opens;
                    filter();
                });
        line.getChildren().add(button);
        return this;
    }

    /// What a label and a complaint belong to.
    public TextField input() {
        return field;
    }

    /// @param words what is listed, for those who do not see it
    public void describeList(String words) {
        list.setAccessibleText(words);
    }

    /// Whether names are offered now.
    public ReadOnlyBooleanProperty choosing() {
        return list.visibleProperty();
    }

    private void fieldKeys(KeyEvent event) {
        if (event.getCode() == KeyCode.DOWN && !known.isEmpty() && field.isEditable()) {
            if (!list.isVisible()) {
                open(true);
            }
            if (list.isVisible()) {
                int at = Math.max(0, list.getItems().indexOf(field.getText().strip()));
                list.getSelectionModel().select(at);
                list.scrollTo(at);
                list.requestFocus();
            }
            event.consume();
        }
    }

    private void listKeys(KeyEvent event) {
        KeyCode code = event.getCode();
        if (code == KeyCode.ENTER || code == KeyCode.SPACE) {
            take();
            event.consume();
        } else if (code == KeyCode.ESCAPE) {
            shut();
            event.consume();
        } else if (code == KeyCode.UP && list.getSelectionModel().getSelectedIndex() <= 0) {
            field.requestFocus();
            event.consume();
        }
    }

    private void take() {
        String chosen = list.getSelectionModel().getSelectedItem();
        if (chosen != null) {
            field.setText(chosen);
            shut();
        }
    }

    private void shut() {
        field.requestFocus();
        field.end();
        shut = true;
        filter();
    }

    private void open(boolean whole) {
        all = whole;
        shut = false;
        filter();
    }

    private void focused() {
        if (!field.isFocused() && !list.isFocused()) {
            all = false;
            shut = false;
        }
        filter();
    }

    /// All of them while nothing is typed; none when one of them is.
    private void filter() {
        String typed = all ? "" : field.getText().strip().toLowerCase(Locale.ROOT);
        boolean isOne = known.stream().anyMatch(name -> name.equalsIgnoreCase(typed));
        List<String> fitting =
                known.stream()
                        .filter(name -> name.toLowerCase(Locale.ROOT).contains(typed))
                        .toList();
        // A click in the list must not replace its rows under it.
        if (!list.getItems().equals(fitting)) {
            list.getItems().setAll(fitting);
        }
        int rows = all ? MANY_ROWS : ROWS;
        list.setPrefHeight(Math.clamp(fitting.size(), 1, rows) * ROW + 2);
        boolean here = field.isFocused() || list.isFocused();
        reveal(list, here && field.isEditable() && !shut && !isOne && !fitting.isEmpty());
    }

    private static void reveal(Node node, boolean shown) {
        node.setVisible(shown);
        node.setManaged(shown);
    }
}
