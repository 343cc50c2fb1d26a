package studio.atelier.ui;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import javafx.beans.property.SimpleObjectProperty;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Labeled;
import javafx.scene.control.ListView;
import javafx.scene.control.MenuButton;
import javafx.scene.control.TextField;
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.Region;
import javafx.stage.Stage;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;

import studio.atelier.model.Job;
import studio.atelier.model.JobStatus;
import studio.atelier.model.Problem;
import studio.atelier.queue.EngineState;
import studio.atelier.queue.QueueEvent;
import studio.atelier.queue.audit.AuditReport;
import studio.atelier.ui.MainView.Furniture;
import studio.atelier.ui.MainView.Tabs;
import studio.atelier.ui.generate.Fixtures;
import studio.atelier.ui.generate.GenerateScreen;
import studio.atelier.ui.generate.MemoryQueue;
import studio.atelier.ui.generate.TestClock;
import studio.atelier.ui.kit.ActivityList;
import studio.atelier.ui.kit.Dialogs;
import studio.atelier.ui.kit.PopUps;
import studio.atelier.ui.kit.Theme;
import studio.atelier.ui.kit.Toasts;
import studio.atelier.ui.kit.UiThread;
import studio.atelier.ui.kit.VirtualBackground;
import studio.atelier.ui.kit.WindowShots;

import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;

/// The frame with the Generate tab under a real keyboard: verbs, their way back, engines and problems. Pictures of
/// it are left in `target/shots`.
// Fields are filled on the JavaFX thread, which the check cannot follow.
@SuppressWarnings("NullAway.Init")
@ExtendWith(ApplicationExtension.class)
class ShellShotsTest {
    private static final Problem DOWN =
            Problem.detailed(
                    Problem.Kind.ENGINE_UNREACHABLE,
                    "java.net.ConnectException: Connection refused\n\tat studio.example",
                    "Studio PC",
                    "http://192.168.1.20:8188");
    private static final Problem MEMORY =
            Problem.detailed(
                    Problem.Kind.OUT_OF_MEMORY,
                    "torch.OutOfMemoryError: Allocation on device 0 would exceed allowed memory."
                            + " (out of memory) Currently allocated: 21.07 GiB",
                    "Studio PC");

    private final UiThread ui = new UiThread();
    private final VirtualBackground background = new VirtualBackground(ui);
    private final TestClock clock = new TestClock();
    private final MemoryQueue queue = new MemoryQueue(clock);
    private GenerateScreen generate;
    private ShellViewModel shell;
    private Toasts toasts;
    private Theme theme;
    private Stage stage;

    @Start
    void start(Stage shown) {
        stage = shown;
        theme = new Theme();
        List.of("shell", "generate", "queue").forEach(theme::addSheet);
        queue.engines.add(state(true, false, Optional.empty(), Duration.ZERO));
        toasts = new Toasts(ui, new ActivityList(clock));
        shell = new ShellViewModel(queue, background, ui, clock);
        generate = new GenerateScreen(queue, background, ui, clock, toasts);
        var dialogs = new Dialogs(theme, () -> stage);
        var main =
                new MainView(
                        shell,
                        new Tabs(generate.view(), new Region()),
                        new Furniture(
                                toasts,
                                dialogs,
                                theme,
                                new SimpleObjectProperty<>(OnClose.ASK),
                                new AuditViewModel(ShellShotsTest::nothingMissing, background),
                                ""));
        stage.setScene(new Scene(main, 1000, 700));
        theme.dress(stage.getScene());
        stage.show();
        generate.open();
        var _ = shell.start();
    }

    private static AuditReport nothingMissing() {
        throw new UnsupportedOperationException("nobody checks here");
    }

    @AfterEach
    void close(FxRobot robot) {
        WindowShots.closeOthers(robot, stage);
        background.close();
        generate.close();
    }

