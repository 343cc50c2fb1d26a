package studio.atelier.ui.gallery;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import studio.atelier.gallery.GalleryKey;
import studio.atelier.model.JobId;
import studio.atelier.model.JobStatus;
import studio.atelier.queue.QueueEvent;
import studio.atelier.ui.kit.Theme;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/// The screens of the Gallery tab as pictures in `target/shots`, to be looked at.
class GalleryShotsTest {
    private static final Path SHOTS = Path.of("target", "shots");

    @ParameterizedTest
    @EnumSource(names = {"LIGHT", "DARK"})
    void everyScreen(Theme.Choice looks) throws Exception {
        try (GalleryWindow window = new GalleryWindow(looks)) {
            window.open();
            await().until(
                            () ->
                                    window.model.state().get()
                                            instanceof GalleryViewModel.State.NothingYet);
            shoot(window, "gallery-empty", looks);

            fill(window);
            GalleryWindow.run(window.model::showNews);
            await().until(() -> window.model.snapshot().get().size() == 47);
            shoot(window, "gallery-mixed", looks);

            window.gallery.addAll(Samples.pictures(200, 211));
            window.queue.emit(new QueueEvent.JobCompleted(Samples.picture(211).job(), 1));
            await().until(() -> window.model.news().get() == 12);
            GalleryWindow.run(
                    () -> {
                        window.grid()
                                .selection()
                                .set(List.of(Samples.key(40), Samples.key(38), Samples.key(36)));
                        window.grid()
                                .focusOn(window.model.snapshot().get().indexOf(Samples.key(36)));
                    });
            shoot(window, "gallery-selection", looks);
            assertEquals(3, window.grid().selection().size());

            open(window, Samples.key(40));
            shoot(window, "lightbox-fit", looks);
            GalleryWindow.run(
                    () ->
                            window.model
                                    .lightbox()
                                    .compare()
                                    .set(LightboxViewModel.Compare.SIDE_BY_SIDE));
            shoot(window, "lightbox-sides", looks);
            GalleryWindow.run(
                    () -> window.model.lightbox().compare().set(LightboxViewModel.Compare.SLIDER));
            shoot(window, "lightbox-slider", looks);
            open(window, new GalleryKey(103, 0));
            shoot(window, "lightbox-failed", looks);
            open(window, new GalleryKey(102, 0));
            shoot(window, "lightbox-running", looks);
            GalleryWindow.run(window.model.lightbox()::close);
            GalleryWindow.run(() -> window.model.filters().text().set("zebra"));
            await().until(
                            () ->
                                    window.model.state().get()
                                            instanceof GalleryViewModel.State.NothingMatches);
            shoot(window, "gallery-nothing-matches", looks);
            assertTrue(window.find("#clear-filters").isVisible());
        }
    }

    private static void fill(GalleryWindow window) throws Exception {
        window.gallery.addAll(Samples.pictures(1, 40));
        window.gallery.add(Samples.job(100, JobStatus.CANCELLED));
        window.gallery.add(Samples.job(103, JobStatus.FAILED));
        window.gallery.add(Samples.picture(41));
        window.gallery.add(Samples.job(101, JobStatus.PROCESSING));
        window.gallery.add(Samples.job(102, JobStatus.PROCESSING));
        window.gallery.add(Samples.job(104, JobStatus.QUEUED));
        window.gallery.add(Samples.job(105, JobStatus.QUEUED));
        byte[] preview = PaintedPictures.png(PaintedPictures.paint(0, 200, 64, 80));
        window.queue.emit(new QueueEvent.JobProgressed(new JobId(102), 0.62));
        window.queue.emit(new QueueEvent.JobPreviewed(new JobId(102), preview));
        window.queue.emit(new QueueEvent.JobProgressed(new JobId(101), 0.11));
    }

    private static void open(GalleryWindow window, GalleryKey key) throws Exception {
        GalleryWindow.run(() -> window.model.lightbox().open(key));
        await().until(
                        () ->
                                window.model
                                        .lightbox()
                                        .detail()
                                        .get()
                                        .filter(detail -> detail.key().equals(key))
                                        .isPresent());
    }

    /// Waits until two pictures of the screen in a row are the same: everything loaded, nothing moving.
    private static void shoot(GalleryWindow window, String name, Theme.Choice looks)
            throws Exception {
        Path file = SHOTS.resolve(name + "-" + looks.name().toLowerCase(Locale.ROOT) + ".png");
        await().pollDelay(java.time.Duration.ofMillis(150))
                .pollInterval(java.time.Duration.ofMillis(150))
                .until(
                        () -> {
                            GalleryWindow.settle();
                            var before = window.shoot(file);
                            GalleryWindow.settle();
                            return same(before, window.shoot(file));
                        });
    }

    private static boolean same(javafx.scene.image.Image one, javafx.scene.image.Image other) {
        for (int y = 0; y < one.getHeight(); y += 3) {
            for (int x = 0; x < one.getWidth(); x += 3) {
                if (one.getPixelReader().getArgb(x, y) != other.getPixelReader().getArgb(x, y)) {
                    return false;
                }
            }
        }
        return true;
    }
}
