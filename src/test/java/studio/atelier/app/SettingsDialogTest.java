package studio.atelier.app;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import javafx.scene.control.Button;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;

import studio.atelier.checks.Connection;
import studio.atelier.db.DatabaseAddress;
import studio.atelier.db.PostgresExtension;
import studio.atelier.db.Seeds;
import studio.atelier.storage.s3.S3Server;
import studio.atelier.ui.OnClose;
import studio.atelier.ui.kit.Dialogs;
import studio.atelier.ui.kit.Theme;
import studio.atelier.ui.kit.UiThread;
import studio.atelier.ui.kit.VirtualBackground;
import studio.atelier.ui.kit.WindowShots;
import studio.atelier.ui.settings.ConnectionViewModel;
import studio.atelier.ui.settings.EngineListViewModel;
import studio.atelier.ui.settings.SettingField;
import studio.atelier.ui.settings.SettingsView;
import studio.atelier.ui.settings.SettingsViewModel;
import studio.atelier.ui.settings.SettingsViewModel.Page;
import studio.atelier.ui.settings.TestViewModel.State;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// The settings over a real home: what fails, what is typed, what is kept. Pictures of it are left in
/// `target/shots`.
// Fields are filled on the JavaFX thread, which the check cannot follow.
@SuppressWarnings("NullAway.Init")
@ExtendWith(ApplicationExtension.class)
class SettingsDialogTest {
    @RegisterExtension static final PostgresExtension postgres = new PostgresExtension();

    private static final String SECRET = "pl4nted-s3cret";

    @TempDir static Path folder;

    private final UiThread ui = new UiThread();
    private final VirtualBackground background = new VirtualBackground(ui);
    private final Map<String, String> environment = new HashMap<>();
    private Theme theme;
    private Stage stage;
    private SettingsViewModel model;
    private SettingsView view;
    private Home home;
    private Path chosen;

    @Start
    void start(Stage shown) throws IOException {
        stage = shown;
        home = new Home(Files.createTempDirectory(folder, "home"));
        theme = SettingsStage.show(stage);
        open();
    }

    private void open() {
        model =
                new SettingsViewModel(
                        new HomeConnections(home, environment),
                        new HomeEngines(home, environment, Optional::empty, () -> false),
                        background,
                        ui::run);
        view =
                new SettingsView(
                                model,
                                theme,
                                new SettingsView.Means(() -> Optional.of(chosen), () -> {}))
                        .with(
                                "on-close",
                                OnClose.values(),
                                new javafx.beans.property.SimpleObjectProperty<>(OnClose.ASK));
        new Dialogs(theme, () -> stage).show("Settings", view);
        view.arrive();
    }

    @AfterEach
    void close(FxRobot robot) {
        WindowShots.closeOthers(robot, stage);
        background.close();
    }

    @Test
    void aWrongPasswordIsNamedAndARightOneKept(FxRobot robot) throws IOException {
        var database = model.connection(Connection.DATABASE);
        WindowShots.take(robot, theme, "settings-database");
        enter(robot, database, "DATABASE_URL", "mysql://me:" + SECRET + "@h/d");
        assertFalse(database.valid().get());
        WindowShots.take(robot, theme, "settings-database-invalid");
        enter(robot, database, "DATABASE_URL", url(SECRET));
        assertEquals(State.FAILED, tested(robot, database));
        WindowShots.take(robot, theme, "settings-database-password");
        assertFalse(database.test().rows().toString().contains(SECRET));
        enter(robot, database, "DATABASE_URL", url(postgres.address().password()));
        assertEquals(State.FINE, tested(robot, database));
        robot.interact(() -> button("#settings-save").fire());
        await().until(() -> database.saving().get() == ConnectionViewModel.Saving.SAVED);
        WindowShots.take(robot, theme, "settings-database-saved");
        assertEquals(
                url(postgres.address().password()),
                home.connections().under(Map.of()).get("DATABASE_URL"));
    }

