package studio.atelier.ui.settings;

import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.ScrollPane;

/// Keeps in sight what a test finds: its end, but rather than that the step that failed. JavaFX thread only.
final class TestScroll {
    private static final double AIR = 8;

    private final ScrollPane scroll;
    private final TestPane test;
    private boolean due;

    TestScroll(ScrollPane scroll, TestPane test) {
        this.scroll = scroll;
        this.test = test;
    }

    void follow() {
        test.heightProperty().subscribe(_ -> afterLayout());
        test.shownAnew(this::afterLayout);
    }

    /// Only then is it known where everything lies.
    private void afterLayout() {
        Scene scene = scroll.getScene();
        if (scene != null && test.isVisible() && !due) {
            due = true;
            scene.addPostLayoutPulseListener(
                    new Runnable() {
                        @Override
                        public void run() {
                            scene.removePostLayoutPulseListener(this);
                            due = false;
                            reveal();
                        }
                    });
        }
    }

    private void reveal() {
        Node content = scroll.getContent();
        double above =
                content.getLayoutBounds().getHeight() - scroll.getViewportBounds().getHeight();
        if (above > 0) {
            double failure = test.failure().map(node -> top(node, content)).orElse(above);
            double wanted = Math.clamp(failure - AIR, 0, above);
            scroll.setVvalue(scroll.getVmax() * wanted / above);
        }
    }

    private static double top(Node node, Node content) {
        Bounds place = node.localToScene(node.getLayoutBounds());
        return place.getMinY() - content.localToScene(content.getLayoutBounds()).getMinY();
    }
}
