package studio.atelier.ui.kit;

import javafx.beans.property.DoubleProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.geometry.BoundingBox;
import javafx.geometry.Bounds;
import javafx.scene.AccessibleAttribute;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.input.ContextMenuEvent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;

import org.jspecify.annotations.Nullable;

import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/// A grid of pictures that stays smooth at a million items: cells of one size, made once and used again, in a
/// plain pane with a scroll bar of its own. Selection and place are kept by key when the items are replaced,
/// and the place when cells or window change size. JavaFX thread only.
///
/// @param <T> what a cell shows
/// @param <K> what names it for good; needs `equals` and `hashCode`
public final class ImageGrid<T, K> extends Region {
    private final ObjectProperty<GridItems<T>> items =
            new SimpleObjectProperty<>(this, "items", GridItems.empty());
    private final DoubleProperty cellSize = new SimpleDoubleProperty(this, "cellSize", 180);
    private final DoubleProperty gap = new SimpleDoubleProperty(this, "gap", 12);
    private final DoubleProperty pictureRatio = new SimpleDoubleProperty(this, "pictureRatio", 1);
    private final DoubleProperty captionHeight = new SimpleDoubleProperty(this, "captionHeight", 0);
    private final ObjectProperty<@Nullable Node> placeholder =
            new SimpleObjectProperty<>(this, "placeholder", null);
    private final ReadOnlyObjectWrapper<GridRange> visibleRange =
            new ReadOnlyObjectWrapper<>(this, "visibleRange", GridRange.NONE);

    private final Function<? super T, ? extends K> key;
    private final GridSelection<K> selection = new GridSelection<>();
    private final GridCursor<T, K> cursor;
    private final GridAnchor anchor = new GridAnchor();
    private final GridSheet<T> sheet;
    private final GridScroll scroll;
    private final GridMouse<T, K> mouse;
    private final StackPane placeholderPane = new StackPane();

    private GridGeometry geometry = GridGeometry.fit(0, 1, 1, 1, new GridGeometry.Extent(0, 0));
    private GridItems<T> current = GridItems.empty();
    private boolean replaced;
    private boolean placing;
    private Consumer<T> onOpen = _ -> {};
    private @Nullable Consumer<T> onSpace;
    private BiConsumer<T, ContextMenuEvent> onContextMenu = (_, _) -> {};

    public ImageGrid(Function<? super T, ? extends K> key, Supplier<? extends GridCell<T>> cells) {
        this.key = key;
        cursor = new GridCursor<>(selection, key);
        sheet = new GridSheet<>(cells);
        scroll = new GridScroll(this::scrolled);
        mouse = new GridMouse<>(this, sheet, cursor);
        new GridKeys<>(this, cursor);
        getStyleClass().add("image-grid");
        setAccessibleRole(AccessibleRole.LIST_VIEW);
        setFocusTraversable(true);
        placeholderPane.setManaged(false);
        getChildren().addAll(sheet, placeholderPane, mouse.band(), scroll.bar());
        addEventHandler(ScrollEvent.SCROLL, scroll::onScroll);
        listen();
    }

    private void listen() {
        items.subscribe(this::replaceItems);
        cellSize.subscribe(_ -> requestLayout());
        gap.subscribe(_ -> requestLayout());
        pictureRatio.subscribe(_ -> requestLayout());
        captionHeight.subscribe(_ -> requestLayout());
        placeholder.subscribe(this::showPlaceholder);
        selection.onChange(this::refresh);
        cursor.focusProperty().subscribe(_ -> refresh());
        cursor.focusProperty()
                .subscribe(_ -> notifyAccessibleAttributeChanged(AccessibleAttribute.FOCUS_ITEM));
        focusedProperty().subscribe(_ -> refresh());
    }

    // --- what it shows

    public ObjectProperty<GridItems<T>> itemsProperty() {
        return items;
    }

    public GridItems<T> getItems() {
        return items.get();
    }

    public void setItems(GridItems<T> snapshot) {
        items.set(snapshot);
    }

    /// The least width of a cell in pixels; cells grow to fill the row.
    public DoubleProperty cellSizeProperty() {
        return cellSize;
    }

    /// Pixels between cells and around them.
    public DoubleProperty gapProperty() {
        return gap;
    }

    /// Height of the picture divided by its width.
    public DoubleProperty pictureRatioProperty() {
        return pictureRatio;
    }

    /// Pixels below the picture for captions.
    public DoubleProperty captionHeightProperty() {
        return captionHeight;
    }

    /// Shown in the middle while there are no items.
    public ObjectProperty<@Nullable Node> placeholderProperty() {
        return placeholder;
    }

    /// The items in view: load their rows, and `widened` ones ahead.
    public ReadOnlyObjectProperty<GridRange> visibleRangeProperty() {
        return visibleRange.getReadOnlyProperty();
    }

    public GridSelection<K> selection() {
        return selection;
    }

    /// The item the keyboard stands on, or -1.
    public ReadOnlyIntegerProperty focusedIndexProperty() {
        return cursor.focusProperty();
    }

    // --- what it does

    /// Double click and Enter.
    public void setOnOpen(Consumer<T> handler) {
        onOpen = handler;
    }

    /// Space. Without a handler it toggles the focused item, as Ctrl+Space always does.
    public void setOnSpace(Consumer<T> handler) {
        onSpace = handler;
    }

    /// Right click or the menu key; the item is selected by then.
    public void setOnContextMenu(BiConsumer<T, ContextMenuEvent> handler) {
        onContextMenu = handler;
    }

