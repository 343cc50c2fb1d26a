package studio.atelier.app;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import javafx.application.Platform;
import javafx.geometry.Bounds;
import javafx.geometry.Point2D;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Labeled;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;

import studio.atelier.engine.demo.DemoEngineServer;
import studio.atelier.engine.demo.DemoOptions;
import studio.atelier.model.JobStatus;
import studio.atelier.ui.kit.Theme;
import studio.atelier.ui.kit.UiThread;
import studio.atelier.ui.kit.VirtualBackground;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/// The whole studio under a real mouse and keyboard: embedded database, engine over sockets, folder store.
// `screens` is made on the JavaFX thread, which the check cannot follow.
@SuppressWarnings("NullAway.Init")
class StudioUiTest extends FxRobot {
    @TempDir Path folder;
    private DemoEngineServer engine;
    private Core core;
    private Screens screens;
    private VirtualBackground background;
    private Stage stage;

    @BeforeEach
    void open() throws Exception {
        engine =
                DemoEngineServer.start(
                        DemoOptions.in(folder.resolve("engine"))
                                .withJobDuration(Duration.ofMillis(200)));
        core =
                Core.open(
                        new Home(folder.resolve("home")),
                        StudioEnvironment.of(
                                Map.of("COMFYUI_API_URL", engine.address().toString())),
                        new FxJpegDecoder());
        stage = FxToolkit.registerPrimaryStage();
        var ui = new UiThread();
        background = new VirtualBackground(ui);
        FxToolkit.setupFixture(
                () -> {
                    var theme = new Theme();
                    for (String sheet : StudioWindow.SHEETS) {
                        theme.addSheet(sheet);
                    }
                    var settings = Settings.load(folder.resolve("settings.json"));
                    screens =
                            new Screens(
                                    core,
                                    new Screens.Means(
                                            ui, background, theme, settings, () -> stage));
                    var scene = new Scene(screens.root(), 1000, 700);
                    theme.dress(scene);
                    stage.setScene(scene);
                    stage.show();
                    stage.requestFocus();
                    screens.start();
                });
        core.startWorking();
        await().until(() -> !fx(() -> screens.generate().references().shown().get()).isEmpty());
        await().until(() -> fx(() -> stage.isFocused()));
    }

    @AfterEach
    void close() throws Exception {
        FxToolkit.setupFixture(
                () -> {
                    stage.hide();
                    screens.close();
                });
        background.close();
        core.close();
        engine.close();
    }

    @Test
    void aPersonSelectsGeneratesWaitsAndOpensThePicture() throws Exception {
        clickOn(first("#model-milan"));
        clickOn(first("#reference-grid .picture-cell"));
        await().until(() -> text("#batch-line").contains("1 "));
        // Below the fold of a window this small.
        interact(() -> ((ToggleButton) stage.getScene().lookup("#variations-2")).fire());
        await().until(() -> text("#batch-line").contains("2"));
        await().until(() -> fx(() -> !stage.getScene().lookup("#generate").isDisabled()));
        clickOn(first("#generate"));

        await().atMost(Duration.ofSeconds(60))
                .until(
                        () ->
                                core.queue().latest(1).stream()
                                                .flatMap(batch -> batch.jobs().stream())
                                                .filter(
                                                        view ->
                                                                view.job().status()
                                                                        == JobStatus.COMPLETED)
                                                .count()
                                        == 2);
        clickOn(first("#tab-gallery"));
        doubleClickOn(first("#gallery-grid .picture-cell"));

        await().until(() -> fx(() -> screens.gallery().lightbox().isOpen()));
        await().until(() -> fx(() -> screens.gallery().lightbox().detail().get().isPresent()));
        var detail = fx(() -> screens.gallery().lightbox().detail().get().orElseThrow());
        assertTrue(detail.job().positivePrompt().startsWith("milan, long brunette hair, tan skin"));
        assertEquals("milan", detail.model().orElseThrow().slug());
        press(KeyCode.ESCAPE).release(KeyCode.ESCAPE);
        await().until(() -> !fx(() -> screens.gallery().lightbox().isOpen()));
    }

    /// Where the first such node is on the screen. Cells and fields are made anew when news arrives, so node and
    /// place are asked for in one go on the JavaFX thread.
    private Point2D first(String query) {
        return await().until(() -> fx(() -> place(query)), Optional::isPresent).orElseThrow();
    }

    private Optional<Point2D> place(String query) {
        return stage.getScene().getRoot().lookupAll(query).stream()
                .filter(Node::isVisible)
                .map(cell -> cell.localToScreen(cell.getBoundsInLocal()))
                .filter(bounds -> bounds != null && bounds.getWidth() > 0)
                .min(
                        Comparator.comparingDouble(Bounds::getMinY)
                                .thenComparingDouble(Bounds::getMinX))
                .map(bounds -> new Point2D(bounds.getCenterX(), bounds.getCenterY()));
    }

    private String text(String query) {
        return stage.getScene().lookup(query) instanceof Labeled label ? label.getText() : "";
    }

    private static <T> T fx(Supplier<T> question) {
        return CompletableFuture.supplyAsync(question, Platform::runLater).join();
    }
}
