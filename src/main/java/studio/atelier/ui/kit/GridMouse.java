package studio.atelier.ui.kit;

import javafx.animation.AnimationTimer;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Region;

import java.util.LinkedHashSet;
import java.util.Set;

/// The mouse of a grid: click selects, Ctrl toggles, Shift extends, double click opens, and a drag that starts
/// beside the cells draws a rubber band, which scrolls the grid when it is pulled over an edge.
final class GridMouse<T, K> {
    private static final double DRAG_START = 4;
    private static final double EDGE_SPEED = 0.3;

    private final ImageGrid<T, K> grid;
    private final GridCursor<T, K> cursor;
    private final Region band = new Region();
    private final AnimationTimer edgeScroll =
            new AnimationTimer() {
                @Override
                public void handle(long now) {
                    grid.scroll().moveBy(overshoot() * EDGE_SPEED);
                    draw();
                }
            };

    private boolean pressedBeside;
    private boolean banding;
    private double startX;
    private double startY;
    private double mouseX;
    private double mouseY;
    private Set<K> before = Set.of();
    private GridRange rows = GridRange.NONE;
    private GridRange columns = GridRange.NONE;

    GridMouse(ImageGrid<T, K> grid, GridSheet<T> sheet, GridCursor<T, K> cursor) {
        this.grid = grid;
        this.cursor = cursor;
        band.getStyleClass().add("rubber-band");
        band.setManaged(false);
        band.setMouseTransparent(true);
        band.setVisible(false);
        sheet.setPickOnBounds(true);
        sheet.setOnMousePressed(this::pressed);
        sheet.setOnMouseDragged(this::dragged);
        sheet.setOnMouseReleased(this::released);
        sheet.setOnContextMenuRequested(
                event -> {
                    int index = grid.indexAt(event.getX(), event.getY());
                    if (index >= 0) {
                        if (!grid.selection().contains(cursor.keyAt(index))) {
                            cursor.selectOnly(index);
                        }
                        grid.contextMenu(index, event);
                    }
                });
    }

    Region band() {
        return band;
    }

    private void pressed(MouseEvent event) {
        grid.requestFocus();
        int index = grid.indexAt(event.getX(), event.getY());
        if (event.getButton() != MouseButton.PRIMARY) {
            return;
        }
        pressedBeside = index < 0;
        if (pressedBeside) {
            startBand(event);
        } else {
            click(index, event);
        }
        event.consume();
    }

    private void click(int index, MouseEvent event) {
        if (event.isShiftDown()) {
            cursor.extendTo(index, event.isShortcutDown());
        } else if (event.isShortcutDown() || grid.isOnToggle(index, event.getX(), event.getY())) {
            cursor.toggle(index);
        } else if (event.getClickCount() == 2) {
            grid.open(index);
        } else {
            cursor.selectOnly(index);
        }
    }

    private void startBand(MouseEvent event) {
        boolean adds = event.isShiftDown() || event.isShortcutDown();
        if (!adds) {
            grid.selection().clear();
        }
        before = new LinkedHashSet<>(grid.selection().keys());
        startX = event.getX();
        startY = event.getY() + grid.scroll().top();
        rows = GridRange.NONE;
        columns = GridRange.NONE;
    }

    private void dragged(MouseEvent event) {
        mouseX = event.getX();
        mouseY = event.getY();
        if (!pressedBeside) {
            return;
        }
        double way = Math.hypot(mouseX - startX, mouseY + grid.scroll().top() - startY);
        if (!banding && way < DRAG_START) {
            return;
        }
        banding = true;
        band.setVisible(true);
        if (overshoot() == 0) {
            edgeScroll.stop();
        } else {
            edgeScroll.start();
        }
        draw();
    }

    private void released(MouseEvent event) {
        banding = false;
        pressedBeside = false;
        before = Set.of();
        edgeScroll.stop();
        band.setVisible(false);
    }

    /// How far the pointer is above (negative) or below the view.
    private double overshoot() {
        double height = grid.getHeight();
        return mouseY < 0 ? mouseY : Math.max(0, mouseY - height);
    }

    private void draw() {
        double top = grid.scroll().top();
        double y = mouseY + top;
        double left = Math.max(0, Math.min(startX, mouseX));
        double right = Math.min(grid.viewWidth(), Math.max(startX, mouseX));
        double upper = Math.max(0, Math.min(startY, y) - top);
        double lower = Math.min(grid.getHeight(), Math.max(startY, y) - top);
        band.resizeRelocate(left, upper, Math.max(0, right - left), Math.max(0, lower - upper));
        select(left, right, Math.min(startY, y), Math.max(startY, y));
    }

    /// Asks the selection to change only when the band reached other rows or columns.
    private void select(double left, double right, double upper, double lower) {
        GridGeometry geometry = grid.geometry();
        GridRange nowRows = geometry.range(upper, lower);
        GridRange nowColumns = geometry.columnsBetween(left, right);
        if (nowRows.equals(rows) && nowColumns.equals(columns)) {
            return;
        }
        rows = nowRows;
        columns = nowColumns;
        Set<K> selected = new LinkedHashSet<>(before);
        for (int index = rows.first(); index < rows.end(); index++) {
            if (columns.contains(index % geometry.columns())) {
                selected.add(cursor.keyAt(index));
            }
        }
        grid.selection().set(selected);
    }
}
