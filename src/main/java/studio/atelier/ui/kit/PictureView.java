package studio.atelier.ui.kit;

import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.scene.image.Image;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.paint.ImagePattern;
import javafx.scene.shape.Rectangle;

import org.jspecify.annotations.Nullable;

import studio.atelier.model.PictureRef;
import studio.atelier.model.PictureSize;
import studio.atelier.model.Problem;

import java.util.Objects;
import java.util.Optional;

/// A picture with round corners in a box, filled in when the loader has it. The picture is the paint of one
/// rectangle: a clip for each cell would cost a layer for each cell.
public final class PictureView extends Region {
    public enum Fit {
        /// Fills the box, cutting off what is too much.
        COVER,
        /// All of it, with the box's colour beside it.
        CONTAIN
    }

    private static final int RADIUS = 6;

    private final PictureLoader loader;
    private final ObjectProperty<Fit> fit = new SimpleObjectProperty<>(this, "fit", Fit.COVER);
    private final Rectangle paint = new Rectangle();
    private final StackPane sign = new StackPane();

    private @Nullable PictureRef wanted;
    private @Nullable PictureSize wantedSize;
    private PictureLoader.@Nullable Request request;
    private @Nullable Image image;

    public PictureView(PictureLoader loader) {
        this.loader = loader;
        getStyleClass().add("picture");
        sign.getStyleClass().add("picture-sign");
        sign.setMouseTransparent(true);
        paint.setManaged(false);
        paint.setArcWidth(2 * RADIUS);
        paint.setArcHeight(2 * RADIUS);
        paint.setVisible(false);
        getChildren().addAll(paint, sign);
        fit.subscribe(_ -> requestLayout());
    }

    public ObjectProperty<Fit> fitProperty() {
        return fit;
    }

    /// Shows a stored picture, loading it in the size the box needs. The picture before stays until then only
    /// if it is the same one in another size.
    public void show(PictureRef picture) {
        if (!picture.equals(wanted)) {
            reset();
            wanted = picture;
            load();
        }
    }

    /// Shows a picture that is at hand, for example a live preview.
    public void show(Image ready) {
        if (!ready.equals(image) || wanted != null) {
            drop();
            wanted = null;
            wantedSize = null;
            display(ready);
        }
    }

    /// Shows a sign in place of a picture.
    public void show(Icons icon) {
        reset();
        sign.getChildren().setAll(icon.node("picture-sign-icon"));
    }

    /// Shows the empty box.
    public void reset() {
        drop();
        wanted = null;
        wantedSize = null;
        image = null;
        paint.setVisible(false);
        paint.setFill(null);
        clearSign();
    }

    private void clearSign() {
        if (!sign.getChildren().isEmpty()) {
            sign.getChildren().clear();
            setAccessibleText(null);
        }
    }

    /// What is on the screen now.
    public Optional<Image> image() {
        return Optional.ofNullable(image);
    }

    @Override
    protected void layoutChildren() {
        sign.resizeRelocate(0, 0, getWidth(), getHeight());
        load();
        place();
    }

    private void load() {
        PictureRef picture = wanted;
        PictureSize size = size();
        if (picture == null || size == wantedSize || getWidth() == 0) {
            return;
        }
        drop();
        wantedSize = size;
        request = loader.load(picture, size, PictureLoader.VISIBLE, this::display, this::fail);
    }

    private PictureSize size() {
        double scale = getScene() == null ? 1 : getScene().getWindow() == null ? 1 : outputScale();
        double pixels = Math.max(getWidth(), getHeight()) * scale;
        return pixels <= PictureSize.SMALL.edge() * 1.1 ? PictureSize.SMALL : PictureSize.LARGE;
    }

    private double outputScale() {
        return getScene().getWindow().getOutputScaleX();
    }

    private void drop() {
        PictureLoader.Request running = request;
        if (running != null) {
            running.cancel();
            request = null;
        }
    }

    private void display(Image loaded) {
        image = loaded;
        request = null;
        clearSign();
        place();
    }

    private void fail(Problem problem) {
        request = null;
        if (image != null) {
            // A smaller one is shown already, which is better than none.
            return;
        }
        paint.setVisible(false);
        boolean trashed = problem.code().equals(Problem.Kind.IN_TRASH.code());
        Icons icon = trashed ? Icons.PICTURE_TRASHED : Icons.PICTURE_BROKEN;
        sign.getChildren().setAll(icon.node("picture-sign-icon"));
        setAccessibleText(problem.sentence());
    }

    private void place() {
        Image shown = image;
        if (shown == null || getWidth() == 0) {
            return;
        }
        double across = getWidth() / shown.getWidth();
        double down = getHeight() / shown.getHeight();
        double scale = fit.get() == Fit.COVER ? Math.max(across, down) : Math.min(across, down);
        double width = Math.round(shown.getWidth() * scale);
        double height = Math.round(shown.getHeight() * scale);
        double x = Math.round((getWidth() - width) / 2);
        double y = Math.round((getHeight() - height) / 2);
        paint.setX(Math.max(0, x));
        paint.setY(Math.max(0, y));
        paint.setWidth(Math.min(width, getWidth()));
        paint.setHeight(Math.min(height, getHeight()));
        ImagePattern pattern = new ImagePattern(shown, x, y, width, height, false);
        if (!same(pattern)) {
            paint.setFill(pattern);
        }
        paint.setVisible(true);
    }

    private boolean same(ImagePattern pattern) {
        return paint.getFill() instanceof ImagePattern old
                && Objects.equals(old.getImage(), pattern.getImage())
                && old.getX() == pattern.getX()
                && old.getY() == pattern.getY()
                && old.getWidth() == pattern.getWidth()
                && old.getHeight() == pattern.getHeight();
    }
}
