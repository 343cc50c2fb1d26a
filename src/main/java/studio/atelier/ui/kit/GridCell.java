package studio.atelier.ui.kit;

import javafx.scene.layout.Region;

/// One recycled cell of an `ImageGrid`. The grid sizes and places `node()`, and tells it again and again what
/// to show; a cell keeps nothing of an item after `reset`.
public interface GridCell<T> {
    Region node();

    /// Shows `item`. Also called when only selection or focus changed, so it must be cheap for an item that is
    /// shown already.
    void update(T item, boolean selected, boolean focused);

    /// The cell leaves the view: cancel loads, stop animations, let go of pictures.
    void reset();

    /// True where a plain click toggles instead of selecting only this item: the check mark.
    default boolean isOnToggle(double x, double y) {
        return false;
    }
}
