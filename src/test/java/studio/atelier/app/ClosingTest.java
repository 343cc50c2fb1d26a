package studio.atelier.app;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import javafx.application.Platform;
import javafx.event.Event;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.stage.Window;
import javafx.stage.WindowEvent;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;

import studio.atelier.engine.demo.DemoEngineServer;
import studio.atelier.engine.demo.DemoOptions;
import studio.atelier.model.BatchId;
import studio.atelier.model.BatchRequest;
import studio.atelier.model.JobStatus;
import studio.atelier.model.Parameters;
import studio.atelier.model.SeedChoice;
import studio.atelier.plan.Planner;
import studio.atelier.ui.MainView;
import studio.atelier.ui.OnClose;
import studio.atelier.ui.kit.WindowShots;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// Closing the real window, with and without work: embedded database, engine over sockets.
// Fields are filled on the JavaFX thread, which the check cannot follow.
@SuppressWarnings("NullAway.Init")
class ClosingTest extends FxRobot {
    private static final Duration LONG = Duration.ofSeconds(60);

    @RegisterExtension static final FurnishedHome furnished = new FurnishedHome();

    @TempDir Path folder;
    private DemoEngineServer engine;
    private Home home;
    private StudioWindow window;
    private Screens screens;

    @BeforeEach
    void open() throws Exception {
        engine =
                DemoEngineServer.start(
                        DemoOptions.in(folder.resolve("engine"))
                                .withJobDuration(Duration.ofMillis(1_500)));
        home = furnished.copy(folder.resolve("home"));
        openWindow();
    }

    private void openWindow() throws Exception {
        screens = beginWindow().get();
    }

    private CompletableFuture<Screens> beginWindow() throws TimeoutException {
        var ready = new CompletableFuture<Screens>();
        window =
                new StudioWindow(
                        home,
                        Map.of("COMFYUI_API_URL", engine.address().toString()),
                        new StudioWindow.Watcher(
                                ready::complete,
                                problem ->
                                        ready.completeExceptionally(
                                                new AssertionError(problem.sentence()))));
        FxToolkit.registerPrimaryStage();
        FxToolkit.setupFixture(window::show);
        return ready;
    }

    @AfterEach
    void close() {
        window.close();
        await().until(window::isClosed);
        // The next test would answer a question of this one.
        await().until(() -> dialog().isEmpty());
        window.letGo();
        engine.close();
    }

    @Test
    void withoutWorkTheWindowClosesAtOnce() {
        requestClose();
        await().until(window::isClosed);
        assertFalse(fx(() -> window.stage().isShowing()));
    }

    /// Whoever closes it at once leaves no database running behind.
    @Test
    void closedWhileItOpensNothingStaysOpen() throws Exception {
        window.close();
        window.letGo();
        var _ = beginWindow();
        await().pollDelay(Duration.ofMillis(150)).until(() -> true);
        requestClose();
        await().until(window::isClosed);
        window.letGo();

        assertFalse(Files.exists(home.folder().resolve("postgres/data/postmaster.pid")));
    }

    @Test
    void everythingIsOpenedAnewInTheSameWindow() {
        var before = window.stage().getScene().getRoot();
        fx(
                () -> {
                    window.reopen();
                    return true;
                });
        await().atMost(LONG)
                .until(
                        () ->
                                fx(
                                        () -> {
                                            var now = window.stage().getScene().getRoot();
                                            return now instanceof MainView && !now.equals(before);
                                        }));
        assertTrue(window.core().queue().engines().getFirst().name().contains("127.0.0.1"));
        requestClose();
        await().until(window::isClosed);
    }

    @Test
    void aPersonMayStay() throws Exception {
        BatchId batch = queue(2);
        requestClose();
        Node dialog = question();
        requestClose();
        WindowShots.take(this, window.theme(), "closing");
        press(dialog, "Cancel");
        await().until(() -> dialog().isEmpty());
        assertTrue(fx(() -> window.stage().isShowing()));
        await().atMost(LONG).until(() -> done(batch) == 2);
        assertFalse(window.isClosed());
    }

