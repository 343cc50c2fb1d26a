package studio.atelier.ui.kit;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;

/// Finds marked items of one snapshot again in another: themselves, or else their nearest neighbours that are
/// still there, so that place and keyboard do not get lost when items are deleted.
final class GridTrace<T, K> {
    private static final int NEIGHBOURS = 200;
    private static final int WINDOW = 2_000;

    /// @param before index among the old items
    /// @param now index among the new ones
    record Found(int before, int now) {}

    private final GridItems<T> old;
    private final GridItems<T> next;
    private final Function<? super T, ? extends K> key;
    private final Map<K, Integer> places = new HashMap<>();

    /// @param marks indexes among the old items; negative ones are left out
    GridTrace(
            GridItems<T> old,
            GridItems<T> next,
            Function<? super T, ? extends K> key,
            int... marks) {
        this.old = old;
        this.next = next;
        this.key = key;
        int[] valid = IntStream.of(marks).filter(mark -> mark >= 0 && mark < old.size()).toArray();
        Set<K> wanted = new HashSet<>();
        for (int mark : valid) {
            around(mark).forEach(index -> wanted.add(oldKey(index)));
        }
        // Most changes move things by a few places; all the rest costs a pass over everything.
        for (int mark : valid) {
            locate(wanted, mark - WINDOW, mark + WINDOW);
        }
        if (!IntStream.of(valid).allMatch(mark -> places.containsKey(oldKey(mark)))) {
            locate(wanted, 0, next.size());
        }
    }

    Optional<Found> nearest(int mark) {
        if (mark < 0 || mark >= old.size()) {
            return Optional.empty();
        }
        return around(mark)
                .filter(index -> places.containsKey(oldKey(index)))
                .mapToObj(index -> new Found(index, place(index)))
                .findFirst();
    }

    /// The new index of what was marked or of its nearest neighbour, or -1.
    int index(int mark) {
        return nearest(mark).map(Found::now).orElse(-1);
    }

    private int place(int index) {
        return places.getOrDefault(oldKey(index), -1);
    }

    /// The mark, then those after it, then those before it.
    private IntStream around(int mark) {
        IntStream after = IntStream.range(mark, Math.min(old.size(), mark + NEIGHBOURS));
        IntStream before =
                IntStream.iterate(
                        mark - 1, index -> index >= Math.max(0, mark - NEIGHBOURS), i -> i - 1);
        return IntStream.concat(after, before);
    }

    private K oldKey(int index) {
        return key.apply(old.get(index));
    }

    private void locate(Set<K> wanted, int from, int to) {
        int end = Math.min(next.size(), to);
        for (int i = Math.max(0, from); i < end && places.size() < wanted.size(); i++) {
            K candidate = key.apply(next.get(i));
            if (wanted.contains(candidate)) {
                places.put(candidate, i);
            }
        }
    }
}
