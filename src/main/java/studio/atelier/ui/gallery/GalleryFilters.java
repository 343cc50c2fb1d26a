package studio.atelier.ui.gallery;

import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

import studio.atelier.gallery.GalleryQuery;
import studio.atelier.model.JobStatus;
import studio.atelier.model.ModelId;

import java.util.Optional;

/// What a person narrowed the gallery down to. JavaFX thread only.
public final class GalleryFilters {
    private final ObjectProperty<Optional<ModelId>> model =
            new SimpleObjectProperty<>(this, "model", Optional.empty());
    private final ObjectProperty<Optional<JobStatus>> status =
            new SimpleObjectProperty<>(this, "status", Optional.empty());
    private final ObjectProperty<Optional<String>> category =
            new SimpleObjectProperty<>(this, "category", Optional.empty());
    private final StringProperty text = new SimpleStringProperty(this, "text", "");
    private final ObjectProperty<GalleryQuery.Order> order =
            new SimpleObjectProperty<>(this, "order", GalleryQuery.Order.NEWEST_FIRST);
    private final Runnable changed;
    private boolean clearing;

    GalleryFilters(Runnable changed) {
        this.changed = changed;
        model.subscribe((_, _) -> tell());
        status.subscribe((_, _) -> tell());
        category.subscribe((_, _) -> tell());
        text.subscribe((_, _) -> tell());
        order.subscribe((_, _) -> tell());
    }

    public ObjectProperty<Optional<ModelId>> model() {
        return model;
    }

    public ObjectProperty<Optional<JobStatus>> status() {
        return status;
    }

    public ObjectProperty<Optional<String>> category() {
        return category;
    }

    /// Words of the prompts; whoever sets it waits until the person pauses.
    public StringProperty text() {
        return text;
    }

    public ObjectProperty<GalleryQuery.Order> order() {
        return order;
    }

    /// True when something is hidden. The order hides nothing.
    public boolean isActive() {
        return model.get().isPresent()
                || status.get().isPresent()
                || category.get().isPresent()
                || !text.get().isBlank();
    }

    /// Shows everything again, in the order as it is.
    public void clear() {
        boolean active = isActive();
        clearing = true;
        model.set(Optional.empty());
        status.set(Optional.empty());
        category.set(Optional.empty());
        text.set("");
        clearing = false;
        if (active) {
            changed.run();
        }
    }

    GalleryQuery query() {
        return new GalleryQuery(
                model.get(), status.get(), category.get(), text.get().strip(), order.get());
    }

    private void tell() {
        if (!clearing) {
            changed.run();
        }
    }
}