    @Test
    void whatWorkedIsNotSaidOfWhatIsEnteredAfterwards(FxRobot robot) {
        var database = model.connection(Connection.DATABASE);
        enter(robot, database, "DATABASE_URL", url(postgres.address().password()));
        assertEquals(State.FINE, tested(robot, database));
        enter(robot, database, "DATABASE_URL", url(SECRET));
        assertEquals(State.NONE, database.test().state().get());
        assertEquals(State.FAILED, tested(robot, database));
        enter(robot, database, "DATABASE_URL", url(postgres.address().password()));
        assertEquals(State.FAILED, database.test().state().get(), "it says what to enter");
    }

    @Test
    void whatWaitsForTheNextStartIsSaidUntilThen(FxRobot robot) {
        var database = model.connection(Connection.DATABASE);
        enter(robot, database, "DATABASE_URL", url(SECRET));
        robot.interact(() -> button("#settings-save").fire());
        await().until(() -> database.saving().get() == ConnectionViewModel.Saving.SAVED);
        // as on every return to the window
        robot.interact(model::load);
        WaitForAsyncUtils.waitForFxEvents();
        home.connections().save(Connection.CAPTIONS, Map.of("XAI_API_KEY", SECRET));
        robot.interact(model::load);
        var captions = model.connection(Connection.CAPTIONS);
        await().until(() -> !field(captions, "CAPTIONS_API_KEY").text().get().isEmpty());
        assertEquals(ConnectionViewModel.Saving.SAVED, database.saving().get());
        robot.interact(model::startedAnew);
        assertEquals(ConnectionViewModel.Saving.NONE, database.saving().get());
    }

    @Test
    void enginesAndStoresNameTheirStep(FxRobot robot) throws Exception {
        new Seeds(postgres.database()).plantModels();
        page(robot, Page.ENGINES);
        var engine = model.connection(Connection.ENGINE);
        enter(robot, engine, "COMFYUI_API_URL", "http://127.0.0.1:1");
        robot.interact(() -> model.engines().chosen().set(new EngineListViewModel.Row.Variables()));
        assertEquals(State.FAILED, tested(robot, engine));
        WindowShots.take(robot, theme, "settings-engine-away");
        enter(robot, engine, "COMFYUI_API_URL", "http://studio-pc.invalid:8188");
        assertEquals(State.FAILED, tested(robot, engine));
        WindowShots.take(robot, theme, "settings-engine-host");
        page(robot, Page.STORAGE);
        var store = model.connection(Connection.STORE);
        try (var server = S3Server.start()) {
            URI at = server.endpoint();
            enter(robot, store, "S3_ENDPOINT", at.toString());
            enter(robot, store, "S3_ACCESS_KEY_ID", S3Server.KEYS.accessKey());
            assertFalse(store.valid().get(), "the other half of the key is missing");
            enter(robot, store, "S3_SECRET_ACCESS_KEY", S3Server.KEYS.secretKey());
            enter(robot, store, "S3_CREATE_BUCKETS", "false");
            assertEquals(State.FAILED, tested(robot, store));
            WindowShots.take(robot, theme, "settings-store-bucket");
        }
    }

    @Test
    void aCaptionsServiceHoldsAtOnce(FxRobot robot) throws IOException {
        page(robot, Page.CAPTIONS);
        var captions = model.connection(Connection.CAPTIONS);
        enter(robot, captions, "CAPTIONS_API_KEY", SECRET);
        enter(robot, captions, "CAPTIONS_PER_MINUTE", "many");
        assertFalse(captions.valid().get());
        assertEquals(
                "It must be a number of requests, for example 30.",
                field(captions, "CAPTIONS_PER_MINUTE").complaint().get());
        WindowShots.take(robot, theme, "settings-captions-invalid");
        enter(robot, captions, "CAPTIONS_PER_MINUTE", "20");
        robot.interact(() -> button("#settings-save").fire());
        await().until(() -> captions.saving().get() == ConnectionViewModel.Saving.SAVED);
        WindowShots.take(robot, theme, "settings-captions-saved");
        assertEquals(20, home.captions(Map.of()).orElseThrow().perMinute());
    }

