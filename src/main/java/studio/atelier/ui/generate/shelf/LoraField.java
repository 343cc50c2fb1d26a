package studio.atelier.ui.generate.shelf;

import atlantafx.base.theme.Styles;

import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.StringProperty;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.layout.VBox;

import studio.atelier.model.Messages;

import java.util.List;
import java.util.Locale;

/// A LoRA file by name: one of the engine's, which are listed below as they fit what is typed, or any other.
final class LoraField extends VBox {
    private static final Messages MESSAGES = Messages.of("shelf");
    private static final double ROW = 28;
    private static final int ROWS = 4;

    private final List<String> known;
    private final TextField field = new TextField();
    private final ListView<String> list = new ListView<>();

    /// @param known as the engine lists them
    LoraField(List<String> known, StringProperty text) {
        this.known = known;
        getStyleClass().add("lora-field");
        field.setId("model-lora");
        field.setPromptText(MESSAGES.text(known.isEmpty() ? "lora.type" : "lora.search"));
        field.textProperty().bindBidirectional(text);
        field.addEventFilter(KeyEvent.KEY_PRESSED, this::fieldKeys);
        list.setId("model-loras");
        list.getStyleClass().add(Styles.DENSE);
        list.setAccessibleText(MESSAGES.text("lora.list"));
        list.setFixedCellSize(ROW);
        list.setOnMouseClicked(
                event -> {
                    if (event.getButton() == MouseButton.PRIMARY) {
                        take();
                    }
                });
        list.addEventFilter(KeyEvent.KEY_PRESSED, this::listKeys);
        getChildren().addAll(field, list);
        text.subscribe(_ -> filter());
        field.focusedProperty().subscribe((_, _) -> filter());
        list.focusedProperty().subscribe((_, _) -> filter());
        filter();
    }

    /// What a label and a complaint belong to.
    TextField input() {
        return field;
    }

    /// Whether names are offered now.
    ReadOnlyBooleanProperty choosing() {
        return list.visibleProperty();
    }

    private void fieldKeys(KeyEvent event) {
        if (event.getCode() == KeyCode.DOWN && list.isVisible()) {
            list.getSelectionModel().selectFirst();
            list.requestFocus();
            event.consume();
        }
    }

    private void listKeys(KeyEvent event) {
        if (event.getCode() == KeyCode.ENTER || event.getCode() == KeyCode.SPACE) {
            take();
            event.consume();
        } else if (event.getCode() == KeyCode.UP
                && list.getSelectionModel().getSelectedIndex() <= 0) {
            field.requestFocus();
            event.consume();
        }
    }

    private void take() {
        String chosen = list.getSelectionModel().getSelectedItem();
        if (chosen != null) {
            field.setText(chosen);
            field.requestFocus();
            field.end();
            Lines.reveal(list, false);
        }
    }

    /// All of them while nothing is typed; none when one of them is.
    private void filter() {
        String typed = field.getText().strip().toLowerCase(Locale.ROOT);
        boolean isOne = known.stream().anyMatch(name -> name.equalsIgnoreCase(typed));
        List<String> fitting =
                known.stream()
                        .filter(name -> name.toLowerCase(Locale.ROOT).contains(typed))
                        .toList();
        // A click in the list must not replace its rows under it.
        if (!list.getItems().equals(fitting)) {
            list.getItems().setAll(fitting);
        }
        list.setPrefHeight(Math.clamp(fitting.size(), 1, ROWS) * ROW + 2);
        boolean here = field.isFocused() || list.isFocused();
        Lines.reveal(list, here && !isOne && !fitting.isEmpty());
    }
}
