package studio.atelier.ui.gallery;

import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.StackPane;

import studio.atelier.gallery.GalleryDetail;
import studio.atelier.gallery.GalleryKey;
import studio.atelier.model.ImageId;
import studio.atelier.model.Messages;
import studio.atelier.model.PictureRef;
import studio.atelier.model.Problem;
import studio.atelier.ui.kit.EmptyState;
import studio.atelier.ui.kit.Icons;
import studio.atelier.ui.kit.PictureLoader;
import studio.atelier.ui.kit.ZoomPane;

import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// One picture, large, over the gallery: with its reference beside it or under a slider, and everything known of
/// it in a panel.
public final class LightboxView extends BorderPane {
    private final LightboxViewModel model;
    private final Messages messages = Messages.of("gallery");
    private final ZoomPane zoom = new ZoomPane();
    private final LightboxPictures pictures;
    private final JobStage job;
    private final StackPane trouble = new StackPane();
    private final DetailPanel panel;
    private final Label leftName = new Label();
    private final Label rightName = new Label();
    private final Button previous;
    private final Button next;

    LightboxView(
            GalleryViewModel gallery,
            GalleryCommands commands,
            PictureLoader loader,
            LivePictures live) {
        this.model = gallery.lightbox();
        getStyleClass().add("lightbox");
        zoom.setId("lightbox-picture");
        pictures = new LightboxPictures(loader, zoom);
        job = new JobStage(gallery.actions(), loader, live);
        DetailText words = new DetailText(ZoneId.systemDefault(), Locale.getDefault());
        panel = new DetailPanel(commands, words);
        previous = step(Icons.PREVIOUS, "lightbox.previous", model::previous, Pos.CENTER_LEFT);
        previous.setId("lightbox-previous");
        next = step(Icons.NEXT, "lightbox.next", model::next, Pos.CENTER_RIGHT);
        next.setId("lightbox-next");
        BorderPane left = new BorderPane(stage());
        left.setTop(new LightboxBar(model, gallery.snapshot(), words, zoom));
        setCenter(left);
        listen(gallery);
        new LightboxKeys(this, model, commands);
    }

    void takeKeyboard() {
        zoom.requestFocus();
    }

    ZoomPane zoom() {
        return zoom;
    }

    /// Shows the reference while R is held.
    void peek(boolean hold) {
        pictures.peek(hold);
        showNames();
    }

    private StackPane stage() {
        leftName.getStyleClass().add("lightbox-name");
        StackPane.setAlignment(leftName, Pos.BOTTOM_LEFT);
        rightName.getStyleClass().add("lightbox-name");
        StackPane.setAlignment(rightName, Pos.BOTTOM_RIGHT);
        leftName.setMouseTransparent(true);
        rightName.setMouseTransparent(true);
        trouble.setPickOnBounds(false);
        StackPane stage = new StackPane(zoom, job, trouble, leftName, rightName, previous, next);
        stage.getStyleClass().add("lightbox-stage");
        return stage;
    }

    private Button step(Icons icon, String words, Runnable run, Pos side) {
        Button button = Buttons.icon(icon, messages.text(words), run);
        button.getStyleClass().add("lightbox-step");
        StackPane.setAlignment(button, side);
        return button;
    }

    private void listen(GalleryViewModel gallery) {
        model.key().subscribe(this::showKey);
        gallery.snapshot().subscribe(_ -> showNeighbours());
        model.detail().subscribe(this::showDetail);
        model.panel().subscribe(shown -> setRight(shown ? panel : null));
        model.compare().subscribe(this::showCompare);
        zoom.otherProperty().subscribe(_ -> showNames());
        pictures.problem().subscribe(_ -> showTrouble());
        model.problem().subscribe(_ -> showTrouble());
    }

    private void showKey(Optional<GalleryKey> key) {
        pictures.peek(false);
        boolean picture = key.filter(GalleryKey::hasImage).isPresent();
        zoom.setVisible(picture || key.isEmpty());
        job.setVisible(!picture);
        job.clear();
        pictures.show(key.flatMap(LightboxView::picture));
        if (key.isEmpty()) {
            pictures.showReference(Optional.empty());
        }
        showNeighbours();
        showNames();
    }

    private void showNeighbours() {
        previous.setDisable(!model.hasPrevious());
        next.setDisable(!model.hasNext());
        List<PictureRef> near =
                model.neighbours().stream()
                        .map(LightboxView::picture)
                        .flatMap(Optional::stream)
                        .toList();
        pictures.preload(near);
    }

    /// While the next detail is on its way the panel keeps the one before, so that it does not flicker.
    private void showDetail(Optional<GalleryDetail> detail) {
        if (detail.isEmpty() && model.isOpen()) {
            return;
        }
        panel.show(detail);
        detail.ifPresent(
                found -> {
                    pictures.showReference(
                            found.reference()
                                    .map(reference -> new PictureRef.Reference(reference.id())));
                    if (!found.key().hasImage()) {
                        job.show(found);
                    }
                });
    }

    private void showCompare(LightboxViewModel.Compare way) {
        zoom.compareProperty()
                .set(
                        switch (way) {
                            case OFF -> ZoomPane.Compare.NONE;
                            case SIDE_BY_SIDE -> ZoomPane.Compare.SIDE_BY_SIDE;
                            case SLIDER -> ZoomPane.Compare.SLIDER;
                        });
        showNames();
    }

    private void showNames() {
        boolean picture = model.key().get().filter(GalleryKey::hasImage).isPresent();
        boolean compares =
                picture
                        && pictures.hasReference()
                        && model.compare().get() != LightboxViewModel.Compare.OFF;
        leftName.setText(messages.text("lightbox.reference"));
        leftName.setVisible(compares || (picture && pictures.isPeeking()));
        rightName.setText(messages.text("lightbox.result"));
        rightName.setVisible(compares && !pictures.isPeeking());
    }

    private void showTrouble() {
        trouble.getChildren().clear();
        Optional<Problem> problem = pictures.problem().get().or(() -> model.problem().get());
        problem.ifPresent(
                why ->
                        trouble.getChildren()
                                .add(
                                        new EmptyState(
                                                        Icons.PICTURE_BROKEN,
                                                        why.sentence(),
                                                        why.action())
                                                .withAction(
                                                        messages.text("empty.failed.action"),
                                                        this::retry)
                                                .withDetails(why)));
    }

    private void retry() {
        pictures.show(model.key().get().flatMap(LightboxView::picture));
        model.reload();
    }

    private static Optional<PictureRef> picture(GalleryKey key) {
        return key.hasImage()
                ? Optional.of(new PictureRef.Generated(new ImageId(key.image())))
                : Optional.empty();
    }
}
