package studio.atelier.ui.gallery;

import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.image.Image;
import javafx.scene.image.WritableImage;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;

import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

import studio.atelier.gallery.GalleryDetail;
import studio.atelier.gallery.GalleryKey;
import studio.atelier.ui.kit.ActivityList;
import studio.atelier.ui.kit.ImageGrid;
import studio.atelier.ui.kit.PictureLoader;
import studio.atelier.ui.kit.SceneShots;
import studio.atelier.ui.kit.Theme;
import studio.atelier.ui.kit.Toasts;
import studio.atelier.ui.kit.UiThread;
import studio.atelier.ui.kit.VirtualBackground;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The Gallery tab in a window of its own, over a gallery in memory and with real threads.
final class GalleryWindow implements AutoCloseable {
    final FakeGallery gallery = new FakeGallery();
    final FakeQueue queue = new FakeQueue();
    final PaintedPictures paintings = new PaintedPictures();
    final List<String> copied = new ArrayList<>();
    final List<Image> copiedPictures = new ArrayList<>();
    final List<GalleryDetail> used = new ArrayList<>();
    Optional<Path> chosen = Optional.empty();

    private final UiThread ui = new UiThread();
    private final VirtualBackground background = new VirtualBackground(ui);
    private final PictureLoader pictures = new PictureLoader(paintings, ui);
    private final Toasts toasts;
    final Theme theme;
    final GalleryViewModel model;
    final GalleryView view;
    final Scene scene;

    GalleryWindow(Theme.Choice looks) throws TimeoutException {
        Stage stage = FxToolkit.registerPrimaryStage();
        theme = on(Theme::new);
        toasts = on(() -> new Toasts(ui, new ActivityList(InstantSource.system())));
        model =
                new GalleryViewModel(
                        gallery, Samples.library(), queue, background, ui, toasts::show);
        view = on(() -> new GalleryView(model, pictures, host()));
        scene = on(() -> new Scene(new StackPane(view, toasts.node()), 1000, 700));
        run(
                () -> {
                    theme.choose(looks);
                    theme.addSheet("gallery");
                    theme.addSheet("lightbox");
                    theme.dress(scene);
                    stage.setScene(scene);
                    stage.setX(0);
                    stage.setY(0);
                    stage.show();
                    stage.toFront();
                });
    }

    private GalleryHost host() {
        FileDialogs files =
                new FileDialogs() {
                    @Override
                    public Optional<Path> saveFile(String suggestedName) {
                        return chosen.map(folder -> folder.resolve(suggestedName));
                    }

                    @Override
                    public Optional<Path> chooseFolder() {
                        return chosen;
                    }
                };
        PictureClipboard clipboard =
                new PictureClipboard() {
                    @Override
                    public void put(String text) {
                        copied.add(text);
                    }

                    @Override
                    public void put(Image picture) {
                        copiedPictures.add(picture);
                    }
                };
        return new GalleryHost(used::add, () -> {}, files, clipboard);
    }

    /// Opens the tab and gives it the keyboard.
    void open() throws TimeoutException {
        run(
                () -> {
                    model.open();
                    view.arrive();
                });
        settle();
    }

    @SuppressWarnings("unchecked") // the only grid in this window
    ImageGrid<GalleryKey, GalleryKey> grid() {
        return (ImageGrid<GalleryKey, GalleryKey>) find("#gallery-grid");
    }

    Node find(String selector) {
        Node found = scene.getRoot().lookup(selector);
        if (found == null) {
            throw new AssertionError("no " + selector);
        }
        return found;
    }

    WritableImage shoot(Path file) throws TimeoutException, IOException {
        SceneShots shots = new SceneShots();
        WritableImage shot = on(() -> shots.take(scene));
        shots.write(shot, file);
        return shot;
    }

    static void settle() {
        WaitForAsyncUtils.waitForFxEvents();
    }

    static <T> T on(Callable<T> work) throws TimeoutException {
        return WaitForAsyncUtils.waitFor(30, TimeUnit.SECONDS, WaitForAsyncUtils.asyncFx(work));
    }

    static void run(Runnable work) throws TimeoutException {
        on(
                () -> {
                    work.run();
                    return true;
                });
    }

    @Override
    public void close() {
        model.close();
        background.close();
        pictures.close();
    }
}
