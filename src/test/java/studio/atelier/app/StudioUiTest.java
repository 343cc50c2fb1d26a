package studio.atelier.app;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static studio.atelier.app.StudioInWindow.fx;

import javafx.geometry.Bounds;
import javafx.geometry.Point2D;
import javafx.scene.Node;
import javafx.scene.control.Labeled;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;

import studio.atelier.engine.demo.DemoEngineServer;
import studio.atelier.engine.demo.DemoOptions;
import studio.atelier.model.JobStatus;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;

/// The whole studio under a real mouse and keyboard: embedded database, engine over sockets, folder store.
// The studio is opened before each test, which the check cannot follow.
@SuppressWarnings("NullAway.Init")
class StudioUiTest extends FxRobot {
    @RegisterExtension static final FurnishedHome furnished = new FurnishedHome();

    @TempDir Path folder;
    private DemoEngineServer engine;
    private StudioInWindow studio;

    @BeforeEach
    void open() throws Exception {
        engine =
                DemoEngineServer.start(
                        DemoOptions.in(folder.resolve("engine"))
                                .withJobDuration(Duration.ofMillis(200)));
        furnished.copy(folder.resolve("home"));
        studio = new StudioInWindow(folder, engine, 700);
        await().until(() -> !fx(() -> screens().generate().references().shown().get()).isEmpty());
        await().until(() -> fx(() -> stage().isFocused()));
    }

    @AfterEach
    void close() {
        studio.close();
        engine.close();
    }

    private Screens screens() {
        return studio.screens();
    }

    private Stage stage() {
        return studio.stage();
    }

    @Test
    void aPersonSelectsGeneratesWaitsAndOpensThePicture() throws Exception {
        clickOn(first("#model-milan"));
        clickOn(first("#reference-grid .picture-cell"));
        await().until(() -> text("#batch-line").contains("1 "));
        // Below the fold of a window this small.
        interact(() -> ((ToggleButton) stage().getScene().lookup("#variations-2")).fire());
        await().until(() -> text("#batch-line").contains("2"));
        await().until(() -> fx(() -> !stage().getScene().lookup("#generate").isDisabled()));
        clickOn(first("#generate"));

        await().atMost(Duration.ofSeconds(60))
                .until(
                        () ->
                                studio.core().queue().latest(1).stream()
                                                .flatMap(batch -> batch.jobs().stream())
                                                .filter(
                                                        view ->
                                                                view.job().status()
                                                                        == JobStatus.COMPLETED)
                                                .count()
                                        == 2);
        clickOn(first("#tab-gallery"));
        doubleClickOn(first("#gallery-grid .picture-cell"));

        await().until(() -> fx(() -> screens().gallery().lightbox().isOpen()));
        await().until(() -> fx(() -> screens().gallery().lightbox().detail().get().isPresent()));
        var detail = fx(() -> screens().gallery().lightbox().detail().get().orElseThrow());
        assertTrue(detail.job().positivePrompt().startsWith("milan, long brunette hair, tan skin"));
        assertEquals("milan", detail.model().orElseThrow().slug());
        press(KeyCode.ESCAPE).release(KeyCode.ESCAPE);
        await().until(() -> !fx(() -> screens().gallery().lightbox().isOpen()));
    }

    /// Where the first such node is on the screen. Cells and fields are made anew when news arrives, so node and
    /// place are asked for in one go on the JavaFX thread.
    private Point2D first(String query) {
        return await().until(() -> fx(() -> place(query)), Optional::isPresent).orElseThrow();
    }

    private Optional<Point2D> place(String query) {
        return stage().getScene().getRoot().lookupAll(query).stream()
                .filter(Node::isVisible)
                .map(cell -> cell.localToScreen(cell.getBoundsInLocal()))
                .filter(bounds -> bounds != null && bounds.getWidth() > 0)
                .min(
                        Comparator.comparingDouble(Bounds::getMinY)
                                .thenComparingDouble(Bounds::getMinX))
                .map(bounds -> new Point2D(bounds.getCenterX(), bounds.getCenterY()));
    }

    private String text(String query) {
        return stage().getScene().lookup(query) instanceof Labeled label ? label.getText() : "";
    }
}