    @Test
    void cancellingOffersAWayBackByToastAndByKey(FxRobot robot) throws IOException {
        queue.enqueue(Fixtures.plan(Fixtures.MILAN, 3, 1));
        queue.start(queue.jobs().getFirst());
        WaitForAsyncUtils.waitForFxEvents();
        ListView<?> list = robot.lookup("#queue-list").queryListView();
        robot.interact(
                () -> {
                    list.requestFocus();
                    list.getSelectionModel().select(0);
                });
        robot.type(KeyCode.DELETE);
        await().until(() -> count(JobStatus.CANCELLED) == 3);
        shoot(robot, "verbs-cancelled");
        robot.press(KeyCode.CONTROL).type(KeyCode.Z).release(KeyCode.CONTROL);
        await().until(() -> count(JobStatus.QUEUED) == 2);

        robot.interact(() -> list.getSelectionModel().clearAndSelect(2));
        robot.type(KeyCode.DELETE);
        await().until(() -> count(JobStatus.QUEUED) == 1);
        robot.interact(() -> button(stage.getScene().getRoot(), "Undo").fire());
        await().until(() -> count(JobStatus.QUEUED) == 2);
        robot.interact(() -> list.getSelectionModel().clearAndSelect(3));
        robot.press(KeyCode.ALT).type(KeyCode.HOME).release(KeyCode.ALT);
        await().until(() -> queue.jobs().stream().anyMatch(job -> job.priority() == 1));
        shoot(robot, "verbs-front");
    }

    @Test
    void generateWithShiftGoesToTheFront(FxRobot robot) {
        queue.enqueue(Fixtures.plan(Fixtures.CAM, 2, 1));
        robot.interact(() -> generate.select(3));
        await().until(() -> generate.viewModel().batch().able().get());
        robot.press(KeyCode.CONTROL, KeyCode.SHIFT)
                .type(KeyCode.ENTER)
                .release(KeyCode.SHIFT, KeyCode.CONTROL);
        await().until(() -> queue.enqueued.size() == 2);
        assertEquals(List.of(0, 0, 1, 1, 1), queue.jobs().stream().map(Job::priority).toList());
    }

    @Test
    void theMenusSayHowManyJobsTheyTouch(FxRobot robot) throws IOException {
        queue.enqueue(Fixtures.plan(Fixtures.MILAN, 20, 1));
        queue.start(queue.jobs().getFirst());
        queue.jobs().subList(3, 20).forEach(job -> queue.fail(job, MEMORY));
        WaitForAsyncUtils.waitForFxEvents();
        MenuButton more = (MenuButton) node(".batch-more");
        assertTrue(
                more.getItems().stream().anyMatch(i -> i.getText().equals("Retry 17 failed jobs")));
        robot.interact(() -> theme.choose(Theme.Choice.DARK));
        robot.interact(more::show);
        WindowShots.now(robot, "verbs-batch-menu-dark");
        robot.interact(more::hide);
        MenuButton all = (MenuButton) node("#queue-more");
        robot.interact(all::show);
        assertEquals("Retry all 17 failed jobs", all.getItems().getFirst().getText());
        robot.interact(all::hide);
        ListView<?> list = robot.lookup("#queue-list").queryListView();
        ContextMenu selection = list.getContextMenu();
        robot.interact(
                () -> {
                    list.getSelectionModel().selectRange(1, 5);
                    selection.show(list, 700, 300);
                });
        assertEquals(
                List.of("Move jobs to the front", "Cancel 1 job", "Retry 3 jobs"),
                selection.getItems().stream().map(item -> item.getText()).toList());
        WindowShots.now(robot, "verbs-selection-menu-dark");
        robot.interact(() -> selection.getItems().getLast().fire());
        await().until(() -> count(JobStatus.FAILED) == 14);
    }

