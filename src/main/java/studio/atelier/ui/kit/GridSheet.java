package studio.atelier.ui.kit;

import javafx.scene.layout.Pane;
import javafx.scene.layout.Region;
import javafx.scene.shape.Rectangle;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// The cells in view, made once and used again. Cells that stay in view are only moved; those that leave are
/// reset and wait, hidden, for the next item.
final class GridSheet<T> extends Pane {
    private final Supplier<? extends GridCell<T>> maker;
    private final Map<Integer, GridCell<T>> shown = new HashMap<>();
    private final ArrayDeque<GridCell<T>> free = new ArrayDeque<>();
    private final Rectangle clip = new Rectangle();

    /// Tells a cell what to show.
    interface Filler<T> {
        void fill(GridCell<T> cell, int index);
    }

    GridSheet(Supplier<? extends GridCell<T>> maker) {
        this.maker = maker;
        getStyleClass().add("image-grid-sheet");
        setClip(clip);
        setManaged(false);
    }

    void fit(double width, double height) {
        if (clip.getWidth() != width || clip.getHeight() != height) {
            clip.setWidth(width);
            clip.setHeight(height);
            resize(width, height);
        }
    }

    /// Shows exactly the cells of `range`, each where `geometry` says, `top` being the content's y at the upper
    /// edge of the view.
    void show(GridRange range, GridGeometry geometry, double top, Filler<T> filler) {
        release(range);
        for (int index = range.first(); index < range.end(); index++) {
            GridCell<T> cell = shown.get(index);
            if (cell == null) {
                cell = take();
                shown.put(index, cell);
                filler.fill(cell, index);
            }
            place(cell.node(), geometry, index, top);
        }
    }

    void refresh(GridRange range, Filler<T> filler) {
        shown.forEach(
                (index, cell) -> {
                    if (range.contains(index)) {
                        filler.fill(cell, index);
                    }
                });
    }

    /// Lets go of every cell, for other items.
    void clear() {
        release(GridRange.NONE);
    }

    @Nullable GridCell<T> cellAt(int index) {
        return shown.get(index);
    }

    /// The cells place themselves in `show`; the pane has nothing to add.
    @Override
    protected void layoutChildren() {}

    private void release(GridRange range) {
        List<Integer> gone = new ArrayList<>();
        for (Integer index : shown.keySet()) {
            if (!range.contains(index)) {
                gone.add(index);
            }
        }
        for (Integer index : gone) {
            GridCell<T> cell = shown.remove(index);
            if (cell != null) {
                cell.reset();
                cell.node().setVisible(false);
                free.push(cell);
            }
        }
    }

    private GridCell<T> take() {
        GridCell<T> cell = free.poll();
        if (cell == null) {
            cell = maker.get();
            cell.node().setManaged(false);
            getChildren().add(cell.node());
        }
        cell.node().setVisible(true);
        return cell;
    }

    private static void place(Region node, GridGeometry geometry, int index, double top) {
        if (node.getWidth() != geometry.cellWidth() || node.getHeight() != geometry.cellHeight()) {
            node.resize(geometry.cellWidth(), geometry.cellHeight());
        }
        node.relocate(geometry.x(index), geometry.y(index) - top);
    }
}
