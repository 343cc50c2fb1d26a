package studio.atelier.ui.kit;

import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.input.ZoomEvent;
import javafx.scene.layout.Region;

/// Mouse, wheel, trackpad and keys of a `ZoomPane`.
final class ZoomInput {
    private static final double WHEEL_SPEED = 0.0045;
    private static final double DIVIDER_STEP = 0.05;

    private final ZoomPane pane;
    private double lastX;
    private double lastY;

    ZoomInput(ZoomPane pane, Region divider) {
        this.pane = pane;
        pane.addEventHandler(ScrollEvent.SCROLL, this::scrolled);
        pane.addEventHandler(
                ZoomEvent.ZOOM,
                event -> {
                    pane.zoomAt(event.getZoomFactor(), event.getX(), event.getY());
                    event.consume();
                });
        pane.setOnMousePressed(this::pressed);
        pane.setOnMouseDragged(this::dragged);
        pane.setOnMouseClicked(this::clicked);
        pane.setOnKeyPressed(this::key);
        divider.setOnMousePressed(MouseEvent::consume);
        divider.setOnMouseClicked(MouseEvent::consume);
        divider.setOnMouseDragged(
                event -> {
                    double x = pane.sceneToLocal(event.getSceneX(), event.getSceneY()).getX();
                    pane.dividerProperty().set(Math.clamp(x / pane.getWidth(), 0, 1));
                    event.consume();
                });
    }

    private void scrolled(ScrollEvent event) {
        if (event.getDeltaY() != 0) {
            double factor = Math.exp(event.getDeltaY() * WHEEL_SPEED);
            pane.zoomBy(factor, event.getX(), event.getY());
            event.consume();
        }
    }

    private void pressed(MouseEvent event) {
        pane.requestFocus();
        lastX = event.getX();
        lastY = event.getY();
    }

    private void dragged(MouseEvent event) {
        if (event.getButton() == MouseButton.PRIMARY || event.getButton() == MouseButton.MIDDLE) {
            pane.panBy(event.getX() - lastX, event.getY() - lastY);
            lastX = event.getX();
            lastY = event.getY();
        }
    }

    private void clicked(MouseEvent event) {
        if (event.getButton() == MouseButton.PRIMARY && event.getClickCount() == 2) {
            pane.toggleFit(event.getX(), event.getY());
            event.consume();
        }
    }

    private void key(KeyEvent event) {
        boolean zooms =
                switch (event.getCode()) {
                    case Z, COMMA, PERIOD -> false;
                    default -> true;
                };
        if (event.isAltDown() || event.isMetaDown() || (event.isControlDown() && !zooms)) {
            return;
        }
        switch (event.getCode()) {
            case PLUS, ADD, EQUALS -> pane.zoomIn();
            case MINUS, SUBTRACT -> pane.zoomOut();
            case DIGIT0, NUMPAD0 -> pane.fit();
            case Z -> pane.toggleFit();
            case COMMA -> moveDivider(-DIVIDER_STEP);
            case PERIOD -> moveDivider(DIVIDER_STEP);
            default -> {
                return;
            }
        }
        event.consume();
    }

    private void moveDivider(double by) {
        if (pane.hasDivider()) {
            pane.dividerProperty().set(Math.clamp(pane.dividerProperty().get() + by, 0, 1));
        }
    }
}
