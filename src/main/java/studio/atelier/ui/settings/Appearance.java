package studio.atelier.ui.settings;

import javafx.beans.property.ObjectProperty;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.RadioButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.VBox;

import studio.atelier.checks.CheckWords;
import studio.atelier.model.Messages;
import studio.atelier.ui.kit.Theme;

/// The looks, and what closing the window does. Each choice holds at once.
final class Appearance extends VBox {
    private final Messages messages = Messages.of("settings");

    Appearance(Theme theme) {
        getStyleClass().add("settings-page");
        setId("settings-appearance");
        getChildren().add(choices("theme", Theme.Choice.values(), theme.choiceProperty()));
    }

    /// Adds one more group of choices.
    <E extends Enum<E>> Appearance with(String key, E[] values, ObjectProperty<E> chosen) {
        getChildren().add(choices(key, values, chosen));
        return this;
    }

    private <E extends Enum<E>> Node choices(String key, E[] values, ObjectProperty<E> chosen) {
        var heading = new Label(messages.text(key));
        heading.getStyleClass().add("setting-label");
        var box = new VBox(heading);
        box.getStyleClass().add("settings-choices");
        var group = new ToggleGroup();
        for (E value : values) {
            var button = new RadioButton(messages.text(key + "." + CheckWords.nameOf(value)));
            button.setId("setting-" + key + "-" + CheckWords.nameOf(value));
            button.setToggleGroup(group);
            button.setOnAction(_ -> chosen.set(value));
            chosen.subscribe(now -> button.setSelected(now == value));
            box.getChildren().add(button);
        }
        return box;
    }
}
