package studio.atelier.app;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;

import studio.atelier.captions.VisionServer;
import studio.atelier.checks.Connection;
import studio.atelier.ui.kit.Dialogs;
import studio.atelier.ui.kit.Theme;
import studio.atelier.ui.kit.UiThread;
import studio.atelier.ui.kit.VirtualBackground;
import studio.atelier.ui.kit.WindowShots;
import studio.atelier.ui.settings.ConnectionViewModel;
import studio.atelier.ui.settings.SettingsView;
import studio.atelier.ui.settings.SettingsViewModel;
import studio.atelier.ui.settings.SettingsViewModel.Page;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// The model that captions: chosen from what the service itself lists, over HTTP, or typed.
// Fields are filled on the JavaFX thread, which the check cannot follow.
@SuppressWarnings("NullAway.Init")
@ExtendWith(ApplicationExtension.class)
class CaptionModelFieldTest {
    private static final String FIELD = "#setting-captions-model";

    @TempDir static Path folder;

    private final UiThread ui = new UiThread();
    private final VirtualBackground background = new VirtualBackground(ui);
    private VisionServer server;
    private Theme theme;
    private Stage stage;
    private SettingsView view;
    private ConnectionViewModel captions;
    private Home home;

    @Start
    void start(Stage shown) throws IOException {
        stage = shown;
        server = VisionServer.start();
        home = new Home(Files.createTempDirectory(folder, "home"));
        theme = SettingsStage.show(stage);
        var model =
                new SettingsViewModel(
                        new HomeConnections(home, Map.of()),
                        new HomeEngines(home, Map.of(), Optional::empty, () -> false),
                        background,
                        ui::run);
        model.page().set(Page.CAPTIONS);
        captions = model.connection(Connection.CAPTIONS);
        view = new SettingsView(model, theme, new SettingsView.Means(Optional::empty, () -> {}));
        new Dialogs(theme, () -> stage).show("Settings", view);
        view.arrive();
    }

    @AfterEach
    void close(FxRobot robot) {
        WindowShots.closeOthers(robot, stage);
        background.close();
        server.close();
    }

    @Test
    void itsModelsAreOfferedAndOneIsChosenByKeyboard(FxRobot robot) throws IOException {
        server.key = "k";
        server.models.addAll(
                List.of("grok-4.20", "grok-4.20-reasoning", "grok-4.6", "grok-code-2", "pixel-2"));
        enter(robot, "CAPTIONS_API_URL", server.url());
        enter(robot, "CAPTIONS_API_KEY", "k");
        assertTrue(names().isEmpty(), "nobody asked yet");
        robot.clickOn(FIELD);
        await().until(() -> names().size() == 7);
        assertEquals("grok-4.20", names().getFirst(), "in the order of their names");
        settle();
        assertTrue(note().startsWith("The service lists 7 models."), note());
        WindowShots.take(robot, theme, "settings-captions-models");
        robot.write("4.20");
        settle();
        assertEquals(List.of("grok-4.20", "grok-4.20-reasoning"), names());
        robot.push(KeyCode.DOWN);
        robot.push(KeyCode.DOWN);
        robot.push(KeyCode.ENTER);
        settle();
        assertEquals("grok-4.20-reasoning", text());
        assertFalse(list().isVisible());
        assertTrue(input().isFocused());
        robot.push(KeyCode.DOWN);
        settle();
        assertEquals(7, names().size(), "all of them again, to choose another one");
        WindowShots.take(robot, theme, "settings-captions-models-all");
        robot.push(KeyCode.ESCAPE);
        settle();
        assertTrue(view.getScene().getWindow().isShowing(), "Escape shuts the list alone");
        assertFalse(list().isVisible());
        robot.clickOn(FIELD + "-all");
        settle();
        robot.clickOn("pixel-2");
        settle();
        assertEquals("pixel-2", text());
        robot.clickOn("#settings-save");
        await().until(() -> captions.saving().get() == ConnectionViewModel.Saving.SAVED);
        assertEquals(Optional.of("pixel-2"), home.captions(Map.of()).orElseThrow().model());
    }

    @Test
    void withoutAListTheNameIsTypedAndNothingWaits(FxRobot robot) throws IOException {
        robot.clickOn(FIELD);
        await().until(() -> note().startsWith("Enter the address or the key first"));
        server.key = "right";
        enter(robot, "CAPTIONS_API_URL", server.url());
        enter(robot, "CAPTIONS_API_KEY", "wrong");
        assertEquals("", note(), "that was of another server");
        robot.clickOn("#setting-captions-per-minute");
        robot.clickOn(FIELD);
        await().until(() -> note().contains("does not accept the key"));
        assertTrue(note().startsWith("There is no list to choose from; type the name."), note());
        robot.write("my-model");
        settle();
        WindowShots.take(robot, theme, "settings-captions-no-list");
        assertEquals("my-model", text());
        assertTrue(captions.valid().get());
        enter(robot, "CAPTIONS_API_KEY", "right");
        robot.clickOn("#setting-captions-per-minute");
        robot.clickOn(FIELD);
        await().until(() -> note().startsWith("The service lists 2 models."));
        assertEquals("my-model", text());
    }

    private void enter(FxRobot robot, String name, String text) {
        robot.interact(
                () ->
                        captions.fields().stream()
                                .filter(field -> field.name().equals(name))
                                .findFirst()
                                .orElseThrow()
                                .text()
                                .set(text));
    }

    private List<String> names() {
        return List.copyOf(list().getItems());
    }

    @SuppressWarnings("unchecked")
    private ListView<String> list() {
        return (ListView<String>) node(FIELD + "s");
    }

    private TextField input() {
        return (TextField) node(FIELD);
    }

    private String text() {
        return input().getText();
    }

    private String note() {
        return ((Label) node(FIELD + "-note")).getText();
    }

    private Node node(String query) {
        return Objects.requireNonNull(view.lookup(query), query);
    }

    private static void settle() {
        WaitForAsyncUtils.waitForFxEvents(10);
    }
}