    @Test
    void anEngineTellsHowItStandsAndIsPaused(FxRobot robot) throws IOException {
        Button chip = (Button) node("#engine-status");
        await().until(() -> chip.getText().equals("Studio PC"));
        robot.interact(() -> theme.choose(Theme.Choice.DARK));
        showPanel(robot, chip, true);
        WindowShots.now(robot, "engine-answers-dark");
        robot.interact(() -> fire("#engine-pause"));
        await().until(() -> chip.getText().endsWith("paused"));
        WindowShots.now(robot, "engine-paused-dark");
        showPanel(robot, chip, true);
        robot.interact(() -> fire("#engine-pause"));
        await().until(() -> chip.getText().equals("Studio PC"));

        queue.engines.set(0, state(false, false, Optional.of(DOWN), Duration.ofSeconds(20)));
        queue.tell(new QueueEvent.EngineDown("Studio PC", DOWN));
        await().until(() -> chip.getText().endsWith("out of reach"));
        WindowShots.now(robot, "engine-down-dark");
        showPanel(robot, chip, false);
        robot.interact(() -> theme.choose(Theme.Choice.LIGHT));
        showPanel(robot, chip, true);
        WindowShots.now(robot, "engine-down");
        showPanel(robot, chip, true);
        robot.interact(() -> fire("#engine-try-now"));
        await().until(() -> queue.tried.equals(List.of("Studio PC")));
        showPanel(robot, chip, true);
        robot.interact(() -> button(PopUps.one("#engine-panel"), "Details").fire());
        assertDetails(robot, DOWN, "problem-engine");
    }

    /// Pop-ups go by themselves when their window loses the focus for a moment.
    private static void showPanel(FxRobot robot, Button chip, boolean wanted) {
        robot.interact(
                () -> {
                    if (PopUps.isThere("#engine-panel") != wanted) {
                        chip.fire();
                    }
                });
        await().until(() -> PopUps.isThere("#engine-panel") == wanted);
    }

    @Test
    void severalEnginesShowTheirLanes(FxRobot robot) throws IOException {
        queue.engines.add(lane("Cloud pod", true, 3, Optional.empty()));
        queue.engines.add(lacking("Loft"));
        queue.engines.add(lane("Spare laptop", false, 0, Optional.empty()));
        queue.engines.add(lane("Attic", true, 1, Optional.of(DOWN)));
        queue.tell(new QueueEvent.Refreshed());
        Button chip = (Button) node("#engine-status");
        await().until(() -> chip.getText().startsWith("5 engines"));
        showPanel(robot, chip, true);
        WindowShots.now(robot, "engines-several");
        Object light = PopUps.colour("#engine-panel");
        robot.interact(() -> theme.choose(Theme.Choice.DARK));
        showPanel(robot, chip, true);
        WindowShots.now(robot, "engines-several-dark");
        assertNotEquals(light, PopUps.colour("#engine-panel"));
        robot.interact(() -> theme.choose(Theme.Choice.LIGHT));
        showPanel(robot, chip, false);
        robot.interact(((MenuButton) node("#queue-more")).getItems().getLast()::fire);
        await().until(() -> PopUps.isThere("#budget-pane"));
        WindowShots.now(robot, "queue-budget");
        robot.interact(() -> ((TextField) PopUps.one("#budget-amount")).setText("5"));
        robot.interact(() -> fire("#budget-set"));
        await().until(() -> queue.budget.isPresent());
    }

    @Test
    void everyPlaceLeadsToTheDetails(FxRobot robot) throws IOException {
        queue.enqueue(Fixtures.plan(Fixtures.MILAN, 3, 1));
        queue.jobs().forEach(job -> queue.fail(job, MEMORY));
        queue.finished(queue.jobs().getFirst().batch().orElseThrow(), 0, 3, 0);
        robot.interact(() -> toasts.error(MEMORY));
        queue.tell(new QueueEvent.ServiceChanged("store", Optional.of(DOWN)));
        queue.preflight.add(MEMORY);
        robot.interact(() -> generate.select(1));
        await().until(() -> generate.viewModel().batch().able().get());
        robot.interact(() -> generate.viewModel().batch().generate());
        await().until(() -> !generate.viewModel().batch().problems().isEmpty());
        shoot(robot, "problem-places");

        // Again: while the pictures were taken the first one may have gone.
        robot.interact(() -> toasts.error(MEMORY));
        for (String place : List.of(".toast", "#outage-banner", ".problem-row", ".queue-notice")) {
            Node part = place.equals(".toast") ? toast(MEMORY) : node(place);
            robot.interact(() -> button(part, "Details").fire());
            Problem shown =
                    place.equals("#outage-banner") || place.equals(".queue-notice") ? DOWN : MEMORY;
            assertDetails(robot, shown, "problem-" + place.substring(1));
        }
        MenuButton more = (MenuButton) node(".batch-more");
        robot.interact(() -> more.getItems().getLast().fire());
        assertDetails(robot, MEMORY, "problem-batch");
    }

