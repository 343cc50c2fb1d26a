package studio.atelier.ui.kit;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import javafx.geometry.Bounds;
import javafx.geometry.Point2D;
import javafx.scene.Node;
import javafx.scene.image.ImageView;
import javafx.scene.image.WritableImage;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.StackPane;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxRobot;

import java.util.concurrent.TimeoutException;

/// A picture of 1600 x 1200 in a pane of 800 x 600: it fits at half its size.
class ZoomPaneTest {
    private final FxRobot robot = new FxRobot();
    private ZoomPane pane;
    private ImageView view;

    @BeforeEach
    void open() throws TimeoutException {
        pane = FxTest.on(ZoomPane::new);
        FxTest.show(FxTest.on(Theme::new), FxTest.on(() -> new StackPane(pane)), 800, 600);
        FxTest.run(
                () -> {
                    pane.imageProperty().set(new WritableImage(1_600, 1_200));
                    pane.requestFocus();
                });
        view = (ImageView) FxTest.on(() -> pane.lookup("ImageView"));
        layout();
    }

    private void layout() throws TimeoutException {
        FxTest.run(() -> pane.getScene().getRoot().layout());
        FxTest.run(pane::layout);
    }

    private double scale() throws TimeoutException {
        return FxTest.on(() -> pane.scaleProperty().get());
    }

    private Bounds shown() throws TimeoutException {
        return FxTest.on(view::getBoundsInParent);
    }

    /// The point of the picture, from 0 to 1, that is under a point of the pane.
    private Point2D under(double x, double y) throws TimeoutException {
        Bounds bounds = shown();
        return new Point2D(
                (x - bounds.getMinX()) / bounds.getWidth(),
                (y - bounds.getMinY()) / bounds.getHeight());
    }

    @Test
    void itFitsAtFirst() throws Exception {
        assertEquals(0.5, scale());
        assertEquals(800, shown().getWidth());
        assertTrue(FxTest.on(pane::isFitting));
    }

    @Test
    void thePointUnderThePointerStaysThereWhileZooming() throws Exception {
        Point2D before = under(200, 450);
        FxTest.run(() -> pane.zoomAt(3, 200, 450));
        Point2D after = under(200, 450);
        assertEquals(1.5, scale(), 1e-9);
        assertEquals(before.getX(), after.getX(), 0.001);
        assertEquals(before.getY(), after.getY(), 0.001);
    }

    @Test
    void keysZoomFitAndShowActualSize() throws Exception {
        robot.push(KeyCode.Z);
        await().until(() -> Math.abs(scale() - 1) < 1e-9);
        robot.push(KeyCode.PLUS);
        await().until(() -> Math.abs(scale() - 1.25) < 1e-9);
        robot.push(KeyCode.DIGIT0);
        await().until(() -> FxTest.on(pane::isFitting));
        assertEquals(0.5, scale(), 1e-9);
    }

    @Test
    void aDoubleClickShowsActualSizeThereAndFitsAgain() throws Exception {
        Point2D corner = FxTest.on(() -> pane.localToScreen(0, 0));
        Point2D before = under(600, 150);
        robot.doubleClickOn(corner.add(600, 150));
        await().until(() -> Math.abs(scale() - 1) < 1e-9);
        assertEquals(before.getX(), under(600, 150).getX(), 0.002);
        robot.moveTo(corner.add(10, 10));
        robot.doubleClickOn(corner.add(300, 300));
        await().until(() -> FxTest.on(pane::isFitting));
    }

    @Test
    void actualSizeIsReachedAlsoForATinyPicture() throws Exception {
        FxTest.run(() -> pane.imageProperty().set(new WritableImage(16, 12)));
        layout();
        FxTest.run(pane::actualSize);
        await().until(() -> Math.abs(scale() - 1) < 1e-9);
        assertEquals(16, shown().getWidth(), 1e-6);
    }

    @Test
    void panningNeverLeavesAnEmptyStrip() throws Exception {
        FxTest.run(() -> pane.zoomAt(4, 400, 300));
        FxTest.run(() -> pane.panBy(5_000, 5_000));
        assertEquals(0, shown().getMinX(), 1);
        assertEquals(0, shown().getMinY(), 1);
        FxTest.run(() -> pane.panBy(-9_000, -9_000));
        assertEquals(800, shown().getMaxX(), 1);
        assertEquals(600, shown().getMaxY(), 1);
        FxTest.run(() -> pane.zoomAt(0.1, 10, 10));
        assertEquals(400, shown().getCenterX(), 1, "a smaller picture is in the middle");
    }

    @Test
    void draggingPans() throws Exception {
        FxTest.run(() -> pane.zoomAt(4, 400, 300));
        double left = shown().getMinX();
        Point2D corner = FxTest.on(() -> pane.localToScreen(0, 0));
        robot.drag(corner.add(400, 300)).moveTo(corner.add(430, 300)).drop();
        FxTest.settle();
        assertEquals(left + 30, shown().getMinX(), 1);
    }

    @Test
    void zoomAndPlaceStayWhenTheWholeFileTakesTheThumbnailsPlace() throws Exception {
        FxTest.run(() -> pane.zoomAt(3, 200, 450));
        Bounds before = shown();
        FxTest.run(() -> pane.imageProperty().set(new WritableImage(400, 300)));
        layout();
        assertEquals(before, shown());
        assertFalse(FxTest.on(pane::isFitting));
        assertEquals(6, scale(), 1e-9);
    }

    @Test
    void theDividerMovesWithThePointerAndKeys() throws Exception {
        FxTest.run(
                () -> {
                    pane.otherProperty().set(new WritableImage(1_600, 1_200));
                    pane.compareProperty().set(ZoomPane.Compare.SLIDER);
                });
        layout();
        Node divider = FxTest.on(() -> pane.lookup(".zoom-divider"));
        // By hand: the Headless platform lets go of a drag as soon as the pointer leaves the node.
        FxTest.run(
                () -> {
                    Point2D at = pane.localToScene(600, 300);
                    divider.fireEvent(FxTest.mouse(MouseEvent.MOUSE_DRAGGED, at, at));
                });
        await().until(() -> Math.abs(FxTest.on(() -> pane.dividerProperty().get()) - 0.75) < 0.01);
        robot.push(KeyCode.COMMA);
        FxTest.settle();
        assertEquals(0.70, FxTest.on(() -> pane.dividerProperty().get()), 0.01);
        assertTrue(FxTest.on(pane::isFitting), "dragging the divider does not pan");
    }
}
