package studio.atelier.ui.gallery;

import javafx.scene.control.Button;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;

import studio.atelier.ui.kit.Icons;

/// Buttons as this tab uses them: an icon with words, or an icon alone with its words in a tooltip.
final class Buttons {
    private Buttons() {}

    static Button withText(Icons icon, String text, Runnable run) {
        Button button = new Button(text, icon.node("icon-small"));
        button.setMinWidth(Button.USE_PREF_SIZE);
        button.setOnAction(_ -> run.run());
        return button;
    }

    static Button icon(Icons icon, String words, Runnable run) {
        Button button = new Button();
        button.getStyleClass().addAll("button-icon", "flat");
        button.setOnAction(_ -> run.run());
        dress(button, icon, words);
        return button;
    }

    static ToggleButton toggle(Icons icon, String words) {
        ToggleButton button = new ToggleButton();
        button.getStyleClass().addAll("button-icon", "lightbox-toggle");
        dress(button, icon, words);
        return button;
    }

    private static void dress(ButtonBase button, Icons icon, String words) {
        button.setGraphic(icon.node());
        button.setTooltip(new Tooltip(words));
        button.setAccessibleText(words);
    }
}
