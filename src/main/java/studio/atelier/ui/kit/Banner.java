package studio.atelier.ui.kit;

import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;

import studio.atelier.model.Messages;

import java.util.Locale;

/// A slim line across a window that says something lasting: it stays until it no longer holds or is dismissed.
public final class Banner extends HBox {
    public enum Tone {
        INFO,
        WARNING,
        DANGER
    }

    private final Label text = new Label();

    public Banner(Tone tone, String words) {
        getStyleClass().add("banner");
        pseudoClassStateChanged(
                PseudoClass.getPseudoClass(tone.name().toLowerCase(Locale.ROOT)), true);
        setAlignment(Pos.CENTER_LEFT);
        text.setText(words);
        text.getStyleClass().add("banner-text");
        text.setWrapText(true);
        text.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(text, Priority.ALWAYS);
        Icons icon = tone == Tone.INFO ? Icons.INFO : Icons.WARNING;
        getChildren().addAll(icon.node("banner-icon"), text);
    }

    public void say(String words) {
        text.setText(words);
    }

    public Banner withAction(String label, Runnable run) {
        Hyperlink link = new Hyperlink(label);
        link.getStyleClass().add("banner-action");
        link.setMinWidth(USE_PREF_SIZE);
        link.setOnAction(_ -> run.run());
        getChildren().add(link);
        return this;
    }

    /// Adds a button that takes the banner away.
    public Banner dismissible(Runnable onDismiss) {
        Button close = new Button();
        close.setGraphic(Icons.CLOSE.node("icon-small"));
        close.getStyleClass().addAll("button-icon", "flat", "banner-close");
        String words = Messages.of("kit").text("banner.dismiss");
        close.setAccessibleText(words);
        close.setTooltip(new Tooltip(words));
        close.setOnAction(
                _ -> {
                    setVisible(false);
                    setManaged(false);
                    onDismiss.run();
                });
        getChildren().add(close);
        return this;
    }
}
