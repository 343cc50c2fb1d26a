package studio.atelier.ui.generate;

import atlantafx.base.theme.Styles;

import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;

import java.util.List;

/// Toggle buttons joined to one strip of which one is chosen.
final class Segments {
    private Segments() {}

    static ToggleButton button(String text, ToggleGroup group) {
        ToggleButton button = new ToggleButton(text);
        button.setToggleGroup(group);
        button.getStyleClass().add("segment");
        button.setMaxWidth(Double.MAX_VALUE);
        button.setAccessibleRole(AccessibleRole.RADIO_BUTTON);
        HBox.setHgrow(button, Priority.ALWAYS);
        return button;
    }

    /// Gives the ends their round corners.
    static List<? extends Node> joined(List<ToggleButton> buttons) {
        for (ToggleButton button : buttons) {
            String place =
                    button.equals(buttons.getFirst())
                            ? Styles.LEFT_PILL
                            : button.equals(buttons.getLast())
                                    ? Styles.RIGHT_PILL
                                    : Styles.CENTER_PILL;
            button.getStyleClass().add(place);
        }
        return buttons;
    }
}