    @Test
    void whatTheEnvironmentSaysIsShownAndNotChanged(FxRobot robot) throws IOException {
        environment.put("DATABASE_URL", url(postgres.address().password()));
        robot.interact(
                () -> {
                    view.getScene().getWindow().hide();
                    open();
                });
        var database = model.connection(Connection.DATABASE);
        await().until(() -> !database.fixed().get().isEmpty());
        WindowShots.take(robot, theme, "settings-fixed");
        assertFalse(((TextField) node("#setting-database-url")).isEditable());
    }

    @Test
    void anEnvFileShowsWhatItWouldBring(FxRobot robot) throws IOException {
        chosen =
                Files.writeString(
                        folder.resolve("web.env"),
                        "DATABASE_URL=%s%nXAI_API_KEY=%s%nNEXT_PUBLIC_TITLE=Pictures%nPORT=3000%n"
                                .formatted(url(SECRET), SECRET));
        page(robot, Page.ENV_FILE);
        robot.interact(() -> button("#env-choose").fire());
        await().until(() -> view.lookup("#env-take") != null);
        WindowShots.take(robot, theme, "settings-env");
        assertTrue(home.connections().under(Map.of()).isEmpty(), "nothing is taken yet");
        robot.interact(() -> button("#env-take").fire());
        await().until(() -> home.connections().under(Map.of()).size() == 2);
        await().until(() -> view.lookup("#env-take") == null);
        WindowShots.take(robot, theme, "settings-env-taken");
        page(robot, Page.APPEARANCE);
        WindowShots.take(robot, theme, "settings-appearance");
    }

    @Test
    void pagesAndFieldsAreReachedByKeyboardAndInputSurvivesClosing(FxRobot robot) {
        robot.type(KeyCode.DOWN, KeyCode.DOWN);
        await().until(() -> model.page().get() == Page.STORAGE);
        robot.type(KeyCode.TAB);
        await().until(() -> view.getScene().getFocusOwner() instanceof TextField);
        robot.targetWindow(view.getScene().getWindow());
        robot.write("/srv/pictures");
        robot.type(KeyCode.ESCAPE);
        await().until(() -> view.getScene() == null || !view.getScene().getWindow().isShowing());
        robot.interact(
                () -> {
                    new Dialogs(theme, () -> stage).show("Settings", view);
                    view.arrive();
                });
        var store = model.connection(Connection.STORE);
        assertEquals("/srv/pictures", field(store, "ATELIER_STORE").text().get());
        assertTrue(store.changed().get());
        robot.interact(store::revert);
        assertFalse(store.changed().get());
    }

    private State tested(FxRobot robot, ConnectionViewModel connection) {
        robot.interact(() -> button("#settings-test").fire());
        return await().atMost(Duration.ofSeconds(60))
                .until(() -> connection.test().state().get(), state -> state != State.RUNNING);
    }

    private static void enter(
            FxRobot robot, ConnectionViewModel connection, String name, String text) {
        robot.interact(() -> field(connection, name).text().set(text));
    }

    private static SettingField field(ConnectionViewModel connection, String name) {
        return connection.fields().stream()
                .filter(field -> field.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private void page(FxRobot robot, Page page) {
        robot.interact(() -> model.page().set(page));
    }

    private Button button(String query) {
        return (Button) node(query);
    }

    private javafx.scene.Node node(String query) {
        return Objects.requireNonNull(view.lookup(query), query);
    }

    private static String url(String password) {
        DatabaseAddress at = postgres.address();
        return "postgresql://%s:%s@%s/%s"
                .formatted(at.user(), password, at.hosts().getFirst(), at.database());
    }
}
