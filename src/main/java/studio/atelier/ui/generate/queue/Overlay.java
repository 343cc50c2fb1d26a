package studio.atelier.ui.generate.queue;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.TraversalDirection;
import javafx.scene.control.Control;
import javafx.scene.control.ScrollPane;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/// Shows one pane over a screen, for looking at something without leaving it. Escape and a click beside the pane
/// close it unless it asks to stay, and the keyboard goes back to where it was. Meanwhile Tab stays in the pane: what
/// lies in its shade is not reached.
public final class Overlay extends StackPane {
    private @Nullable Node focusedBefore;
    private BooleanSupplier mayLeave = () -> true;

    public Overlay() {
        getStyleClass().add("overlay");
        setAlignment(Pos.CENTER);
        setVisible(false);
        addEventHandler(
                KeyEvent.KEY_PRESSED,
                event -> {
                    if (event.getCode() == KeyCode.ESCAPE) {
                        leave();
                        event.consume();
                    }
                });
        addEventFilter(KeyEvent.KEY_PRESSED, this::tab);
        addEventHandler(
                MouseEvent.MOUSE_PRESSED,
                event -> {
                    if (event.getTarget().equals(this)) {
                        leave();
                    }
                });
    }

    /// From the last control Tab goes to the first one again, and back.
    private void tab(KeyEvent event) {
        if (event.getCode() != KeyCode.TAB || event.isControlDown()) {
            return;
        }
        List<Node> stops = new ArrayList<>();
        getChildren().forEach(pane -> collect(pane, stops));
        if (stops.isEmpty()) {
            return;
        }
        Node end = event.isShiftDown() ? stops.getFirst() : stops.getLast();
        if (end.isFocused()) {
            (event.isShiftDown() ? stops.getLast() : stops.getFirst()).requestFocus();
            event.consume();
        }
    }

    private static void collect(Node node, List<Node> stops) {
        if (!node.isVisible() || node.isDisabled()) {
            return;
        }
        if (node.isFocusTraversable()) {
            stops.add(node);
        }
        if (node instanceof ScrollPane scroll) {
            if (scroll.getContent() != null) {
                collect(scroll.getContent(), stops);
            }
        } else if (node instanceof Parent parent && !(node instanceof Control)) {
            parent.getChildrenUnmodifiable().forEach(child -> collect(child, stops));
        }
    }

    private void leave() {
        if (mayLeave.getAsBoolean()) {
            close();
        }
    }

    public void show(Region content) {
        show(content, () -> true);
    }

    /// @param allowed asked before Escape or a click beside it closes it
    public void show(Region content, BooleanSupplier allowed) {
        mayLeave = allowed;
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

    /// Without asking.
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
