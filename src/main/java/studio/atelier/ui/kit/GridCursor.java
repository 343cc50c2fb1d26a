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

    int anchor() {
        return anchor;
    }

    /// Takes over another snapshot; where focus and anchor are now, `trace` knows. An extension with Shift goes
    /// on from where it began.
    void replaceItems(GridItems<T> newItems, GridTrace<T, K> trace) {
        items = newItems;
        int newFocus = trace.index(focus());
        anchor = trace.index(anchor);
        boolean extending = !extended.isEmpty() && anchor >= 0 && newFocus >= 0;
        extended = extending ? between(anchor, newFocus) : GridRange.NONE;
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
        GridRange range = between(from, index);
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

    private static GridRange between(int from, int to) {
        return new GridRange(Math.min(from, to), Math.max(from, to) + 1);
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
