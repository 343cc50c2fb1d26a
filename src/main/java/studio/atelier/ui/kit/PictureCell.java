package studio.atelier.ui.kit;

import javafx.css.PseudoClass;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;

import org.jspecify.annotations.Nullable;

import studio.atelier.model.PictureRef;

import java.util.Objects;

/// A grid's cell with a picture, up to two lines below it, a check mark when selected, a place for a badge and
/// a progress bar. A screen extends it and says in `show` what an item looks like.
public abstract class PictureCell<T> extends Region implements GridCell<T> {
    /// The height that one line of caption takes, for `ImageGrid.captionHeightProperty`.
    public static final double LINE = 20;

    private static final PseudoClass SELECTED = PseudoClass.getPseudoClass("selected");
    private static final PseudoClass CURSOR = PseudoClass.getPseudoClass("cursor");
    private static final double CHECK = 22;
    private static final double INSET = 8;
    private static final double CAPTION_GAP = 4;

    private final PictureView picture;
    private final Region frame = new Region();
    private final StackPane check = new StackPane();
    private final Label first = new Label();
    private final Label second = new Label();
    private final Region track = new Region();
    private final Region bar = new Region();
    private double progress = -1;
    private @Nullable Node badge;

    protected PictureCell(PictureLoader loader) {
        picture = new PictureView(loader);
        getStyleClass().add("picture-cell");
        setAccessibleRole(AccessibleRole.LIST_ITEM);
        frame.getStyleClass().add("picture-frame");
        frame.setMouseTransparent(true);
        check.getStyleClass().add("picture-check");
        check.getChildren().add(Icons.CHECK.node("picture-check-icon"));
        first.getStyleClass().add("picture-caption");
        second.getStyleClass().addAll("picture-caption", "picture-caption-second");
        track.getStyleClass().add("picture-progress");
        bar.getStyleClass().add("picture-progress-bar");
        track.setVisible(false);
        bar.setVisible(false);
        getChildren().addAll(picture, track, bar, frame, check, first, second);
        getChildren().forEach(child -> child.setManaged(false));
    }

    /// Shows an item, by the methods below. Called often, also for an item that is shown already.
    protected abstract void show(T item);

    protected final PictureView pictureView() {
        return picture;
    }

    protected final void picture(PictureRef ref) {
        picture.show(ref);
    }

    /// One line, or none if empty. Read out to those who cannot see it.
    protected final void captions(String upper, String lower) {
        first.setText(upper);
        second.setText(lower);
        setAccessibleText(lower.isEmpty() ? upper : upper + ", " + lower);
    }

    /// A node in the upper right corner of the picture, or none.
    protected final void badge(@Nullable Node node) {
        if (!Objects.equals(badge, node)) {
            if (badge != null) {
                getChildren().remove(badge);
            }
            badge = node;
            if (node != null) {
                node.setManaged(false);
                getChildren().add(node);
            }
            requestLayout();
        }
    }

    /// A bar over the lower edge of the picture.
    ///
    /// @param share from 0 to 1, or negative for none
    protected final void progress(double share) {
        if (progress != share) {
            progress = share;
            track.setVisible(share >= 0);
            bar.setVisible(share > 0);
            layoutProgress();
        }
    }

    @Override
    public final Region node() {
        return this;
    }

    @Override
    public final void update(T item, boolean selected, boolean focused) {
        pseudoClassStateChanged(SELECTED, selected);
        pseudoClassStateChanged(CURSOR, focused);
        show(item);
    }

    @Override
    public void reset() {
        picture.reset();
        progress(-1);
        badge(null);
    }

    @Override
    public final boolean isOnToggle(double x, double y) {
        return x < CHECK + 2 * INSET && y < CHECK + 2 * INSET;
    }

    @Override
    protected void layoutChildren() {
        double width = getWidth();
        double height = pictureHeight();
        picture.resizeRelocate(0, 0, width, height);
        frame.resizeRelocate(0, 0, width, height);
        check.resizeRelocate(INSET, INSET, CHECK, CHECK);
        first.resizeRelocate(0, height + CAPTION_GAP, width, LINE);
        second.resizeRelocate(0, height + CAPTION_GAP + LINE, width, LINE);
        layoutProgress();
        if (badge != null) {
            double badgeWidth = Math.min(badge.prefWidth(-1), width - CHECK - 3 * INSET);
            badge.resizeRelocate(
                    width - badgeWidth - INSET, INSET, badgeWidth, badge.prefHeight(-1));
        }
    }

    private void layoutProgress() {
        double width = getWidth() - 2 * INSET;
        double y = pictureHeight() - INSET - CAPTION_GAP;
        track.resizeRelocate(INSET, y, width, CAPTION_GAP);
        bar.resizeRelocate(INSET, y, Math.max(CAPTION_GAP, width * progress), CAPTION_GAP);
    }

    /// What the captions leave.
    private double pictureHeight() {
        boolean room = getHeight() > LINE * 3;
        double lines = captionLines();
        return room && lines > 0 ? getHeight() - lines * LINE - CAPTION_GAP : getHeight();
    }

    /// Lines that this kind of cell has room for; the grid's `captionHeight` must be `captionHeight(lines)`.
    protected abstract int captionLines();

    /// The pixels that captions of so many lines take.
    public static double captionHeight(int lines) {
        return lines == 0 ? 0 : lines * LINE + CAPTION_GAP;
    }
}
