package studio.atelier.ui.gallery;

import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;

import studio.atelier.gallery.Gallery;
import studio.atelier.gallery.GalleryDetail;
import studio.atelier.gallery.GalleryKey;
import studio.atelier.model.JobId;
import studio.atelier.model.Problem;
import studio.atelier.ui.kit.Background;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One cell of the gallery, large: which one, everything known of it, and how it is looked at. It walks the
/// same snapshot as the grid. JavaFX thread only.
public final class LightboxViewModel {
    /// How the reference is shown with the picture.
    public enum Compare {
        OFF,
        SIDE_BY_SIDE,
        SLIDER
    }

    private static final int AHEAD = 2;

    private final Gallery gallery;
    private final Background background;
    private final ReadOnlyObjectProperty<GallerySnapshot> snapshot;
    private final ReadOnlyObjectWrapper<Optional<GalleryKey>> key =
            new ReadOnlyObjectWrapper<>(this, "key", Optional.empty());
    private final ReadOnlyIntegerWrapper index = new ReadOnlyIntegerWrapper(this, "index", -1);
    private final ReadOnlyObjectWrapper<Optional<GalleryDetail>> detail =
            new ReadOnlyObjectWrapper<>(this, "detail", Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<Problem>> problem =
            new ReadOnlyObjectWrapper<>(this, "problem", Optional.empty());
    private final ObjectProperty<Compare> compare =
            new SimpleObjectProperty<>(this, "compare", Compare.OFF);
    private final BooleanProperty panel = new SimpleBooleanProperty(this, "panel", true);
    private int direction = 1;

    LightboxViewModel(
            Gallery gallery,
            Background background,
            ReadOnlyObjectProperty<GallerySnapshot> snapshot) {
        this.gallery = gallery;
        this.background = background;
        this.snapshot = snapshot;
        snapshot.subscribe((_, now) -> follow(now));
    }

    /// The cell shown, empty while the lightbox is closed.
    public ReadOnlyObjectProperty<Optional<GalleryKey>> key() {
        return key.getReadOnlyProperty();
    }

    public boolean isOpen() {
        return key.get().isPresent();
    }

    /// The cell's place in the snapshot, -1 while closed.
    public ReadOnlyIntegerProperty index() {
        return index.getReadOnlyProperty();
    }

    /// Everything known of the cell shown, empty until it is read.
    public ReadOnlyObjectProperty<Optional<GalleryDetail>> detail() {
        return detail.getReadOnlyProperty();
    }

    /// Why the detail could not be read.
    public ReadOnlyObjectProperty<Optional<Problem>> problem() {
        return problem.getReadOnlyProperty();
    }

    public ObjectProperty<Compare> compare() {
        return compare;
    }

    /// Whether the panel with prompts and parameters is shown.
    public BooleanProperty panel() {
        return panel;
    }

    public void open(GalleryKey wanted) {
        direction = 1;
        show(snapshot.get().indexOf(wanted));
    }

    public void close() {
        key.set(Optional.empty());
        index.set(-1);
        detail.set(Optional.empty());
        problem.set(Optional.empty());
    }

    public boolean hasNext() {
        return isOpen() && index.get() < snapshot.get().size() - 1;
    }

    public boolean hasPrevious() {
        return isOpen() && index.get() > 0;
    }

    public void next() {
        if (hasNext()) {
            direction = 1;
            show(index.get() + 1);
        }
    }

    public void previous() {
        if (hasPrevious()) {
            direction = -1;
            show(index.get() - 1);
        }
    }

    public void first() {
        if (isOpen()) {
            direction = 1;
            show(0);
        }
    }

    public void last() {
        if (isOpen()) {
            direction = -1;
            show(snapshot.get().size() - 1);
        }
    }

    /// Compares in this way, or no more if it did already.
    public void toggle(Compare way) {
        compare.set(compare.get() == way ? Compare.OFF : way);
    }

    /// The cells to have ready, the likeliest first: two on the way and one back.
    public List<GalleryKey> neighbours() {
        List<GalleryKey> near = new ArrayList<>();
        for (int step = 1; step <= AHEAD; step++) {
            add(near, index.get() + direction * step);
        }
        add(near, index.get() - direction);
        return near;
    }

    /// Reads the detail again after a failure.
    public void reload() {
        key.get().ifPresent(this::read);
    }

    void changed(JobId job) {
        key.get().filter(shown -> shown.job() == job.value()).ifPresent(this::read);
    }

    private void add(List<GalleryKey> near, int place) {
        if (isOpen() && place >= 0 && place < snapshot.get().size()) {
            near.add(snapshot.get().get(place));
        }
    }

    private void show(int place) {
        if (place < 0 || place >= snapshot.get().size()) {
            return;
        }
        GalleryKey wanted = snapshot.get().get(place);
        index.set(place);
        if (!key.get().equals(Optional.of(wanted))) {
            detail.set(Optional.empty());
            problem.set(Optional.empty());
            key.set(Optional.of(wanted));
            read(wanted);
        }
    }

    /// Stays with its cell when others come and go; when the cell itself is gone, the next one takes its place.
    private void follow(GallerySnapshot now) {
        if (!isOpen()) {
            return;
        }
        int place = key.get().map(now::successor).map(now::indexOf).orElse(-1);
        if (place >= 0) {
            show(place);
        } else if (now.isEmpty()) {
            close();
        } else {
            show(Math.min(index.get(), now.size() - 1));
        }
    }

    private void read(GalleryKey wanted) {
        background.latest(
                this,
                () -> gallery.detail(wanted),
                found -> {
                    if (key.get().equals(Optional.of(wanted))) {
                        problem.set(Optional.empty());
                        detail.set(found);
                    }
                },
                failure -> problem.set(Optional.of(failure)));
    }
}
