package studio.atelier.app;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.text.Text;
import javafx.stage.Stage;
import javafx.stage.Window;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;

import studio.atelier.checks.Check;
import studio.atelier.checks.CheckWords;
import studio.atelier.checks.Connection;
import studio.atelier.checks.ReplayedCheck;
import studio.atelier.checks.StepResult;
import studio.atelier.db.PostgresExtension;
import studio.atelier.model.Problem;
import studio.atelier.ui.kit.Dialogs;
import studio.atelier.ui.kit.Theme;
import studio.atelier.ui.kit.UiThread;
import studio.atelier.ui.kit.VirtualBackground;
import studio.atelier.ui.kit.WindowShots;
import studio.atelier.ui.settings.ConnectionSettings;
import studio.atelier.ui.settings.ConnectionViewModel;
import studio.atelier.ui.settings.EngineListViewModel.Row;
import studio.atelier.ui.settings.SettingsView;
import studio.atelier.ui.settings.SettingsViewModel;
import studio.atelier.ui.settings.SettingsViewModel.Page;
import studio.atelier.ui.settings.TestViewModel.State;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// The settings dialog after each failure that a test can name: what failed is marked, told in full and explained,
/// and nothing of it is cut off. Pictures of all are left in `target/shots`.
// Fields are filled on the JavaFX thread, which the check cannot follow.
@SuppressWarnings("NullAway.Init")
@ExtendWith(ApplicationExtension.class)
class TestPaneShotsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Order(1)
    @RegisterExtension
    static final PostgresExtension postgres = new PostgresExtension();

    @Order(2)
    @RegisterExtension
    static final FailuresExtension failures = new FailuresExtension(postgres);

    @TempDir static Path folder;

    private final UiThread ui = new UiThread();
    private final VirtualBackground background = new VirtualBackground(ui);
    private final Map<Connection, Failure> connected = new HashMap<>();
    private Theme theme;
    private Stage stage;
    private SettingsViewModel model;
    private SettingsView view;

    @Start
    void start(Stage shown) {
        stage = shown;
        theme = SettingsStage.show(stage);
        model =
                new SettingsViewModel(
                        new Found(new Home(folder)),
                        new HomeEngines(new Home(folder), Map.of(), Optional::empty, () -> false),
                        background,
                        ui::run);
        view = new SettingsView(model, theme, new SettingsView.Means(Optional::empty, () -> {}));
        new Dialogs(theme, () -> stage).show("Settings", view);
    }

    @AfterEach
    void close(FxRobot robot) {
        robot.interact(() -> others(stage).forEach(Window::hide));
        background.close();
    }

    @Test
    void everyFailureIsToldInFullOnLight() throws IOException {
        showAll(Theme.Choice.LIGHT, "");
    }

    @Test
    void everyFailureIsToldInFullOnDark() throws IOException {
        showAll(Theme.Choice.DARK, "-dark");
    }

    private void showAll(Theme.Choice looks, String suffix) throws IOException {
        onScreen(() -> theme.choose(looks));
        Map<String, Integer> taken = new HashMap<>();
        for (Failure failure : failures.all()) {
            show(failure);
            String name =
                    "test-%s-%s"
                            .formatted(
                                    CheckWords.nameOf(failure.connection()),
                                    failure.found().replace(' ', '-'));
            int turn = taken.merge(name, 1, Integer::sum);
            awaitSight();
            WindowShots.still(name + (turn == 1 ? "" : "-" + turn) + suffix);
            onScreen(() -> assertTold(failure, name));
            if (looks == Theme.Choice.LIGHT) {
                assertDetails(failure, name);
            }
        }
    }

    /// What is connected is typed in, and the test pressed.
    private void show(Failure failure) {
        var connection = model.connection(failure.connection());
        onScreen(
                () -> {
                    connected.put(failure.connection(), failure);
                    connection.test().stop();
                    connection
                            .fields()
                            .forEach(
                                    field ->
                                            field.text()
                                                    .set(
                                                            failure.variables()
                                                                    .getOrDefault(
                                                                            field.name(), "")));
                    model.page().set(page(failure.connection()));
                    if (failure.connection() == Connection.ENGINE) {
                        showEngine(connection, failure);
                    }
                });
        onScreen(() -> ((Button) node("#settings-test")).fire());
        await().pollInterval(Duration.ofMillis(5))
                .atMost(PATIENCE)
                .until(() -> connection.test().state().get() != State.RUNNING);
        onScreen(
                () -> {
                    assertEquals(State.FAILED, connection.test().state().get());
                    // twice, as the height of wrapped text follows its width
                    view.getScene().getRoot().applyCss();
                    view.getScene().getRoot().layout();
                    view.getScene().getRoot().layout();
                });
    }

    /// Without any variable there would be nothing to choose.
    private void showEngine(ConnectionViewModel connection, Failure failure) {
        if (failure.variables().isEmpty()) {
            connection.fields().getFirst().text().set("https://127.0.0.1");
        }
        model.engines().chosen().set(new Row.Variables());
    }

    /// It is scrolled to after the next layout.
    private void awaitSight() {
        boolean[] sight = new boolean[1];
        await().pollInterval(Duration.ofMillis(5))
                .atMost(PATIENCE)
                .until(
                        () -> {
                            onScreen(() -> sight[0] = isInSight());
                            return sight[0];
                        });
    }

    private boolean isInSight() {
        var pane = node("#test-pane");
        Node viewport = scroll(pane).lookup(".viewport");
        return pane.lookupAll(".test-problem").stream().allMatch(box -> isInside(viewport, box));
    }

    private static void assertTold(Failure failure, String name, Parent pane) {
        var words = new CheckWords();
        List<Node> lines = List.copyOf(pane.lookupAll(".test-step"));
        List<StepResult> steps = failure.report().steps();
        assertEquals(steps.size(), lines.size(), name);
        int failed = steps.indexOf(failure.failed());
        for (int at = 0; at < steps.size(); at++) {
            Node line = lines.get(at);
            String step = words.step(steps.get(at).step());
            assertEquals(step, ((Label) line.lookup(".test-step-name")).getText(), name);
            assertEquals(at == failed, line.lookup(".test-failed") != null, name + ": " + step);
            assertEquals(at > failed, line.lookup(".test-waits") != null, name + ": " + step);
            assertEquals(
                    at > failed, line.getStyleClass().contains("test-quiet"), name + ": " + step);
        }
    }

    private void assertTold(Failure failure, String name) {
        var pane = (Parent) node("#test-pane");
        assertTold(failure, name, pane);
        List<Node> boxes = List.copyOf(pane.lookupAll(".test-problem"));
        List<Problem> problems = failure.failed().problems();
        assertEquals(problems.size(), boxes.size(), name);
        for (int at = 0; at < problems.size(); at++) {
            List<Label> labels =
                    boxes.get(at).lookupAll(".label").stream()
                            .filter(Label.class::isInstance)
                            .map(Label.class::cast)
                            .toList();
            assertEquals(problems.get(at).sentence(), labels.getFirst().getText(), name);
            assertEquals(problems.get(at).action(), labels.getLast().getText(), name);
        }
        var viewport = scroll(pane).lookup(".viewport");
        pane.lookupAll(".label").forEach(label -> assertWhole((Label) label, name));
        var mark = Objects.requireNonNull(pane.lookup(".test-failed"));
        assertTrue(isInside(viewport, mark), () -> name + ": the mark is out of sight");
    }

    private static ScrollPane scroll(Node inside) {
        Node at = inside;
        while (!(at instanceof ScrollPane)) {
            at = Objects.requireNonNull(at.getParent());
        }
        return (ScrollPane) at;
    }

    /// No word is missing, and every line has its height.
    private static void assertWhole(Label label, String name) {
        if (!label.getText().isEmpty()) {
            var text = (Text) Objects.requireNonNull(label.lookup(".text"), label.getText());
            assertEquals(label.getText(), text.getText(), name);
            assertTrue(
                    text.getBoundsInLocal().getHeight() <= label.getHeight() + 1,
                    () -> name + " is cut: " + label.getText());
        }
    }

    private static boolean isInside(Node viewport, Node shown) {
        Bounds frame = viewport.localToScene(viewport.getLayoutBounds());
        Bounds place = shown.localToScene(shown.getLayoutBounds());
        return place.getMinY() >= frame.getMinY() - 1 && place.getMaxY() <= frame.getMaxY() + 1;
    }

    /// Details opens over the settings and holds the code.
    private void assertDetails(Failure failure, String name) {
        Window settings = view.getScene().getWindow();
        onScreen(() -> ((Button) node("#test-pane .details-button")).fire());
        onScreen(
                () -> {
                    List<Window> over =
                            others(stage).stream().filter(it -> !it.equals(settings)).toList();
                    assertEquals(1, over.size(), name);
                    Problem problem = failure.failed().problems().getFirst();
                    var details = over.getFirst().getScene().getRoot();
                    assertTrue(
                            ((Label) details.lookup(".problem-code"))
                                    .getText()
                                    .contains(problem.code()),
                            name);
                    assertEquals(
                            problem.detail().isBlank(), details.lookup("#problem-detail") == null);
                    assertNotNull(details.lookup("#problem-copy"));
                    over.getFirst().hide();
                });
    }

    /// Does it there and waits for no more than that.
    private static void onScreen(Runnable work) {
        WaitForAsyncUtils.waitForAsyncFx(
                PATIENCE.toMillis(), java.util.concurrent.Executors.callable(work));
    }

    private static List<Window> others(Stage main) {
        return List.copyOf(Window.getWindows()).stream()
                .filter(window -> !window.equals(main) && window.isShowing())
                .toList();
    }

    private Node node(String query) {
        return Objects.requireNonNull(view.lookup(query), query);
    }

    private static Page page(Connection connection) {
        return switch (connection) {
            case DATABASE -> Page.DATABASE;
            case ENGINE -> Page.ENGINES;
            case STORE -> Page.STORAGE;
            case CAPTIONS -> Page.CAPTIONS;
        };
    }

    /// The settings of a home, in which every test finds what it found at the servers.
    private final class Found implements ConnectionSettings {
        private final ConnectionSettings real;

        Found(Home home) {
            real = new HomeConnections(home, Map.of());
        }

        @Override
        public Known load(Connection connection) {
            return real.load(connection);
        }

        @Override
        public Optional<Complaint> complaint(Connection connection, Map<String, String> values) {
            return real.complaint(connection, values);
        }

        @Override
        public List<Check> checks(Connection connection, Map<String, String> values) {
            return List.of(
                    ReplayedCheck.of(Objects.requireNonNull(connected.get(connection)).report()));
        }

        @Override
        public List<String> models(Map<String, String> values) {
            return real.models(values);
        }

        @Override
        public void save(Connection connection, Map<String, String> values) {
            real.save(connection, values);
        }

        @Override
        public EnvFile look(Path file) {
            return real.look(file);
        }

        @Override
        public EnvFile take(Path file) {
            return real.take(file);
        }
    }
}
