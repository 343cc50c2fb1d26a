package studio.atelier.ui.gallery;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.scene.image.Image;

import org.jspecify.annotations.Nullable;

import studio.atelier.model.PictureRef;
import studio.atelier.model.PictureSize;
import studio.atelier.model.Problem;
import studio.atelier.ui.kit.PictureLoader;
import studio.atelier.ui.kit.ZoomPane;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// Gets whole pictures into the lightbox: the one shown first, from its thumbnail until it is there, then its
/// reference, then the neighbours. A jump cancels what is not near any more. JavaFX thread only.
final class LightboxPictures {
    private final PictureLoader loader;
    private final ZoomPane zoom;
    private final ReadOnlyObjectWrapper<Optional<Problem>> problem =
            new ReadOnlyObjectWrapper<>(this, "problem", Optional.empty());
    private final Map<PictureRef, PictureLoader.Request> ahead = new HashMap<>();
    private final Slot picture = new Slot();
    private final Slot reference = new Slot();
    private boolean peeking;

    LightboxPictures(PictureLoader loader, ZoomPane zoom) {
        this.loader = loader;
        this.zoom = zoom;
    }

    /// Why the picture cannot be shown.
    ReadOnlyObjectProperty<Optional<Problem>> problem() {
        return problem.getReadOnlyProperty();
    }

    void show(Optional<PictureRef> wanted) {
        problem.set(Optional.empty());
        picture.show(wanted);
    }

    void showReference(Optional<PictureRef> wanted) {
        reference.show(wanted);
    }

    /// Shows the reference in place of the picture, for as long as it is held.
    void peek(boolean hold) {
        peeking = hold;
        display();
    }

    /// True while the reference stands in place of the picture.
    boolean isPeeking() {
        return peeking && reference.image != null;
    }

    /// True when there is a reference to look at.
    boolean hasReference() {
        return reference.image != null;
    }

    /// Has these ready, the likeliest first; forgets about others.
    void preload(List<PictureRef> near) {
        ahead.entrySet()
                .removeIf(
                        entry -> {
                            boolean far = !near.contains(entry.getKey());
                            if (far) {
                                entry.getValue().cancel();
                            }
                            return far;
                        });
        int distance = 1;
        for (PictureRef each : near) {
            int rank = distance++;
            ahead.computeIfAbsent(each, ref -> loader.prefetch(ref, PictureSize.FULL, rank));
        }
    }

    private void display() {
        Image hidden = peeking ? reference.image : null;
        zoom.imageProperty().set(hidden == null ? picture.image : hidden);
        zoom.otherProperty().set(reference.image);
    }

    private final class Slot {
        private @Nullable PictureRef wanted;
        private @Nullable Image image;
        private PictureLoader.@Nullable Request request;

        void show(Optional<PictureRef> ref) {
            PictureRef next = ref.orElse(null);
            if (Objects.equals(next, wanted)) {
                return;
            }
            wanted = next;
            if (request != null) {
                request.cancel();
                request = null;
            }
            image = null;
            if (next != null) {
                image =
                        loader.cached(next, PictureSize.LARGE)
                                .or(() -> loader.cached(next, PictureSize.SMALL))
                                .orElse(null);
                request =
                        loader.load(
                                next,
                                PictureSize.FULL,
                                PictureLoader.VISIBLE,
                                this::take,
                                this::fail);
            }
            display();
        }

        private void take(Image loaded) {
            image = loaded;
            display();
        }

        private void fail(Problem why) {
            if (this == picture) {
                wanted = null;
                problem.set(Optional.of(why));
            }
        }
    }
}
