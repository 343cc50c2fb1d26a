package studio.atelier.ui.kit;

import java.util.List;

/// What an `ImageGrid` shows: an indexed snapshot that never changes. To show something else, give the grid
/// another snapshot; it keeps selection and place by key.
public interface GridItems<T> {
    int size();

    /// Called on the JavaFX thread while scrolling: must not block.
    T get(int index);

    /// The list is not copied; it must not change afterwards.
    static <T> GridItems<T> of(List<T> items) {
        return new GridItems<>() {
            @Override
            public int size() {
                return items.size();
            }

            @Override
            public T get(int index) {
                return items.get(index);
            }
        };
    }

    static <T> GridItems<T> empty() {
        return of(List.of());
    }
}
