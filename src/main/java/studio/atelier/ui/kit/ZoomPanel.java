package studio.atelier.ui.kit;

import javafx.scene.image.Image;
import javafx.scene.image.ImageView;
import javafx.scene.layout.Pane;
import javafx.scene.shape.Rectangle;

import org.jspecify.annotations.Nullable;

/// One picture of a `ZoomPane` in its part of the pane.
final class ZoomPanel extends Pane {
    /// From here on a picture's pixels are shown as squares, to be judged.
    private static final double SHARP_SCALE = 4;

    private final ImageView view = new ImageView();
    private final Rectangle clip = new Rectangle();

    ZoomPanel() {
        setManaged(false);
        setMouseTransparent(true);
        setClip(clip);
        view.setManaged(false);
        getChildren().add(view);
    }

    void show(@Nullable Image image) {
        view.setImage(image);
    }

    /// Lies at `x`, of the given size, and shows only the part left of `cut`.
    void place(double x, double width, double height, double cut) {
        resizeRelocate(x, 0, width, height);
        clip.setWidth(cut);
        clip.setHeight(height);
    }

    void place(ZoomPlace place) {
        ZoomPlace.Frame frame = frame();
        double width = place.shownWidth(frame);
        view.setFitWidth(width);
        view.setFitHeight(place.shownHeight(frame));
        view.relocate(Math.rint(place.left(frame)), Math.rint(place.top(frame)));
        view.setSmooth(frame.width() == 0 || width / frame.width() < SHARP_SCALE);
    }

    ZoomPlace.Frame frame() {
        Image image = view.getImage();
        return image == null
                ? new ZoomPlace.Frame(getWidth(), getHeight(), 1, 1)
                : new ZoomPlace.Frame(getWidth(), getHeight(), image.getWidth(), image.getHeight());
    }

    double viewWidth() {
        return getWidth();
    }

    double viewHeight() {
        return getHeight();
    }
}
