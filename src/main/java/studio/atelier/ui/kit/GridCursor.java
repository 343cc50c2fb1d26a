package studio.atelier.ui.kit;

import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// Where the keyboard stands in a grid, from where Shift extends, and what the verbs of selecting do there.
final class GridCursor<T, K> {
    private final GridSelection<K> selection;
    private final Function<? super T, ? extends K> key;
    private final ReadOnlyIntegerWrapper focus = new ReadOnlyIntegerWrapper(-1);
    private GridItems<T> items = GridItems.empty();
    private int anchor = -1;
    private GridRange extended = GridRange.NONE;

    GridCursor(GridSelection<K> selection, Function<? super T, ? extends K> key) {
        this.selection = selection;
        this.key = key;
    }

    ReadOnlyIntegerProperty focusProperty() {
        return focus.getReadOnlyProperty();
    }

    int focus() {
        return focus.get();
    }

    K keyAt(int index) {
        return key.apply(items.get(index));
    }

    /// Takes over another snapshot, in which the focused item is now at `newFocus` (or -1).
    void replaceItems(GridItems<T> newItems, int newFocus) {
        items = newItems;
        anchor = newFocus;
        extended = GridRange.NONE;
        focus.set(newFocus);
    }

    /// Moves the focus and leaves the selection.
    void moveTo(int index) {
        focus.set(index);
        anchor = index;
        extended = GridRange.NONE;
    }

    void selectOnly(int index) {
        moveTo(index);
        selection.set(List.of(keyAt(index)));
    }

    void toggle(int index) {
        moveTo(index);
        selection.toggle(keyAt(index));
    }

    /// Selects from the anchor to `index`. What an earlier extension from the same anchor took in is let go.
    ///
    /// @param keep leaves the rest of the selection (Ctrl+Shift)
    void extendTo(int index, boolean keep) {
        int from = anchor < 0 ? index : anchor;
        GridRange range = new GridRange(Math.min(from, index), Math.max(from, index) + 1);
        List<K> keys = keys(range);
        if (keep) {
            selection.remove(keys(extended));
            selection.add(keys);
        } else {
            selection.set(keys);
        }
        anchor = from;
        extended = range;
        focus.set(index);
    }

    void selectAll() {
        selection.add(keys(new GridRange(0, items.size())));
    }

    List<K> keys(GridRange range) {
        List<K> keys = new ArrayList<>(Math.max(0, range.end() - range.first()));
        for (int index = range.first(); index < range.end(); index++) {
            keys.add(keyAt(index));
        }
        return keys;
    }
}
