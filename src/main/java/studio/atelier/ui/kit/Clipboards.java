package studio.atelier.ui.kit;

import javafx.scene.control.Button;
import javafx.scene.control.Tooltip;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;

import studio.atelier.model.Messages;

import java.util.function.Supplier;

/// Copying text, and the small button for it.
public final class Clipboards {
    private Clipboards() {}

    public static void copy(String text) {
        ClipboardContent content = new ClipboardContent();
        content.putString(text);
        Clipboard.getSystemClipboard().setContent(content);
    }

    /// A button that copies what `text` gives then, and says so for a moment by a check mark.
    ///
    /// @param label what is copied, for those who do not see the icon: "Copy prompt"
    public static Button button(String label, Supplier<String> text) {
        Button button = new Button();
        button.setGraphic(Icons.COPY.node("icon-small"));
        button.getStyleClass().addAll("button-icon", "flat", "copy-button");
        button.setAccessibleText(label);
        button.setTooltip(new Tooltip(label));
        button.setOnAction(
                _ -> {
                    copy(text.get());
                    button.setGraphic(Icons.CHECK.node("icon-small"));
                    button.setAccessibleText(Messages.of("kit").text("copied"));
                });
        button.hoverProperty()
                .subscribe(
                        over -> {
                            if (!over) {
                                button.setGraphic(Icons.COPY.node("icon-small"));
                                button.setAccessibleText(label);
                            }
                        });
        return button;
    }
}
