package studio.atelier.ui.kit;

import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.FlowPane;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// A row of choices of which one is taken, each with a count: all, beach, mirror. Arrow keys move along it.
public final class Chips<V> extends FlowPane {
    /// @param value empty for "all"
    /// @param count how many things the choice holds, negative to show none
    public record Chip<V>(Optional<V> value, String label, long count) {}

    private final ObjectProperty<Optional<V>> choice =
            new SimpleObjectProperty<>(this, "choice", Optional.empty());
    private final ToggleGroup group = new ToggleGroup();
    private final Map<Optional<V>, ToggleButton> buttons = new HashMap<>();

    public Chips() {
        getStyleClass().add("chips");
        setAccessibleRole(AccessibleRole.TOOL_BAR);
        choice.subscribe(this::mark);
    }

    public ObjectProperty<Optional<V>> choiceProperty() {
        return choice;
    }

    /// Shows these chips, in this order. A choice that is gone becomes "all".
    public void show(List<Chip<V>> chips) {
        List<ToggleButton> row = new ArrayList<>();
        Map<Optional<V>, ToggleButton> before = Map.copyOf(buttons);
        buttons.clear();
        for (Chip<V> chip : chips) {
            ToggleButton button =
                    Objects.requireNonNullElseGet(before.get(chip.value()), this::button);
            fill(button, chip);
            buttons.put(chip.value(), button);
            row.add(button);
        }
        if (!getChildren().equals(row)) {
            getChildren().setAll(row);
        }
        if (buttons.containsKey(choice.get())) {
            mark(choice.get());
        } else {
            choice.set(Optional.empty());
        }
    }

    private ToggleButton button() {
        ToggleButton button = new ToggleButton();
        button.getStyleClass().add("chip");
        button.setToggleGroup(group);
        button.setOnKeyPressed(
                event -> {
                    int step =
                            event.getCode() == KeyCode.RIGHT
                                    ? 1
                                    : event.getCode() == KeyCode.LEFT ? -1 : 0;
                    int target = getChildren().indexOf(button) + step;
                    if (step != 0 && target >= 0 && target < getChildren().size()) {
                        getChildren().get(target).requestFocus();
                        event.consume();
                    }
                });
        return button;
    }

    private void fill(ToggleButton button, Chip<V> chip) {
        button.setText(chip.label());
        if (chip.count() >= 0) {
            Label count = new Label(String.format("%,d", chip.count()));
            count.getStyleClass().add("chip-count");
            button.setGraphic(count);
        } else {
            button.setGraphic(null);
        }
        button.setOnAction(
                _ -> {
                    choice.set(chip.value());
                    mark(chip.value());
                });
    }

    private void mark(Optional<V> value) {
        ToggleButton button = buttons.get(value);
        if (button != null) {
            button.setSelected(true);
        }
    }
}
