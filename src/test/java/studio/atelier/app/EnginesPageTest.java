package studio.atelier.app;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ScrollPane;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import javafx.stage.Window;

import mockwebserver3.MockWebServer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

import studio.atelier.checks.Connection;
import studio.atelier.db.Certificates;
import studio.atelier.db.DatabaseAddress;
import studio.atelier.db.PostgresExtension;
import studio.atelier.engine.demo.DemoEngineServer;
import studio.atelier.engine.demo.DemoOptions;
import studio.atelier.queue.Queue;
import studio.atelier.ui.generate.MemoryQueue;
import studio.atelier.ui.generate.TestClock;
import studio.atelier.ui.kit.Dialogs;
import studio.atelier.ui.kit.Theme;
import studio.atelier.ui.kit.UiThread;
import studio.atelier.ui.kit.VirtualBackground;
import studio.atelier.ui.kit.WindowShots;
import studio.atelier.ui.settings.EngineDraft;
import studio.atelier.ui.settings.EngineListViewModel;
import studio.atelier.ui.settings.EngineListViewModel.Row;
import studio.atelier.ui.settings.EngineListViewModel.Saving;
import studio.atelier.ui.settings.EngineSettings.Access;
import studio.atelier.ui.settings.EngineSettings.Protocol;
import studio.atelier.ui.settings.SettingsView;
import studio.atelier.ui.settings.SettingsViewModel;
import studio.atelier.ui.settings.SettingsViewModel.Page;
import studio.atelier.ui.settings.TestViewModel.State;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// The page of the engines over a real home and real servers. Pictures of it are left in `target/shots`.
// Fields are filled on the JavaFX thread, which the check cannot follow.
@SuppressWarnings("NullAway.Init")
@ExtendWith(ApplicationExtension.class)
class EnginesPageTest {
    @RegisterExtension static final PostgresExtension postgres = new PostgresExtension();

    @TempDir static Path folder;

    private final UiThread ui = new UiThread();
    private final VirtualBackground background = new VirtualBackground(ui);
    private Theme theme;
    private Stage stage;
    private EngineListViewModel model;
    private SettingsViewModel settings;
    private SettingsView view;
    private Home home;
    private volatile Optional<Queue> running = Optional.empty();

    @Start
    void start(Stage shown) throws IOException {
        stage = shown;
        home = new Home(Files.createTempDirectory(folder, "home"));
        DatabaseAddress at = postgres.address();
        home.connections()
                .save(
                        Connection.DATABASE,
                        Map.of(
                                "DATABASE_URL",
                                "postgresql://%s:%s@%s/%s"
                                        .formatted(
                                                at.user(),
                                                at.password(),
                                                at.hosts().getFirst(),
                                                at.database())));
        theme = SettingsStage.show(stage);
        settings =
                new SettingsViewModel(
                        new HomeConnections(home, Map.of()),
                        new HomeEngines(home, Map.of(), () -> running, () -> false),
                        background,
                        ui::run);
        model = settings.engines();
        settings.page().set(Page.ENGINES);
        view = new SettingsView(settings, theme, new SettingsView.Means(Optional::empty, () -> {}));
        open();
    }

    private void open() {
        new Dialogs(theme, () -> stage).show("Settings", view);
        view.arrive();
    }

    @AfterEach
    void close(FxRobot robot) {
        robot.interact(this::hide);
        background.close();
    }

    private void hide() {
        List.copyOf(Window.getWindows()).stream()
                .filter(window -> !window.equals(stage))
                .forEach(Window::hide);
    }

    @Test
    void severalEnginesAreListedAndEntered(FxRobot robot) throws IOException {
        WindowShots.take(robot, theme, "engines-none");
        robot.interact(
                () -> {
                    var attic = add(Protocol.COMFYUI, "Attic", "https://attic.example/comfy");
                    attic.access().set(Access.PASSWORD);
                    attic.user().text().set("ann");
                    attic.password().text().set("pl4nted");
                    attic.price().text().set("0.44");
                    attic.addHeader();
                    attic.headers().getFirst().name().set("X-Api-Key");
                    attic.headers().getFirst().value().text().set("pl4nted-too");
                    add(Protocol.COMFYUI, "Workshop", "192.168.1.20:8188").enabled().set(false);
                    add(Protocol.RUNPOD, "Cloud", "abc123").key().text().set("rpa_1");
                });
        save(robot);
        robot.interact(
                () ->
                        home.connections()
                                .save(
                                        Connection.ENGINE,
                                        Map.of("COMFYUI_API_URL", "http://10.0.0.7:8188")));
        robot.interact(settings::load);
        await().until(() -> model.rows().size() == 4);
        robot.interact(() -> choose("Attic"));
        WindowShots.take(robot, theme, "engines-several");
        robot.interact(() -> choose("Cloud"));
        WindowShots.take(robot, theme, "engines-runpod");
        robot.interact(() -> model.chosen().set(new Row.Variables()));
        WindowShots.take(robot, theme, "engines-variables");
        robot.interact(
                () -> {
                    choose("Workshop");
                    model.remove(engine("Workshop"));
                    engine("Cloud").endpoint().text().set("abc 123");
                });
        WindowShots.take(robot, theme, "engines-removed");
        robot.interact(
                () -> {
                    model.keep(engine("Workshop"));
                    var attic = engine("Attic");
                    choose("Attic");
                    attic.name().text().set("cloud");
                    attic.window().text().set("100");
                    attic.price().text().set("cheap");
                    attic.address().text().set("ftp://attic");
                });
        WindowShots.take(robot, theme, "engines-complaints");
        assertTrue(button("#settings-save").isDisabled());
    }

