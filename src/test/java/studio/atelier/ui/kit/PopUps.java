package studio.atelier.ui.kit;

import javafx.scene.Node;
import javafx.scene.layout.Region;
import javafx.scene.paint.Paint;
import javafx.stage.Window;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/// Finds nodes in whatever window is shown: pop-ups have windows of their own. JavaFX thread, or while nothing opens.
public final class PopUps {
    private PopUps() {}

    public static boolean isThere(String query) {
        return all(query).findFirst().isPresent();
    }

    public static Node one(String query) {
        return all(query).findFirst().orElseThrow();
    }

    /// What the ground under this node is painted with; an error where it is painted with nothing.
    public static Paint colour(String query) {
        return ((Region) one(query)).getBackground().getFills().getFirst().getFill();
    }

    private static Stream<Node> all(String query) {
        return List.copyOf(Window.getWindows()).stream()
                .filter(Window::isShowing)
                .filter(window -> window.getScene() != null)
                .map(window -> window.getScene().getRoot().lookup(query))
                .filter(Objects::nonNull);
    }
}