    @Test
    void theWorkGoesOnWithoutTheWindowAndEndsByItself() throws Exception {
        BatchId batch = queue(3);
        requestClose();
        press(question(), "Keep running in the background");
        await().until(() -> !fx(() -> window.stage().isShowing()));
        assertFalse(window.isClosed());

        new WindowCall(home).leave();
        await().until(() -> fx(() -> window.stage().isShowing()));
        requestClose();
        Node dialog = question();
        fx(
                () -> {
                    ((CheckBox) dialog.lookup("#remember-choice")).setSelected(true);
                    return true;
                });
        press(dialog, "Keep running in the background");
        await().atMost(LONG).until(window::isClosed);
        assertEquals(3, done(batch));
        assertEquals(OnClose.KEEP_RUNNING, fx(() -> screens.onClose().get()));
        await().until(
                        () ->
                                Settings.load(home.settings())
                                        .get(Screens.ON_CLOSE)
                                        .equals(Optional.of("KEEP_RUNNING")));
    }

    @Test
    void whatIsStoppedIsCollectedAtTheNextStart() throws Exception {
        BatchId batch = queue(3);
        await().until(() -> count(batch, JobStatus.PROCESSING) > 0);
        requestClose();
        press(question(), "Stop now");
        await().until(window::isClosed);
        window.letGo();

        openWindow();
        await().atMost(LONG).until(() -> done(batch) == 3);
        assertEquals(3, engine.ledger().submissions().size());
    }

    @Test
    void aRememberedAnswerIsNotAskedForAgain() throws Exception {
        fx(
                () -> {
                    screens.onClose().set(OnClose.STOP);
                    return true;
                });
        queue(3);
        requestClose();
        await().until(window::isClosed);
    }

    @Test
    void aPausedQueueIsNoWork() throws Exception {
        window.core().queue().pause();
        queue(1);
        requestClose();
        await().until(window::isClosed);
    }

    @Test
    void aQuestionGoesWithItsWindow() {
        queue(3);
        requestClose();
        var _ = question();
        window.close();
        await().until(window::isClosed);
        assertTrue(dialog().isEmpty());
    }

    private BatchId queue(int jobs) {
        var library = window.core().library();
        var request =
                new BatchRequest(
                        library.models().getFirst(),
                        library.workflows().getFirst(),
                        library.references().subList(0, jobs),
                        1,
                        Parameters.EMPTY,
                        new SeedChoice.Random());
        return window.core().queue().enqueue(Planner.plan(request, RandomGenerator.getDefault()));
    }

    private void requestClose() {
        fx(
                () -> {
                    var stage = window.stage();
                    Event.fireEvent(
                            stage, new WindowEvent(stage, WindowEvent.WINDOW_CLOSE_REQUEST));
                    return true;
                });
    }

    private static Node question() {
        return await().until(ClosingTest::dialog, Optional::isPresent).orElseThrow();
    }

    private static Optional<Node> dialog() {
        return fx(
                () ->
                        List.copyOf(Window.getWindows()).stream()
                                .filter(Window::isShowing)
                                .map(shown -> shown.getScene().getRoot().lookup(".dialog-pane"))
                                .filter(Objects::nonNull)
                                .findFirst());
    }

    private static void press(Node dialog, String words) {
        fx(
                () -> {
                    dialog.lookupAll(".button").stream()
                            .map(Button.class::cast)
                            .filter(button -> button.getText().equals(words))
                            .findFirst()
                            .orElseThrow()
                            .fire();
                    return true;
                });
    }

    private long done(BatchId batch) {
        return count(batch, JobStatus.COMPLETED);
    }

    private long count(BatchId batch, JobStatus status) {
        return window.core().queue().latest(5).stream()
                .filter(view -> view.batch().id().equals(batch))
                .flatMap(view -> view.jobs().stream())
                .filter(view -> view.job().status() == status)
                .count();
    }

    private static <T> T fx(Supplier<T> question) {
        return CompletableFuture.supplyAsync(question, Platform::runLater).join();
    }
}
