package studio.atelier.ui.gallery;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import javafx.scene.input.KeyCode;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;

import studio.atelier.gallery.GalleryDetail;
import studio.atelier.gallery.GalleryKey;
import studio.atelier.queue.QueueEvent;
import studio.atelier.ui.kit.GridRange;
import studio.atelier.ui.kit.Theme;
import studio.atelier.ui.kit.ZoomPane;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// The Gallery tab under real keys, on the Headless platform.
class GalleryViewTest {
    private final FxRobot robot = new FxRobot();

    @SuppressWarnings("NullAway.Init") // set before each test
    private GalleryWindow window;

    @BeforeEach
    void show() throws Exception {
        window = new GalleryWindow(Theme.Choice.LIGHT);
    }

    @AfterEach
    void close() {
        window.close();
    }

    @Test
    void theKeyboardOpensStepsAndReturnsToTheSameCell() throws Exception {
        open(Samples.pictures(1, 60));
        type(KeyCode.RIGHT, KeyCode.RIGHT, KeyCode.ENTER);
        assertEquals(Optional.of(Samples.key(59)), lightbox().key().get());
        type(KeyCode.RIGHT);
        assertEquals(Optional.of(Samples.key(58)), lightbox().key().get());
        type(KeyCode.I);
        assertFalse(lightbox().panel().get());
        type(KeyCode.ESCAPE);
        assertFalse(lightbox().isOpen());
        assertEquals(2, window.grid().focusedIndexProperty().get());
        assertTrue(window.grid().isFocused());
        type(KeyCode.SPACE);
        assertTrue(lightbox().isOpen());
    }

    @Test
    void zoomStaysWhileSteppingAndTheReferenceComesOnDemand() throws Exception {
        open(Samples.pictures(1, 20));
        type(KeyCode.RIGHT, KeyCode.ENTER);
        ZoomPane zoom = (ZoomPane) window.find("#lightbox-picture");
        await().until(() -> width(zoom) == 512);
        type(KeyCode.Z);
        await().until(() -> Math.abs(zoom.scaleProperty().get() - 1) < 0.01);
        type(KeyCode.RIGHT);
        await().until(() -> width(zoom) == 512);
        assertFalse(zoom.isFitting());
        type(KeyCode.C);
        assertEquals(ZoomPane.Compare.SIDE_BY_SIDE, zoom.compareProperty().get());
        await().until(() -> zoom.otherProperty().get() != null);

        var picture = Objects.requireNonNull(zoom.imageProperty().get());
        GalleryWindow.on(() -> robot.press(KeyCode.R));
        await().until(() -> Objects.equals(zoom.otherProperty().get(), zoom.imageProperty().get()));
        GalleryWindow.on(() -> robot.release(KeyCode.R));
        await().until(() -> picture.equals(zoom.imageProperty().get()));
    }

    @Test
    void deletedPicturesComeBackByUndo() throws Exception {
        open(Samples.pictures(1, 30));
        type(KeyCode.RIGHT, KeyCode.DELETE);
        await().until(() -> window.model.snapshot().get().size() == 29);
        GalleryWindow.run(() -> window.grid().requestFocus());
        shortcut(KeyCode.Z);
        await().until(() -> window.model.snapshot().get().size() == 30);
        assertEquals(Samples.key(30), window.model.snapshot().get().get(0));
    }

    @Test
    void newPicturesMoveNothingUntilTheyAreAskedFor() throws Exception {
        open(Samples.pictures(1, 400));
        GalleryWindow.run(() -> window.grid().focusOn(200));
        GalleryWindow.settle();
        GridRange before = window.grid().visibleRangeProperty().get();
        GallerySnapshot shown = window.model.snapshot().get();
        assertTrue(before.contains(200));

        window.gallery.addAll(Samples.pictures(401, 412));
        window.queue.emit(new QueueEvent.JobCompleted(Samples.picture(412).job(), 1));
        await().until(() -> window.model.news().get() == 12);
        GalleryWindow.settle();
        assertSame(shown, window.model.snapshot().get());
        assertEquals(before, window.grid().visibleRangeProperty().get());
        assertTrue(window.find("#news").isVisible());

        type(KeyCode.F5);
        await().until(() -> window.grid().visibleRangeProperty().get().first() == 0);
        assertEquals(412, window.model.snapshot().get().size());
        assertFalse(window.find("#news").isVisible());
    }

    @Test
    void searchStartsWithASlashAndTheSelectionSurvivesIt() throws Exception {
        open(Samples.pictures(1, 60));
        GalleryWindow.run(
                () -> window.grid().selection().set(List.of(Samples.key(60), Samples.key(59))));
        robot.write("/");
        robot.write("dune");
        await().until(() -> window.model.snapshot().get().size() == 10);
        GalleryWindow.settle();
        assertEquals(List.of(Samples.key(60)), List.copyOf(window.grid().selection().keys()));
    }

    @Test
    void copiesAndDownloads(@TempDir Path folder) throws Exception {
        open(Samples.pictures(1, 12));
        window.chosen = Optional.of(folder);
        type(KeyCode.RIGHT);
        shortcut(KeyCode.C);
        await().until(() -> window.copiedPictures.size() == 1);
        shortcut(KeyCode.SHIFT, KeyCode.C);
        await().until(() -> window.copied.size() == 1);
        assertTrue(window.copied.getFirst().startsWith("milan, long brunette hair"));
        shortcut(KeyCode.E);
        await().until(() -> Files.exists(folder.resolve("milan_dune_00012_.png")));
        shortcut(KeyCode.A);
        assertEquals(12, window.grid().selection().size());
        shortcut(KeyCode.E);
        await().until(() -> Files.exists(folder.resolve("10.png")));
    }

    @Test
    void aHundredThousandPicturesAreReachedFromEitherEnd() throws Exception {
        GalleryDetail one = Samples.picture(1);
        List<GalleryDetail> many = new ArrayList<>();
        for (int job = 100_000; job > 0; job--) {
            many.add(
                    new GalleryDetail(
                            new GalleryKey(job, job * 10L),
                            one.job(),
                            one.image(),
                            one.model(),
                            one.workflow(),
                            one.reference()));
        }
        open(many);
        type(KeyCode.END);
        await().until(
                        () ->
                                GalleryWindow.on(() -> window.model.rows().row(Samples.key(1)))
                                        .isPresent());
        type(KeyCode.HOME);
        await().until(() -> window.grid().visibleRangeProperty().get().first() == 0);
        assertTrue(window.gallery.pagesAsked.size() < 12, "rows are read around the view only");
    }

    private LightboxViewModel lightbox() {
        return window.model.lightbox();
    }

    private void open(List<GalleryDetail> details) throws Exception {
        window.gallery.addAll(details);
        window.open();
        await().until(() -> window.model.snapshot().get().size() == details.size());
        await().until(() -> !window.grid().visibleRangeProperty().get().isEmpty());
        GalleryWindow.settle();
    }

    private void type(KeyCode... keys) {
        for (KeyCode key : keys) {
            robot.type(key);
            GalleryWindow.settle();
        }
    }

    private void shortcut(KeyCode... keys) {
        robot.press(KeyCode.CONTROL).press(keys).release(keys).release(KeyCode.CONTROL);
        GalleryWindow.settle();
    }

    private static double width(ZoomPane zoom) {
        var image = zoom.imageProperty().get();
        return image == null ? 0 : image.getWidth();
    }
}
