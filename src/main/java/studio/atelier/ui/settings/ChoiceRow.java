package studio.atelier.ui.settings;

import javafx.beans.property.Property;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;

import org.jspecify.annotations.Nullable;

import studio.atelier.model.Messages;

import java.util.List;
import java.util.function.Function;

/// A label and a choice of a few.
final class ChoiceRow<E> extends VBox {
    private final ComboBox<E> box = new ComboBox<>();

    /// @param key of the label in the bundle, and part of the id
    /// @param words for each value
    ChoiceRow(String key, List<E> values, Property<E> chosen, Function<E, String> words) {
        getStyleClass().add("setting-row");
        String name = Messages.of("settings").text("field." + key);
        var label = new Label(name);
        label.getStyleClass().add("setting-label");
        label.setLabelFor(box);
        box.setId("setting-" + key);
        box.setAccessibleText(name);
        box.setConverter(
                new StringConverter<>() {
                    @Override
                    public String toString(@Nullable E value) {
                        return value == null ? "" : words.apply(value);
                    }

                    @Override
                    public @Nullable E fromString(String text) {
                        return box.getValue();
                    }
                });
        box.getItems().setAll(values);
        box.valueProperty().bindBidirectional(chosen);
        getChildren().addAll(label, box);
    }
}
