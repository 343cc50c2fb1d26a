package studio.atelier.app;

import javafx.scene.image.WritableImage;

import studio.atelier.ui.kit.SceneShots;
import studio.atelier.ui.kit.Theme;
import studio.atelier.ui.kit.UiThread;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

/// Saves what the window shows, light and dark. Blocks; not on the JavaFX thread.
final class DemoShots {
    private final StudioWindow window;
    private final Path folder;
    private final SceneShots shots = new SceneShots();
    private final UiThread ui = new UiThread();

    DemoShots(StudioWindow window, Path folder) {
        this.window = window;
        this.folder = folder;
    }

    void take(String name) {
        save(name, Theme.Choice.LIGHT);
        save(name + "-dark", Theme.Choice.DARK);
    }

    private void save(String name, Theme.Choice look) {
        WritableImage shot =
                CompletableFuture.supplyAsync(
                                () -> {
                                    window.theme().choose(look);
                                    return shots.take(window.stage().getScene());
                                },
                                ui)
                        .join();
        try {
            shots.write(shot, folder.resolve(name + ".png"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
