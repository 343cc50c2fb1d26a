package studio.atelier.app;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import static studio.atelier.app.StudioInWindow.fx;

import javafx.scene.Node;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.TextField;
import javafx.stage.Window;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;

import studio.atelier.checks.Connection;
import studio.atelier.model.Problem;
import studio.atelier.ui.kit.WindowShots;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// The first start, and a start that fails and is mended in its own window. Pictures of it are left in `target/shots`.
// The window is opened before each test, which the check cannot follow.
@SuppressWarnings("NullAway.Init")
class StartPageTest extends FxRobot {
    private static final Duration LONG = Duration.ofSeconds(60);

    @RegisterExtension static final FurnishedHome furnished = new FurnishedHome();

    @TempDir Path folder;
    private final CompletableFuture<Screens> ready = new CompletableFuture<>();
    private final CompletableFuture<Problem> failed = new CompletableFuture<>();
    private Home home;
    private StudioWindow window;

    private void open(Map<String, String> environment) throws Exception {
        window =
                new StudioWindow(
                        home,
                        environment,
                        new StudioWindow.Watcher(ready::complete, failed::complete));
        FxToolkit.registerPrimaryStage();
        FxToolkit.setupFixture(window::show);
    }

    @BeforeEach
    void furnish() {
        home = furnished.copy(folder.resolve("home"));
    }

    @AfterEach
    void close() {
        window.close();
        await().until(window::isClosed);
        window.letGo();
    }

    @Test
    void whatWasSavedThereIsTriedAtOnceAndSaidNoLonger() throws Exception {
        home.connections()
                .save(
                        Connection.DATABASE,
                        Map.of("DATABASE_URL", "postgresql://ann:secret@127.0.0.1:1/atelier"));
        open(Map.of("COMFYUI_API_URL", "http://127.0.0.1:1"));
        assertEquals(Problem.Kind.DATABASE_UNREACHABLE.code(), failed.get().code());
        await().until(() -> isThere("#start-settings"));
        WindowShots.take(this, window.theme(), "start-failed");
        fire("#start-settings");
        await().until(() -> text("#setting-database-url").contains("127.0.0.1:1"));
        fx(
                () -> {
                    ((TextField) look("#setting-database-url").orElseThrow()).clear();
                    return true;
                });
        fire("#settings-save");
        await().until(() -> isShown("#settings-saved"));
        WindowShots.take(this, window.theme(), "start-settings-saved");
        fire("#settings-saved .hyperlink");

        Screens screens = screens();
        assertEquals(1, fx(() -> Window.getWindows().size()), "the dialog went");
        fx(
                () -> {
                    screens.root().showSettings();
                    return true;
                });
        await().until(() -> isThere("#setting-database-url"));
        assertFalse(isShown("#settings-saved"), "it holds already");
    }

    @Test
    void aFirstStartLeadsToOwnEnginesAndToAnEnvFile() throws Exception {
        open(Map.of());
        var screens = screens();
        await().until(() -> isShown("#demo-banner"));
        await().until(() -> !fx(() -> screens.generate().references().shown().get()).isEmpty());
        fx(
                () -> {
                    window.stage().setWidth(1000);
                    window.stage().setHeight(700);
                    return true;
                });
        WindowShots.take(this, window.theme(), "start-first");
        fire("#demo-env-file");
        await().until(() -> isThere("#env-choose"));
        fx(
                () -> {
                    look("#env-choose").orElseThrow().getScene().getWindow().hide();
                    return true;
                });
        fire("#demo-connect");
        await().until(() -> isThere("#engine-add"));
    }

    private Screens screens() throws Exception {
        return ready.get(LONG.toSeconds(), TimeUnit.SECONDS);
    }

    /// JavaFX thread only.
    private static Optional<Node> look(String query) {
        return List.copyOf(Window.getWindows()).stream()
                .filter(shown -> shown.isShowing() && shown.getScene() != null)
                .flatMap(shown -> shown.getScene().getRoot().lookupAll(query).stream())
                .findFirst();
    }

    private static boolean isThere(String query) {
        return fx(() -> look(query).isPresent());
    }

    private static void fire(String query) {
        fx(
                () -> {
                    ((ButtonBase) look(query).orElseThrow()).fire();
                    return true;
                });
    }

    private static String text(String query) {
        return fx(() -> look(query).map(node -> ((TextField) node).getText()).orElse(""));
    }

    private static boolean isShown(String query) {
        return fx(() -> look(query).filter(Node::isVisible).isPresent());
    }
}
