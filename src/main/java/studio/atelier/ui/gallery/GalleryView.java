package studio.atelier.ui.gallery;

import javafx.beans.property.DoubleProperty;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.StackPane;

import studio.atelier.gallery.GalleryKey;
import studio.atelier.ui.kit.PictureLoader;

import java.util.Optional;

/// The Gallery tab: filters, grid, and the lightbox over both. Needs the style sheets `gallery` and `lightbox`.
public final class GalleryView extends StackPane {
    private static final double SIZE_STEP = 24;

    private final GalleryViewModel model;
    private final FilterBar filters;
    private final GalleryGrid grid;
    private final LightboxView lightbox;
    private final BorderPane content = new BorderPane();

    public GalleryView(GalleryViewModel model, PictureLoader pictures, GalleryHost host) {
        this.model = model;
        getStyleClass().add("gallery");
        GalleryCommands commands = new GalleryCommands(model, pictures, host);
        LivePictures live = new LivePictures(model.live(), model.background());
        filters = new FilterBar(model);
        grid = new GalleryGrid(model, commands, pictures, live);
        lightbox = new LightboxView(model, commands, pictures, live);
        grid.grid().cellSizeProperty().bind(filters.size());
        content.setTop(filters);
        content.setCenter(grid);
        getChildren().addAll(content, lightbox);
        new GalleryKeys(this, grid, filters, commands);
        lightbox.setVisible(false);
        model.lightbox().key().subscribe(this::lightboxMoved);
    }

    /// Call it when the tab comes into view: the keyboard goes to the grid, and news are shown if that
    /// disturbs nobody.
    public void arrive() {
        model.arrive(grid.isUndisturbed() && !isLightboxOpen());
        if (isLightboxOpen()) {
            lightbox.takeKeyboard();
        } else {
            grid.grid().requestFocus();
        }
    }

    /// The least width of a picture in the grid in pixels.
    public DoubleProperty pictureSize() {
        return filters.size();
    }

    boolean isLightboxOpen() {
        return model.lightbox().isOpen();
    }

    void open(GalleryKey key) {
        model.lightbox().open(key);
    }

    /// @param steps larger or smaller; 0 for the usual size
    void resize(int steps) {
        double wanted = steps == 0 ? FilterBar.USUAL : filters.size().get() + steps * SIZE_STEP;
        filters.size().set(Math.clamp(wanted, FilterBar.SMALLEST, FilterBar.LARGEST));
    }

    /// What lies below the lightbox is out of reach for mouse and keyboard; leaving it leads to the cell where it
    /// was left.
    private void lightboxMoved(Optional<GalleryKey> before, Optional<GalleryKey> now) {
        content.setVisible(now.isEmpty());
        lightbox.setVisible(now.isPresent());
        if (before.isEmpty() && now.isPresent()) {
            lightbox.takeKeyboard();
        } else if (now.isEmpty()) {
            before.ifPresent(grid::returnTo);
        }
    }
}