    @Test
    void whatIsEnteredIsTestedSavedOrNotAndTheStepThatFailedIsNamed(FxRobot robot)
            throws IOException {
        try (var server = DemoEngineServer.start(DemoOptions.in(home.folder().resolve("server")))) {
            robot.interact(() -> add(Protocol.COMFYUI, "Attic", server.address().toString()));
            assertEquals(State.FINE, tested(robot, engine("Attic")));
            WindowShots.take(robot, theme, "engines-test-fine");
            robot.interact(() -> engine("Attic").user().text().set("ann"));
            robot.interact(() -> engine("Attic").access().set(Access.PASSWORD));
            assertEquals(State.NONE, engine("Attic").test().state().get(), "not of this");
            robot.interact(() -> engine("Attic").access().set(Access.OPEN));
        }
        assertEquals(State.FAILED, tested(robot, engine("Attic")));
        WindowShots.take(robot, theme, "engines-test-failed");
        assertFalse(Files.exists(home.folder().resolve("engines.json")), "nothing was saved");
    }

    @Test
    void anUnknownCertificateIsShownAndTrustedOnRequestAlone(FxRobot robot) throws Exception {
        try (var server = DemoEngineServer.start(DemoOptions.in(home.folder().resolve("server")));
                var front = new MockWebServer()) {
            var own = Certificates.make(home.folder(), "engine", "dns:localhost,ip:127.0.0.1");
            front.useHttps(TestTls.context(own).getSocketFactory());
            front.setDispatcher(new Forwarding(server.address()));
            front.start();
            robot.interact(() -> add(Protocol.COMFYUI, "Attic", front.url("/").toString()));
            EngineDraft attic = engine("Attic");
            assertEquals(State.FAILED, tested(robot, attic));
            assertEquals("", attic.certificate().text().get());
            WindowShots.take(robot, theme, "engines-certificate");
            robot.interact(() -> button("#engine-trust").fire());
            assertEquals(State.FINE, finished(attic));
            assertEquals(95, attic.certificate().text().get().length());
            WindowShots.take(robot, theme, "engines-certificate-trusted");
            save(robot);
            assertTrue(home.engines().all().getFirst().certificate().isPresent());
            robot.interact(() -> attic.certificate().text().set("ab".repeat(32)));
            assertEquals(State.FAILED, tested(robot, attic));
            await().until(() -> view.lookup("#engine-trust") != null);
        }
    }

    @Test
    void headersAreAddedAndTakenAwayAndTellWhatIsWrong(FxRobot robot) throws IOException {
        robot.interact(
                () -> {
                    var attic = add(Protocol.COMFYUI, "Attic", "http://attic");
                    attic.access().set(Access.TOKEN);
                });
        robot.interact(() -> button("#engine-header-add").fire());
        robot.targetWindow(view.getScene().getWindow());
        robot.write("X-Api-Key");
        robot.type(KeyCode.TAB);
        robot.write("pl4nted");
        EngineDraft attic = engine("Attic");
        assertEquals("X-Api-Key", attic.headers().getFirst().name().get());
        robot.interact(() -> button("#engine-header-add").fire());
        robot.write("X Client");
        robot.interact(() -> model.tryIt(attic));
        assertFalse(attic.headers().getLast().complaint().get().isEmpty());
        assertFalse(attic.token().complaint().get().isEmpty());
        robot.interact(
                () ->
                        ((ScrollPane) Objects.requireNonNull(view.lookup("#engine-scroll")))
                                .setVvalue(1));
        WindowShots.take(robot, theme, "engines-headers");
        robot.interact(() -> attic.headers().removeLast());
        robot.interact(() -> attic.token().text().set("t"));
        assertTrue(attic.judgement().valid().get());
        assertEquals(1, view.lookupAll(".header-row").size());
    }

