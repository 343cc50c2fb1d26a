package studio.atelier.ui.kit;

import javafx.beans.property.DoubleProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyDoubleProperty;
import javafx.beans.property.ReadOnlyDoubleWrapper;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.scene.image.Image;
import javafx.scene.layout.Region;

import org.jspecify.annotations.Nullable;

/// A large picture to look into: it fits, or is zoomed at the pointer and dragged about; another picture can
/// lie beside it or under a slider, and both move together. The zoom stays when the picture changes, measured
/// by the size that fits, so a thumbnail can be replaced by the whole file without a jump.
public final class ZoomPane extends Region {
    /// How the other picture is shown.
    public enum Compare {
        NONE,
        SIDE_BY_SIDE,
        SLIDER
    }

    private static final double GAP = 12;
    private static final double STEP = 1.25;
    private static final double NEARLY = 0.001;

    private final ObjectProperty<@Nullable Image> image =
            new SimpleObjectProperty<>(this, "image", null);
    private final ObjectProperty<@Nullable Image> other =
            new SimpleObjectProperty<>(this, "other", null);
    private final ObjectProperty<Compare> compare =
            new SimpleObjectProperty<>(this, "compare", Compare.NONE);
    private final DoubleProperty divider = new SimpleDoubleProperty(this, "divider", 0.5);
    private final ReadOnlyDoubleWrapper scale = new ReadOnlyDoubleWrapper(this, "scale", 1);
    private final ZoomPanel main = new ZoomPanel();
    private final ZoomPanel beside = new ZoomPanel();
    private final Region line = new Region();
    private final ZoomGlide glide = new ZoomGlide(this::zoomTo);

    private ZoomPlace place = ZoomPlace.FIT;

    public ZoomPane() {
        getStyleClass().add("zoom-pane");
        setFocusTraversable(true);
        line.getStyleClass().add("zoom-divider");
        line.setManaged(false);
        getChildren().addAll(main, beside, line);
        image.subscribe(main::show);
        other.subscribe(beside::show);
        image.subscribe(_ -> requestLayout());
        other.subscribe(_ -> requestLayout());
        compare.subscribe(_ -> requestLayout());
        divider.subscribe(_ -> requestLayout());
        new ZoomInput(this, line);
    }

    public ObjectProperty<@Nullable Image> imageProperty() {
        return image;
    }

    /// The picture to compare with, for example the reference.
    public ObjectProperty<@Nullable Image> otherProperty() {
        return other;
    }

    public ObjectProperty<Compare> compareProperty() {
        return compare;
    }

    /// Where the slider stands, from 0 to 1: the other picture is on its left.
    public DoubleProperty dividerProperty() {
        return divider;
    }

    /// Pixels of the screen for one of the picture: 1 is 100 %.
    public ReadOnlyDoubleProperty scaleProperty() {
        return scale.getReadOnlyProperty();
    }

    public boolean isFitting() {
        return Math.abs(place.zoom() - 1) < NEARLY;
    }

    public void fit() {
        glide.to(place.zoom(), 1, main.viewWidth() / 2, main.viewHeight() / 2);
    }

    /// One pixel of the picture on one of the screen.
    public void actualSize() {
        actualSize(main.viewWidth() / 2, main.viewHeight() / 2);
    }

    public void zoomIn() {
        zoomBy(STEP, main.viewWidth() / 2, main.viewHeight() / 2);
    }

    public void zoomOut() {
        zoomBy(1 / STEP, main.viewWidth() / 2, main.viewHeight() / 2);
    }

    /// Fits if it does not, else 100 %.
    public void toggleFit() {
        toggleFit(main.viewWidth() / 2, main.viewHeight() / 2);
    }

    /// Zooms at once, keeping the picture's point under the given point of this pane where it is.
    public void zoomAt(double factor, double x, double y) {
        glide.stop();
        zoomTo(place.zoom() * factor, inPanel(x), y);
    }

    void zoomBy(double factor, double x, double y) {
        glide.by(place.zoom(), factor, inPanel(x), y);
    }

    void toggleFit(double x, double y) {
        if (isFitting()) {
            actualSize(x, y);
        } else {
            fit();
        }
    }

    void panBy(double x, double y) {
        move(place.movedBy(x, y, frame()));
    }

    boolean hasDivider() {
        return line.isVisible();
    }

    private void actualSize(double x, double y) {
        double zoom = 1 / (frame().fitScale() * outputScale());
        glide.to(place.zoom(), zoom, inPanel(x), y);
    }

    private void zoomTo(double zoom, double x, double y) {
        move(place.zoomedTo(zoom, x, y, frame()));
    }

    private void move(ZoomPlace next) {
        place = next;
        showPlace();
    }

    private ZoomPlace.Frame frame() {
        return main.frame();
    }

    private double outputScale() {
        boolean onScreen = getScene() != null && getScene().getWindow() != null;
        return onScreen ? getScene().getWindow().getOutputScaleX() : 1;
    }

    /// A point of this pane in the coordinates of the panel it is in; both panels move alike.
    private double inPanel(double x) {
        return x < main.getLayoutX() ? x : x - main.getLayoutX();
    }

    @Override
    protected void layoutChildren() {
        boolean compares = other.get() != null && compare.get() != Compare.NONE;
        boolean sides = compares && compare.get() == Compare.SIDE_BY_SIDE;
        beside.setVisible(compares);
        line.setVisible(compares && !sides);
        double half = Math.floor((getWidth() - GAP) / 2);
        if (sides) {
            beside.place(0, half, getHeight(), half);
            main.place(getWidth() - half, half, getHeight(), half);
        } else {
            double x = Math.round(getWidth() * Math.clamp(divider.get(), 0, 1));
            main.place(0, getWidth(), getHeight(), getWidth());
            beside.place(0, getWidth(), getHeight(), x);
            double thickness = line.prefWidth(-1);
            line.resizeRelocate(x - thickness / 2, 0, thickness, getHeight());
        }
        place = place.within(frame());
        showPlace();
    }

    private void showPlace() {
        main.place(place);
        beside.place(place);
        scale.set(frame().fitScale() * place.zoom() * outputScale());
    }
}
