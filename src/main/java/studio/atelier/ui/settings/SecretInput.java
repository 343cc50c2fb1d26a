package studio.atelier.ui.settings;

import atlantafx.base.theme.Styles;

import javafx.beans.property.StringProperty;
import javafx.beans.value.ObservableValue;
import javafx.scene.control.PasswordField;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;

import studio.atelier.model.Messages;
import studio.atelier.ui.kit.Icons;

/// A secret to type: dots, unless the person asks to see it.
final class SecretInput extends HBox {
    private final PasswordField hidden = new PasswordField();
    private final TextField plain = new TextField();

    SecretInput(String id, ObservableValue<String> prompt, StringProperty text) {
        getStyleClass().add("secret-input");
        hidden.setId(id);
        for (TextField input : new TextField[] {hidden, plain}) {
            prompt.subscribe(input::setPromptText);
            input.textProperty().bindBidirectional(text);
        }
        var see = new ToggleButton("", Icons.PREVIEW.node());
        see.getStyleClass().addAll(Styles.BUTTON_ICON, Styles.FLAT);
        String words = Messages.of("settings").text("secret.see");
        see.setAccessibleText(words);
        see.setTooltip(new Tooltip(words));
        see.selectedProperty().subscribe(this::show);
        var inputs = new StackPane(hidden, plain);
        HBox.setHgrow(inputs, Priority.ALWAYS);
        getChildren().addAll(inputs, see);
    }

    void describe(String words) {
        hidden.setAccessibleText(words);
        plain.setAccessibleText(words);
    }

    void setEditable(boolean editable) {
        hidden.setEditable(editable);
        plain.setEditable(editable);
    }

    private void show(boolean seen) {
        plain.setVisible(seen);
        hidden.setVisible(!seen);
    }
}