    /// Brings an item into view, in the middle if it was outside.
    public void scrollTo(int index) {
        layout();
        double y = geometry.y(index);
        boolean inView =
                y >= scroll.top() && y + geometry.cellHeight() <= scroll.top() + getHeight();
        if (!inView) {
            scroll.jumpTo(y - (getHeight() - geometry.cellHeight()) / 2);
        }
    }

    /// Puts the keyboard on an item and brings it into view; the selection stays.
    public void focusOn(int index) {
        cursor.moveTo(index);
        scrollTo(index);
    }

    /// Where an item's cell is in this grid, its caption below included.
    public Bounds cellBounds(int index) {
        layout();
        return new BoundingBox(
                geometry.x(index),
                geometry.y(index) - scroll.top(),
                geometry.cellWidth(),
                geometry.cellHeight());
    }

    public void scrollToTop() {
        scroll.jumpTo(0);
    }

    /// Asks the cells in view to show their items again, for example when rows arrived.
    public void refresh() {
        refresh(new GridRange(0, Integer.MAX_VALUE));
    }

    public void refresh(GridRange range) {
        sheet.refresh(range, this::fill);
    }

    // --- for its parts

    GridScroll scroll() {
        return scroll;
    }

    GridGeometry geometry() {
        return geometry;
    }

    int columns() {
        return geometry.columns();
    }

    int rowsInView() {
        return (int) (getHeight() / geometry.rowHeight());
    }

    double viewWidth() {
        return sheet.getWidth();
    }

    int indexAt(double x, double y) {
        return geometry.indexAt(x, y + scroll.top());
    }

    boolean isOnToggle(int index, double x, double y) {
        GridCell<T> cell = sheet.cellAt(index);
        return cell != null
                && cell.isOnToggle(x - geometry.x(index), y + scroll.top() - geometry.y(index));
    }

    void open(int index) {
        onOpen.accept(current.get(index));
    }

    void space(int index) {
        if (onSpace == null) {
            cursor.toggle(index);
        } else {
            onSpace.accept(current.get(index));
        }
    }

    void contextMenu(int index, ContextMenuEvent event) {
        onContextMenu.accept(current.get(index), event);
    }

    void reveal(int index) {
        double y = geometry.y(index);
        scroll.reveal(y - geometry.gap(), y + geometry.rowHeight(), getHeight());
    }

    // --- layout

    @Override
    protected void layoutChildren() {
        double barWidth = scroll.bar().prefWidth(-1);
        double width = getWidth() - barWidth;
        sheet.fit(width, getHeight());
        scroll.bar().resizeRelocate(width, 0, barWidth, getHeight());
        placeholderPane.resizeRelocate(0, 0, getWidth(), getHeight());
        measure(width);
        GridRange range = geometry.range(scroll.top(), scroll.top() + getHeight());
        sheet.show(range, geometry, scroll.top(), this::fill);
        visibleRange.set(range);
    }

    /// Keeps the anchor item at its place in the view when the cells' places change.
    private void measure(double width) {
        GridGeometry fitted =
                GridGeometry.fit(
                        current.size(),
                        width,
                        cellSize.get(),
                        pictureRatio.get(),
                        new GridGeometry.Extent(
                                (int) Math.round(gap.get()),
                                (int) Math.round(captionHeight.get())));
        boolean wasReplaced = replaced;
        boolean moved = replaced || !fitted.equals(geometry);
        geometry = fitted;
        replaced = false;
        placing = true;
        scroll.extent(geometry.contentHeight(), getHeight(), geometry.rowHeight());
        if (moved && Math.round(anchor.top(geometry)) != scroll.top()) {
            scroll.shiftTo(anchor.top(geometry));
        }
        if (wasReplaced && Math.round(anchor.top(geometry)) != scroll.top()) {
            // There are too few items to stand there; more of them later are no reason to go back.
            anchor.take(geometry, scroll.top());
        }
        placing = false;
    }

    private void scrolled() {
        requestLayout();
        if (!placing) {
            anchor.take(geometry, scroll.top());
        }
    }

    private void fill(GridCell<T> cell, int index) {
        T item = current.get(index);
        cell.update(
                item, selection.contains(key.apply(item)), isFocused() && index == cursor.focus());
    }

    private void replaceItems(GridItems<T> next) {
        GridTrace<T, K> trace =
                new GridTrace<>(
                        current, next, key, cursor.focus(), cursor.anchor(), anchor.index());
        anchor.follow(trace, geometry);
        current = next;
        // Clicks and keys may come before the next layout, and must not reach beyond the end.
        geometry = geometry.withCount(next.size());
        replaced = true;
        sheet.clear();
        cursor.replaceItems(next, trace);
        placeholderPane.setVisible(next.size() == 0);
        requestLayout();
    }

    private void showPlaceholder(@Nullable Node node) {
        placeholderPane.getChildren().clear();
        if (node != null) {
            placeholderPane.getChildren().add(node);
        }
    }

    @Override
    public @Nullable Object queryAccessibleAttribute(
            AccessibleAttribute attribute, Object... parameters) {
        GridCell<T> focused = sheet.cellAt(cursor.focus());
        return switch (attribute) {
            case ITEM_COUNT -> current.size();
            case MULTIPLE_SELECTION -> true;
            case FOCUS_ITEM -> focused == null ? this : focused.node();
            case VERTICAL_SCROLLBAR -> scroll.bar();
            default -> super.queryAccessibleAttribute(attribute, parameters);
        };
    }
}
