package studio.atelier.ui.kit;

import javafx.event.EventType;
import javafx.geometry.Bounds;
import javafx.geometry.Point2D;
import javafx.scene.Node;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.StackPane;

import org.testfx.api.FxRobot;

import studio.atelier.model.PictureRef;
import studio.atelier.model.ReferenceId;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;

/// A grid of numbers in a window of 1000 x 800, with mouse and keyboard on it.
final class GridStage implements AutoCloseable {
    final PictureLoader loader = new PictureLoader(new FakePictures(64), new UiThread());
    final FxRobot robot = new FxRobot();
    final ImageGrid<Integer, Integer> grid;

    GridStage(int count) throws TimeoutException {
        grid =
                FxTest.on(
                        () -> {
                            ImageGrid<Integer, Integer> made =
                                    new ImageGrid<>(item -> item, () -> new Cell(loader));
                            made.cellSizeProperty().set(150);
                            made.setItems(upTo(count));
                            return made;
                        });
        StackPane root = FxTest.on(() -> new StackPane(grid));
        FxTest.show(FxTest.on(Theme::new), root, 1000, 800);
        FxTest.run(grid::requestFocus);
        robot.moveTo(new Point2D(990, 5));
        FxTest.settle();
    }

    static GridItems<Integer> upTo(int count) {
        return GridItems.of(numbers(0, count));
    }

    static List<Integer> numbers(int from, int to) {
        return IntStream.range(from, to).boxed().toList();
    }

    /// The middle of an item's cell on the screen.
    Point2D middle(int item) throws TimeoutException {
        return corner(item).add(get(() -> grid.geometry().cellWidth()) / 2.0, 60);
    }

    Point2D corner(int item) throws TimeoutException {
        return get(
                () -> {
                    double y = grid.geometry().y(item) - grid.scroll().top();
                    Bounds bounds = grid.localToScreen(grid.getLayoutBounds());
                    return new Point2D(
                            bounds.getMinX() + grid.geometry().x(item), bounds.getMinY() + y);
                });
    }

    void click(int item, KeyCode... held) throws TimeoutException {
        Point2D point = middle(item);
        if (held.length == 0) {
            robot.clickOn(point);
        } else {
            mouse(MouseEvent.MOUSE_PRESSED, point, held);
            mouse(MouseEvent.MOUSE_RELEASED, point, held);
        }
        FxTest.settle();
    }

    /// The Headless platform tells no mouse event which keys are held, and none of a drag that left the window: so
    /// these come by hand.
    void mouse(EventType<MouseEvent> type, Point2D point, KeyCode... held) throws TimeoutException {
        FxTest.run(
                () -> {
                    Point2D in = grid.screenToLocal(point);
                    Node sheet = Objects.requireNonNull(grid.lookup(".image-grid-sheet"));
                    sheet.fireEvent(FxTest.mouse(type, in, point, held));
                });
    }

    void keys(KeyCode... keys) {
        robot.push(keys);
        FxTest.settle();
    }

    Set<Integer> selected() throws TimeoutException {
        return get(() -> new TreeSet<>(grid.selection().keys()));
    }

    int focus() throws TimeoutException {
        return get(() -> grid.focusedIndexProperty().get());
    }

    int columns() throws TimeoutException {
        return get(grid::columns);
    }

    double top() throws TimeoutException {
        return get(() -> grid.scroll().top());
    }

    GridRange inView() throws TimeoutException {
        return get(() -> grid.visibleRangeProperty().get());
    }

    <T> T get(Callable<T> question) throws TimeoutException {
        return FxTest.on(question);
    }

    void set(GridItems<Integer> items) throws TimeoutException {
        FxTest.run(() -> grid.setItems(items));
        layout();
    }

    void layout() throws TimeoutException {
        FxTest.run(
                () -> {
                    grid.getScene().getRoot().applyCss();
                    grid.getScene().getRoot().layout();
                });
    }

    @Override
    public void close() {
        loader.close();
    }

    static final class Cell extends PictureCell<Integer> {
        Cell(PictureLoader loader) {
            super(loader);
        }

        @Override
        protected void show(Integer item) {
            picture(new PictureRef.Reference(new ReferenceId(item + 1)));
            captions("Picture " + item, "");
        }

        @Override
        protected int captionLines() {
            return 0;
        }
    }
}
