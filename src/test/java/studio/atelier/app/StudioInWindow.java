package studio.atelier.app;

import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.stage.Stage;

import org.testfx.api.FxToolkit;

import studio.atelier.engine.demo.DemoEngineServer;
import studio.atelier.ui.kit.Theme;
import studio.atelier.ui.kit.UiThread;
import studio.atelier.ui.kit.VirtualBackground;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/// The whole studio in the window of the tests, with an engine that belongs to the test. Closed in reverse.
final class StudioInWindow implements AutoCloseable {
    private static final double WIDTH = 1000;

    private final Core core;
    private final VirtualBackground background;
    private final Stage stage;
    private final Screens screens;

    /// Opens the studio and shows it; the queue works.
    StudioInWindow(Path folder, DemoEngineServer engine, double height) throws TimeoutException {
        core =
                Core.open(
                        new Home(folder.resolve("home")),
                        StudioEnvironment.of(
                                Map.of("COMFYUI_API_URL", engine.address().toString())),
                        new FxJpegDecoder());
        stage = FxToolkit.registerPrimaryStage();
        var ui = new UiThread();
        background = new VirtualBackground(ui);
        screens = fx(() -> show(folder, ui, height));
        core.startWorking();
    }

    private Screens show(Path folder, UiThread ui, double height) {
        var theme = new Theme();
        StudioWindow.SHEETS.forEach(theme::addSheet);
        var settings = Settings.load(folder.resolve("settings.json"));
        var shown =
                new Screens(core, new Screens.Means(ui, background, theme, settings, () -> stage));
        var scene = new Scene(shown.root(), WIDTH, height);
        theme.dress(scene);
        stage.setScene(scene);
        stage.show();
        stage.requestFocus();
        shown.start();
        return shown;
    }

    Core core() {
        return core;
    }

    Screens screens() {
        return screens;
    }

    Stage stage() {
        return stage;
    }

    /// Asks on the JavaFX thread, and waits for the answer.
    static <T> T fx(Supplier<T> question) {
        return CompletableFuture.supplyAsync(question, Platform::runLater).join();
    }

    @Override
    public void close() {
        fx(
                () -> {
                    stage.hide();
                    screens.close();
                    return true;
                });
        background.close();
        core.close();
    }
}