    @Test
    void whyABatchCannotStartLeadsToTheDetails(FxRobot robot) throws IOException {
        var missing = Problem.of(Problem.Kind.LORA_MISSING, "milan.safetensors", "Studio PC");
        queue.lacksLora(Fixtures.MILAN.id(), missing);
        queue.tell(new QueueEvent.EngineUp("Studio PC"));
        robot.interact(() -> generate.select(2));
        var batch = generate.viewModel().batch();
        await().until(() -> batch.blocking().get().equals(Optional.of(missing)));
        shoot(robot, "problem-blocked");
        robot.interact(() -> button(node(".batch-bar"), "Details").fire());
        assertDetails(robot, missing, "problem-blocked-details");
    }

    private void assertDetails(FxRobot robot, Problem problem, String name) throws IOException {
        await().until(() -> PopUps.isThere(".problem-details"));
        shoot(robot, name);
        Node dialog = PopUps.one(".dialog-pane");
        robot.interact(() -> ((Button) dialog.lookup("#problem-copy")).fire());
        String[] copied = new String[1];
        robot.interact(() -> copied[0] = Clipboard.getSystemClipboard().getString());
        assertTrue(copied[0].contains(problem.code()), copied[0]);
        assertTrue(copied[0].contains(problem.detail()), copied[0]);
        robot.interact(() -> dialog.getScene().getWindow().hide());
    }

    private void shoot(FxRobot robot, String name) throws IOException {
        WindowShots.take(robot, theme, name);
    }

    private Node node(String query) {
        return await().until(() -> stage.getScene().getRoot().lookup(query), Objects::nonNull);
    }

    /// The one about this problem: others may be there too.
    private Node toast(Problem problem) {
        return await().until(
                        () ->
                                stage.getScene().getRoot().lookupAll(".toast").stream()
                                        .filter(each -> says(each, problem.sentence()))
                                        .findFirst()
                                        .orElse(null),
                        Objects::nonNull);
    }

    private static boolean says(Node node, String words) {
        return node.lookupAll(".label").stream()
                .anyMatch(each -> each instanceof Labeled label && words.equals(label.getText()));
    }

    private static void fire(String query) {
        ((Button) PopUps.one(query)).fire();
    }

    private static Button button(Node below, String text) {
        Predicate<Node> named =
                node ->
                        node instanceof Labeled labeled
                                && text.equals(labeled.getText())
                                && node.isVisible();
        return (Button) below.lookupAll(".button").stream().filter(named).findFirst().orElseThrow();
    }

    private long count(JobStatus status) {
        return queue.jobs().stream().filter(job -> job.status() == status).count();
    }

    private static EngineState lane(
            String name, boolean enabled, int inside, Optional<Problem> problem) {
        return new EngineState(
                name,
                false,
                "0.33.0",
                false,
                problem.isEmpty(),
                problem,
                Duration.ofSeconds(problem.isEmpty() ? 0 : 20),
                new EngineState.Load(enabled, inside, 4, Optional.of(new BigDecimal("0.44"))),
                List.of(),
                "");
    }

    private static EngineState lacking(String name) {
        EngineState lane = lane(name, true, 0, Optional.empty());
        Problem lora =
                Problem.of(
                        Problem.Kind.LORA_MISNAMED,
                        "milan_v2.safetensors",
                        name,
                        "milan_v1.safetensors");
        return new EngineState(
                name,
                false,
                lane.version(),
                false,
                true,
                Optional.empty(),
                Duration.ZERO,
                lane.load(),
                List.of(lora),
                lane.id());
    }

    private static EngineState state(
            boolean answers, boolean paused, Optional<Problem> problem, Duration rest) {
        return new EngineState("Studio PC", false, "0.33.0", paused, answers, problem, rest);
    }
}