    @Test
    void anEngineIsAddedSavedAndRemovedByKeyboardAlone(FxRobot robot) {
        robot.targetWindow(view.getScene().getWindow());
        robot.type(KeyCode.TAB);
        assertFocus("engine-list");
        robot.type(KeyCode.TAB);
        assertFocus("engine-add");
        robot.type(KeyCode.SPACE);
        robot.type(KeyCode.DOWN, KeyCode.ENTER);
        await().until(() -> model.engines().size() == 1);
        EngineDraft engine = model.engines().getFirst();
        assertEquals("ComfyUI", engine.name().text().get());
        assertFocus("setting-engine-address");
        robot.write("127.0.0.1:8188");
        robot.type(KeyCode.ESCAPE);
        await().until(() -> view.getScene() == null || !view.getScene().getWindow().isShowing());
        robot.interact(this::open);
        assertEquals("127.0.0.1:8188", engine.address().text().get());
        tabTo(robot, "settings-save");
        robot.type(KeyCode.SPACE);
        await().until(() -> model.saving().get() == Saving.SAVED_FOR_NEXT_START);
        assertEquals("127.0.0.1:8188", home.engines().all().getFirst().address());
        robot.interact(() -> view.lookup("#engine-list").requestFocus());
        robot.type(KeyCode.DELETE);
        assertTrue(engine.removed().get());
        tabTo(robot, "settings-save");
        robot.type(KeyCode.SPACE);
        await().until(() -> home.engines().all().isEmpty());
    }

    @Test
    void anEngineThatWorksIsNotRenamedAndThePageSaysWhatToDo(FxRobot robot) throws IOException {
        robot.interact(() -> add(Protocol.COMFYUI, "Attic", "http://attic.example"));
        save(robot);
        var queue = new MemoryQueue(new TestClock());
        queue.engines.add(EnginesAtWorkTest.state("Attic", engine("Attic").id(), 2));
        running = Optional.of(queue);
        robot.interact(() -> engine("Attic").name().text().set("Loft"));
        robot.interact(() -> button("#settings-save").fire());
        await().until(() -> model.problem().get().isPresent());
        WindowShots.take(robot, theme, "engines-jobs-inside");
        assertEquals("Attic", home.engines().all().getFirst().name());
    }

    @Test
    void whatAVerbChangedMeanwhileIsSeenOnComingBackAndNotWrittenOver(FxRobot robot)
            throws IOException {
        robot.interact(() -> add(Protocol.COMFYUI, "Attic", "http://attic.example"));
        save(robot);
        var verb = new Launcher(Map.of("ATELIER_HOME", home.folder().toString()));
        String[] set = {"engines", "set", "Attic", "--window", "7", "--price", "0.4"};
        assertEquals(0, Answer.of(verb, set).exit());
        robot.interact(this::hide);
        robot.interact(this::open);
        await().until(() -> engine("Attic").window().text().get(), "7"::equals);

        robot.interact(() -> engine("Attic").window().text().set("3"));
        String[] again = {"engines", "set", "Attic", "--window", "5"};
        assertEquals(0, Answer.of(verb, again).exit());
        robot.interact(() -> button("#settings-save").fire());
        await().until(() -> model.problem().get().isPresent());
        WindowShots.take(robot, theme, "engines-changed-elsewhere");
        assertEquals(5, home.engines().all().getFirst().window().orElseThrow());
        save(robot);
        assertEquals(3, home.engines().all().getFirst().window().orElseThrow());
    }

    private void tabTo(FxRobot robot, String id) {
        for (int presses = 0; presses < 40; presses++) {
            robot.type(KeyCode.TAB);
            Node owner = view.getScene().getFocusOwner();
            if (owner != null && id.equals(owner.getId())) {
                return;
            }
        }
        throw new AssertionError(id + " is out of reach");
    }

    private void assertFocus(String id) {
        await().until(
                        () ->
                                Optional.ofNullable(view.getScene().getFocusOwner())
                                        .map(Node::getId)
                                        .orElse(""),
                        id::equals);
    }

    private EngineDraft add(Protocol protocol, String name, String address) {
        model.add(protocol);
        EngineDraft draft = model.engines().getLast();
        draft.name().text().set(name);
        (protocol == Protocol.COMFYUI ? draft.address() : draft.endpoint()).text().set(address);
        return draft;
    }

    private EngineDraft engine(String name) {
        return model.engines().stream()
                .filter(draft -> draft.name().text().get().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private void choose(String name) {
        model.chosen().set(new Row.Own(engine(name)));
    }

    private void save(FxRobot robot) {
        robot.interact(() -> button("#settings-save").fire());
        await().until(() -> model.saving().get() == Saving.SAVED_FOR_NEXT_START);
    }

    private State tested(FxRobot robot, EngineDraft engine) {
        robot.interact(() -> button("#settings-test").fire());
        return finished(engine);
    }

    private static State finished(EngineDraft engine) {
        return await().atMost(Duration.ofSeconds(60))
                .until(() -> engine.test().state().get(), state -> state != State.RUNNING);
    }

    private Button button(String query) {
        return (Button) Objects.requireNonNull(view.lookup(query), query);
    }
}
