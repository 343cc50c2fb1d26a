package studio.atelier.ui.gallery;

import studio.atelier.gallery.GalleryDetail;
import studio.atelier.gallery.GalleryKey;
import studio.atelier.model.GeneratedImage;
import studio.atelier.model.ImageId;
import studio.atelier.model.Messages;
import studio.atelier.model.PictureRef;
import studio.atelier.model.PictureSize;
import studio.atelier.ui.kit.PictureLoader;

import java.util.Collection;
import java.util.List;

/// What buttons, menus and keys of grid and lightbox do, so that all do the same. JavaFX thread only.
final class GalleryCommands {
    private final GalleryViewModel model;
    private final PictureLoader pictures;
    private final GalleryHost host;
    private final Messages messages = Messages.of("gallery");

    GalleryCommands(GalleryViewModel model, PictureLoader pictures, GalleryHost host) {
        this.model = model;
        this.pictures = pictures;
        this.host = host;
    }

    /// One picture goes where the person says, several into a folder they choose.
    void download(Collection<GalleryKey> keys) {
        List<GalleryKey> withImage = keys.stream().filter(GalleryKey::hasImage).toList();
        if (withImage.size() == 1) {
            model.actions()
                    .detail(
                            withImage.getFirst(),
                            detail -> detail.image().ifPresent(this::downloadOne));
        } else if (!withImage.isEmpty()) {
            host.files()
                    .chooseFolder()
                    .ifPresent(
                            folder ->
                                    model.downloads()
                                            .saveAll(GalleryActions.images(withImage), folder));
        }
    }

    private void downloadOne(GeneratedImage image) {
        host.files()
                .saveFile(image.filename())
                .ifPresent(target -> model.downloads().saveAs(image.id(), target));
    }

    void delete(Collection<GalleryKey> keys) {
        model.actions().delete(List.copyOf(keys));
    }

    void undo() {
        model.actions().undo();
    }

    void runAgain(Collection<GalleryKey> keys) {
        model.actions().runAgain(List.copyOf(keys));
    }

    void useSettings(GalleryKey key) {
        model.actions().detail(key, host.useSettings());
    }

    void useSettings(GalleryDetail detail) {
        host.useSettings().accept(detail);
    }

    void copyPicture(GalleryKey key) {
        if (key.hasImage()) {
            pictures.load(
                    new PictureRef.Generated(new ImageId(key.image())),
                    PictureSize.FULL,
                    PictureLoader.VISIBLE,
                    image -> {
                        host.clipboard().put(image);
                        model.actions().say(messages.text("copied.picture"));
                    },
                    model.actions()::complain);
        }
    }

    void copyPrompt(GalleryKey key) {
        model.actions()
                .detail(
                        key,
                        detail ->
                                copy(
                                        detail.job().positivePrompt(),
                                        messages.text("copied.prompt")));
    }

    /// @param confirmation what to say when it is done
    void copy(String text, String confirmation) {
        host.clipboard().put(text);
        model.actions().say(confirmation);
    }

    void goToGenerate() {
        host.goToGenerate().run();
    }
}
