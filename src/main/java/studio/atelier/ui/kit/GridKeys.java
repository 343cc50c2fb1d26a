package studio.atelier.ui.kit;

import javafx.scene.input.KeyEvent;

/// The keyboard of a grid: arrows, Home, End, Page Up and Down move; Shift extends, Ctrl moves without
/// selecting; Ctrl+A, Ctrl+D, Esc, Space, Enter.
final class GridKeys<T, K> {
    private final ImageGrid<T, K> grid;
    private final GridCursor<T, K> cursor;

    GridKeys(ImageGrid<T, K> grid, GridCursor<T, K> cursor) {
        this.grid = grid;
        this.cursor = cursor;
        grid.setOnKeyPressed(this::pressed);
    }

    private void pressed(KeyEvent event) {
        if (event.isAltDown() || grid.getItems().size() == 0) {
            return;
        }
        if (event.isShortcutDown() ? shortcut(event) : plain(event)) {
            event.consume();
        }
    }

    private boolean shortcut(KeyEvent event) {
        switch (event.getCode()) {
            case A -> cursor.selectAll();
            case D -> grid.selection().clear();
            case SPACE -> toggleFocused();
            default -> {
                return move(event);
            }
        }
        return true;
    }

    private boolean plain(KeyEvent event) {
        switch (event.getCode()) {
            case ESCAPE -> {
                if (grid.selection().isEmpty()) {
                    return false;
                }
                grid.selection().clear();
            }
            case SPACE -> grid.space(Math.max(0, cursor.focus()));
            case ENTER -> grid.open(Math.max(0, cursor.focus()));
            default -> {
                return move(event);
            }
        }
        return true;
    }

    private void toggleFocused() {
        cursor.toggle(Math.max(0, cursor.focus()));
    }

    private boolean move(KeyEvent event) {
        int target = target(event);
        if (target < 0) {
            return false;
        }
        if (event.isShiftDown()) {
            cursor.extendTo(target, event.isShortcutDown());
        } else if (event.isShortcutDown()) {
            cursor.moveTo(target);
        } else {
            cursor.selectOnly(target);
        }
        grid.reveal(target);
        return true;
    }

    /// Where a key leads, or -1 for a key that does not move. At an edge it stays where it is.
    private int target(KeyEvent event) {
        int last = grid.getItems().size() - 1;
        int from = cursor.focus();
        int columns = grid.columns();
        int page = columns * Math.max(1, grid.rowsInView() - 1);
        return switch (event.getCode()) {
            case HOME -> 0;
            case END -> last;
            case LEFT, KP_LEFT -> step(from, -1, last);
            case RIGHT, KP_RIGHT -> step(from, 1, last);
            case UP, KP_UP -> step(from, -columns, last);
            case DOWN, KP_DOWN -> down(from, columns, last);
            case PAGE_UP -> from < 0 ? 0 : Math.max(from % columns, from - page);
            case PAGE_DOWN -> from < 0 ? 0 : Math.min(last, from + page);
            default -> -1;
        };
    }

    private static int step(int from, int by, int last) {
        if (from < 0) {
            return 0;
        }
        int target = from + by;
        return target < 0 || target > last ? from : target;
    }

    /// From the last but one row into a last row that is shorter: to its end.
    private static int down(int from, int columns, int last) {
        boolean shortRowBelow = from >= 0 && from / columns < last / columns;
        return shortRowBelow ? Math.min(last, from + columns) : step(from, columns, last);
    }
}
