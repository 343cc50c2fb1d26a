package studio.atelier.ui.kit;

import java.util.Optional;

/// The item that stays where it is when a grid's cells change size or its items are replaced. Only scrolling
/// chooses another one, so that dragging a window border back and forth ends where it began.
final class GridAnchor {
    private static final int TOP = -1;

    private int index = TOP;
    private double offset;
    private int rowHeight = 1;

    /// The anchor's index, or -1 while the grid stands at its top.
    int index() {
        return index;
    }

    /// The first item in view becomes the anchor, at its place below the upper edge of the view.
    void take(GridGeometry geometry, double top) {
        rowHeight = geometry.rowHeight();
        if (top <= 0 || geometry.count() == 0) {
            index = TOP;
            offset = 0;
        } else {
            index = Math.min(geometry.count() - 1, geometry.range(top, top + 1).first());
            offset = geometry.y(index) - top;
        }
    }

    /// Where the content must be scrolled to. Of a row that is cut by the upper edge the same share stays cut, so that
    /// it is still in view when cells shrink.
    double top(GridGeometry geometry) {
        if (index < 0 || index >= geometry.count()) {
            return 0;
        }
        double kept = offset < 0 ? offset * geometry.rowHeight() / rowHeight : offset;
        return geometry.y(index) - kept;
    }

    /// Finds the anchor again in other items; what follows moves up into the place of a deleted one. If it and its neighbours are gone, these are other items altogether, and
    /// the grid goes to the top; one that stood at the top stays there.
    void follow(GridTrace<?, ?> trace, GridGeometry geometry) {
        Optional<? extends GridTrace.Found> found = trace.nearest(index);
        if (found.isPresent()) {
            double shift = geometry.y(found.get().before()) - geometry.y(index);
            index = found.get().now();
            offset += Math.min(0, shift);
        } else {
            index = TOP;
        }
    }
}
