package studio.atelier.ui.kit;

/// Where cells of one size lie: pure arithmetic in pixels, whole ones, so that pictures stay sharp. The y axis
/// starts at the top of the content, not of the view.
///
/// @param columns at least 1
/// @param left the space before the first column
record GridGeometry(int count, int columns, int cellWidth, int cellHeight, int gap, int left) {
    /// Fits as many columns of at least `wanted` pixels as there is room for, and gives them the rest.
    static GridGeometry fit(int count, double width, double wanted, double ratio, Extent extent) {
        int gap = extent.gap();
        int room = Math.max(1, (int) Math.floor(width) - 2 * gap);
        int columns = Math.max(1, (int) Math.floor((room + gap) / (wanted + gap)));
        int cellWidth = Math.max(1, (room - gap * (columns - 1)) / columns);
        int cellHeight = (int) Math.round(cellWidth * ratio) + extent.extra();
        int used = columns * cellWidth + (columns - 1) * gap;
        int left = gap + Math.max(0, (room - used) / 2);
        return new GridGeometry(count, columns, cellWidth, cellHeight, gap, left);
    }

    /// The same cells with another number of items.
    GridGeometry withCount(int newCount) {
        return new GridGeometry(newCount, columns, cellWidth, cellHeight, gap, left);
    }

    /// @param gap between cells and around them
    /// @param extra the height below the picture, for captions
    record Extent(int gap, int extra) {}

    int rows() {
        return (count + columns - 1) / columns;
    }

    int rowHeight() {
        return cellHeight + gap;
    }

    /// 1,000,000 items of 400 px in one column are within what a double counts exactly.
    double contentHeight() {
        return count == 0 ? 0 : (double) rows() * rowHeight() + gap;
    }

    int x(int index) {
        return left + index % columns * (cellWidth + gap);
    }

    double y(int index) {
        int row = index / columns;
        return gap + (double) row * rowHeight();
    }

    /// The items whose cells touch the strip between the two heights; a strip in a gap touches none.
    GridRange range(double top, double bottom) {
        if (count == 0 || bottom <= top) {
            return GridRange.NONE;
        }
        int firstRow = (int) Math.max(0, Math.floor(top / rowHeight()));
        int endRow = (int) Math.min(rows(), Math.ceil((bottom - gap) / rowHeight()));
        return new GridRange(
                Math.min(count, firstRow * columns),
                (int) Math.min(count, (long) endRow * columns));
    }

    /// The item under a point, or -1 in a gap or beyond the last.
    int indexAt(double x, double y) {
        int column = (int) Math.floor((x - left) / (cellWidth + gap));
        int row = (int) Math.floor((y - gap) / rowHeight());
        if (column < 0 || column >= columns || row < 0) {
            return -1;
        }
        boolean inGap =
                x - left - (double) column * (cellWidth + gap) >= cellWidth
                        || y - gap - (double) row * rowHeight() >= cellHeight;
        long index = (long) row * columns + column;
        return inGap || index >= count ? -1 : (int) index;
    }

    /// Columns touched by the strip between two x, as a range of column numbers.
    GridRange columnsBetween(double from, double to) {
        int first = (int) Math.floor((from - left + gap) / (cellWidth + gap));
        int end = (int) Math.ceil((to - left) / (cellWidth + gap));
        return new GridRange(Math.max(0, first), Math.min(columns, end));
    }
}
