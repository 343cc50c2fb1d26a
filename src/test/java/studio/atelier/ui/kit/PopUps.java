package studio.atelier.ui.kit;

import javafx.scene.Node;
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

    private static Stream<Node> all(String query) {
        return List.copyOf(Window.getWindows()).stream()
                .filter(Window::isShowing)
                .filter(window -> window.getScene() != null)
                .map(window -> window.getScene().getRoot().lookup(query))
                .filter(Objects::nonNull);
    }
}
