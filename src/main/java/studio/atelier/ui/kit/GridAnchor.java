package studio.atelier.ui.kit;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;

/// The item that stays where it is when a grid's cells change size or its items are replaced. Only scrolling
/// chooses another one, so that dragging a window border back and forth ends where it began.
final class GridAnchor<T, K> {
    private final Function<? super T, ? extends K> key;
    private int index;
    private double offset;

    GridAnchor(Function<? super T, ? extends K> key) {
        this.key = key;
    }

    /// The first item in view becomes the anchor, at its place below the upper edge of the view.
    void take(GridGeometry geometry, double top) {
        index = top <= 0 ? 0 : geometry.range(top, top + 1).first();
        offset = geometry.count() == 0 ? 0 : geometry.y(index) - top;
    }

    /// Where the content must be scrolled to.
    double top(GridGeometry geometry) {
        return index == 0 || index >= geometry.count() ? 0 : geometry.y(index) - offset;
    }

    /// Finds the anchor again in other items; if it is gone, the nearest one in view after it that is not. A grid
    /// that stood at the top stays at the top.
    ///
    /// @param focus the index of the focused item or -1
    /// @return the index of the focused item among the new items, or -1
    int follow(
            GridItems<T> old, GridItems<T> next, int focus, GridGeometry geometry, GridRange view) {
        List<K> inView =
                index == 0
                        ? List.of()
                        : IntStream.range(index, Math.max(index, view.end()))
                                .<K>mapToObj(i -> key.apply(old.get(i)))
                                .toList();
        Optional<K> focused = focus < 0 ? Optional.empty() : Optional.of(key.apply(old.get(focus)));
        Set<K> wanted = new HashSet<>(inView);
        focused.ifPresent(wanted::add);
        Map<K, Integer> places = locate(next, wanted);
        int was = index;
        index = 0;
        for (int i = 0; i < inView.size(); i++) {
            Integer place = places.get(inView.get(i));
            if (place != null) {
                index = place;
                offset += geometry.y(was + i) - geometry.y(was);
                break;
            }
        }
        return focused.map(places::get).orElse(-1);
    }

    /// One pass, which ends as soon as all are found.
    private Map<K, Integer> locate(GridItems<T> items, Set<K> wanted) {
        Map<K, Integer> places = new HashMap<>();
        int size = wanted.isEmpty() ? 0 : items.size();
        for (int i = 0; i < size && places.size() < wanted.size(); i++) {
            K candidate = key.apply(items.get(i));
            if (wanted.contains(candidate)) {
                places.put(candidate, i);
            }
        }
        return places;
    }
}
