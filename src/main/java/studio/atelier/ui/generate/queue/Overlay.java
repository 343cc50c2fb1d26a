package studio.atelier.ui.generate.queue;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.TraversalDirection;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;

import org.jspecify.annotations.Nullable;

/// Shows one pane over a screen, for looking at something without leaving it. Escape and a click beside the pane
/// close it, and the keyboard goes back to where it was.
public final class Overlay extends StackPane {
    private @Nullable Node focusedBefore;

    public Overlay() {
        getStyleClass().add("overlay");
        setAlignment(Pos.CENTER);
        setVisible(false);
        addEventHandler(
                KeyEvent.KEY_PRESSED,
                event -> {
                    if (event.getCode() == KeyCode.ESCAPE) {
                        close();
                        event.consume();
                    }
                });
        addEventHandler(
                MouseEvent.MOUSE_PRESSED,
                event -> {
                    if (event.getTarget().equals(this)) {
                        close();
                    }
                });
    }

    public void show(Region content) {
        if (!isVisible()) {
            focusedBefore = getScene().getFocusOwner();
        }
        getChildren().setAll(content);
        setVisible(true);
        applyCss();
        layout();
        content.requestFocus();
        if (!content.isFocused()) {
            content.requestFocusTraversal(TraversalDirection.NEXT);
        }
    }

    public void close() {
        setVisible(false);
        getChildren().clear();
        Node before = focusedBefore;
        focusedBefore = null;
        if (before != null && before.getScene() != null) {
            before.requestFocus();
        }
    }
}
