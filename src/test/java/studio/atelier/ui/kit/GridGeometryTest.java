package studio.atelier.ui.kit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class GridGeometryTest {
    private static GridGeometry grid(int count, double width, double cell) {
        return GridGeometry.fit(count, width, cell, 1, new GridGeometry.Extent(10, 30));
    }

    @Test
    void cellsFillTheRowAndAreAtLeastAsWideAsWanted() {
        GridGeometry grid = grid(100, 1000, 180);
        assertEquals(5, grid.columns());
        assertEquals(188, grid.cellWidth());
        assertEquals(218, grid.cellHeight());
        assertTrue(grid.x(4) + grid.cellWidth() <= 990);
    }

    @Test
    void aNarrowWindowHasOneColumn() {
        assertEquals(1, grid(5, 90, 180).columns());
    }

    @Test
    void everyCellIsFoundAtItsPlaceAndNoneInAGap() {
        GridGeometry grid = grid(23, 700, 120);
        for (int i = 0; i < 23; i++) {
            assertEquals(i, grid.indexAt(grid.x(i) + 1, grid.y(i) + 1));
            assertEquals(-1, grid.indexAt(grid.x(i) - 1, grid.y(i) + 1));
            assertEquals(-1, grid.indexAt(grid.x(i) + 1, grid.y(i) - 1));
        }
        assertEquals(-1, grid.indexAt(grid.x(22) + grid.cellWidth() + 20, grid.y(22) + 1));
    }

    @Test
    void theRangeIsWhatTouchesTheView() {
        GridGeometry grid = grid(1000, 1000, 180);
        assertEquals(new GridRange(0, 15), grid.range(0, 600));
        assertEquals(new GridRange(5, 15), grid.range(grid.y(5) + 3, grid.y(10) + 1));
        assertEquals(GridRange.NONE, grid(0, 1000, 180).range(0, 600));
    }

    @Test
    void aMillionItemsAreCountedExactly() {
        GridGeometry grid = grid(1_000_000, 200, 180);
        int last = 999_999;
        assertEquals(last, grid.indexAt(grid.x(last) + 1, grid.y(last) + 1));
        assertEquals(grid.contentHeight(), grid.y(last) + grid.rowHeight());
    }
}
