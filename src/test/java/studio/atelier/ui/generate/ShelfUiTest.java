package studio.atelier.ui.generate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Labeled;
import javafx.scene.control.TableView;
import javafx.scene.control.TextInputControl;
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

import studio.atelier.model.LoraModel;
import studio.atelier.model.Problem;
import studio.atelier.model.Problem.Kind;
import studio.atelier.model.Workflow;
import studio.atelier.plan.recognition.SampleGraphs;
import studio.atelier.queue.WorkflowVerdict;
import studio.atelier.ui.generate.queue.QueueViewModel;
import studio.atelier.ui.kit.PictureLoader;
import studio.atelier.ui.kit.Theme;
import studio.atelier.ui.kit.Toast;
import studio.atelier.ui.kit.UiThread;
import studio.atelier.ui.kit.VirtualBackground;
import studio.atelier.ui.kit.WindowShots;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Importing workflows and editing models on the Generate tab, with pictures of the panes in `target/shots`.
// The screen is opened by each test, which the check cannot follow.
@SuppressWarnings("NullAway.Init")
@ExtendWith(ApplicationExtension.class)
class ShelfUiTest {
    private final UiThread ui = new UiThread();
    private final VirtualBackground background = new VirtualBackground(ui);
    private final PictureLoader pictures = new PictureLoader(new TestPictures(), ui);
    private final TestClock clock = new TestClock();
    private final MemoryQueue queue = new MemoryQueue(clock);
    private final MemoryLibrary library = new MemoryLibrary(12);
    private final MemoryRepertoire repertoire = new MemoryRepertoire(library);
    private final List<Toast> toasts = new ArrayList<>();
    @TempDir Path folder;
    private Theme theme;
    private Stage stage;
    private FxRobot robot;
    private GenerateViewModel viewModel;

    @Start
    void start(Stage shown) {
        stage = shown;
        theme = new Theme();
        List.of("generate", "queue", "shelf").forEach(theme::addSheet);
    }

    @AfterEach
    void close() {
        background.close();
        pictures.close();
    }

    @Test
    void aWorkflowIsReviewedAndSavedAsAVersion(FxRobot with) throws IOException {
        open(with);
        queue.verdicts.add(
                new WorkflowVerdict(
                        "Studio PC",
                        true,
                        List.of(
                                Problem.of(
                                        Kind.NODE_MISSING,
                                        "Power Lora Loader (rgthree)",
                                        "Studio PC"),
                                Problem.of(
                                        Kind.MODEL_FILE_MISNAMED,
                                        "Checkpoint",
                                        "sd_xl_base.safetensors",
                                        "Studio PC",
                                        "sd_xl_base_1.0.safetensors"),
                                Problem.of(Kind.INPUT_MISSING, "Sampler", "sampler_name"),
                                Problem.of(
                                        Kind.VALUE_UNKNOWN,
                                        "Sampler, scheduler",
                                        "beta57",
                                        "Studio PC"))));
        queue.verdicts.add(new WorkflowVerdict("Endpoint", false, List.of()));
        importFile("beach_two-loras.json", SampleGraphs.TWO_LORAS);
        WindowShots.take(robot, theme, "review-problems");
        assertEquals("beach two-loras", field("#review-name").getText());
        choose("20", "lora_name");
        WindowShots.take(robot, theme, "review-other-lora");
        robot.clickOn("#review-check");
        type("#review-name", "Image to image with LoRA");
        robot.clickOn("#review-target");
        robot.push(KeyCode.DOWN);
        robot.push(KeyCode.ENTER);
        settle();
        assertEquals("Save new version", text("#review-save"));
        WindowShots.take(robot, theme, "review-version");
        robot.clickOn("#review-save");
        settle();
        Workflow chosen = viewModel.workflow().get().orElseThrow();
        assertEquals("Image to image with LoRA", chosen.name());
        assertTrue(chosen.id().value() >= 100);
        assertTrue(chosen.graph().contains("{{positive_prompt}}"));
        assertFalse(library.workflows.contains(Fixtures.workflow()));
        assertEquals(
                List.of("denoise", "cfg", "steps", "lora_strength"),
                viewModel.parameters().fields().stream()
                        .map(each -> each.definition().name())
                        .limit(4)
                        .toList());
        WindowShots.take(robot, theme, "review-saved");
        undo();
        assertEquals(Fixtures.workflow(), viewModel.workflow().get().orElseThrow());
    }

    @Test
    void whatIsMissingIsSaid(FxRobot with) throws IOException {
        open(with);
        queue.verdicts.add(new WorkflowVerdict("Demo engine", true, List.of()));
        importFile("portrait.json", SampleGraphs.TEXT_TO_IMAGE);
        WindowShots.take(robot, theme, "review-lacks");
        repertoire.broken = Problem.of(Kind.DATABASE_UNREACHABLE, "127.0.0.1:5432");
        robot.clickOn("#review-save");
        settle();
        assertTrue(text("#review-refused").contains("127.0.0.1:5432"));
        WindowShots.take(robot, theme, "review-refused");
        repertoire.broken = null;
        robot.clickOn("#review-save");
        settle();
        assertEquals("portrait", viewModel.workflow().get().orElseThrow().name());
    }

    @Test
    void escapeLosesNothingThatWasChosen(FxRobot with) throws IOException {
        open(with);
        importFile("portrait.json", SampleGraphs.TEXT_TO_IMAGE);
        robot.push(KeyCode.ESCAPE);
        assertTrue(robot.lookup("#review-save").tryQuery().isEmpty(), "nothing was chosen");

        importFile("portrait.json", SampleGraphs.TEXT_TO_IMAGE);
        type("#review-description", "for close looks");
        robot.push(KeyCode.ESCAPE);
        assertTrue(node("#give-up-question").isVisible());
        assertTrue(node("#give-up-no").isFocused());
        WindowShots.take(robot, theme, "review-give-up");
        robot.push(KeyCode.ESCAPE);
        assertTrue(node("#review-save").isVisible());
        assertTrue(node("#review-description").isFocused());
        assertEquals("for close looks", field("#review-description").getText());
        robot.clickOn(stage.getX() + 5, stage.getY() + 300);
        robot.push(KeyCode.ENTER);
        assertEquals("for close looks", field("#review-description").getText());
        robot.push(KeyCode.ESCAPE);
        robot.clickOn("#give-up-yes");
        assertTrue(robot.lookup("#review-save").tryQuery().isEmpty());
        assertEquals(2, viewModel.workflows().size());
    }

    @Test
    void aFileThatIsNoWorkflowIsToldAndNothingChanges(FxRobot with) throws IOException {
        open(with);
        importFile("drawn.json", "{\"nodes\":[],\"links\":[]}");
        assertTrue(toasts.getLast().text().contains("editor"), toasts.getLast().text());
        importFile("gone.json", null);
        assertTrue(toasts.getLast().text().contains("cannot be read"), toasts.getLast().text());
        assertEquals(2, viewModel.workflows().size());
    }

    @Test
    void aModelIsMadeEditedDuplicatedAndPutAway(FxRobot with) throws IOException {
        queue.listsLoras("anna.safetensors", "people/milan_v2.safetensors", "sky.safetensors");
        open(with);
        WindowShots.take(robot, theme, "models-list");
        hint(true);
        WindowShots.take(robot, theme, "workflow-drop");
        hint(false);
        robot.clickOn("#new-model");
        settle();
        WindowShots.take(robot, theme, "model-new");
        robot.clickOn("#model-save");
        settle();
        assertEquals("Give the model a name.", text("#fault-name"));
        WindowShots.take(robot, theme, "model-faults");
        type("#model-name", "Anna");
        robot.clickOn("#model-lora");
        robot.write("an");
        settle();
        WindowShots.take(robot, theme, "model-loras");
        robot.push(KeyCode.DOWN);
        robot.push(KeyCode.ENTER);
        type("#model-trigger-word", "anna");
        type("#model-hair-style", "short red hair");
        assertEquals("anna.safetensors", field("#model-lora").getText());
        assertEquals(
                "anna, short red hair, what the reference's caption says", text("#model-sample"));
        robot.clickOn("#model-save");
        settle();
        assertEquals("Anna", chosen().name());
        robot.interact(() -> node("#model-anna").requestFocus());
        robot.push(KeyCode.F2);
        type("#model-lora", "annna.safetensors");
        settle();
        assertTrue(text("#model-lora-warning").contains("no LoRA of this name"));
        WindowShots.take(robot, theme, "model-edit");
        robot.push(KeyCode.ENTER);
        settle();
        assertEquals("annna.safetensors", chosen().loraFile());
        robot.interact(() -> node("#model-anna").requestFocus());
        robot.push(KeyCode.CONTROL, KeyCode.D);
        settle();
        assertEquals("Anna copy", field("#model-name").getText());
        robot.clickOn("#model-save");
        settle();
        assertEquals(6, viewModel.models().size());
        robot.interact(() -> node("#model-anna-copy").requestFocus());
        robot.push(KeyCode.DELETE);
        settle();
        assertEquals(5, viewModel.models().size());
        undo();
        assertEquals("Anna copy", chosen().name());
        robot.interact(() -> viewModel.shelf().verbs().archive(chosen()));
        settle();
        robot.clickOn("#workflow-menu");
        settle();
        WindowShots.now(robot, "workflow-menu");
        robot.clickOn("#show-archive");
        settle();
        WindowShots.take(robot, theme, "archive");
        robot.clickOn("#back-anna-copy");
        settle();
        assertEquals("Anna copy", chosen().name());
        robot.rightClickOn("#model-anna");
        WindowShots.now(robot, "model-menu");
    }

    @Test
    void whatWasTypedOfAModelIsNotLostByEscapeAndTabStaysInThePane(FxRobot with)
            throws IOException {
        open(with);
        robot.clickOn("#new-model");
        settle();
        robot.push(KeyCode.ESCAPE);
        settle();
        assertTrue(robot.lookup("#model-name").tryQuery().isEmpty(), "there is nothing to lose");
        robot.clickOn("#new-model");
        type("#model-name", "Anna");
        robot.push(KeyCode.ESCAPE);
        settle();
        assertEquals("Anna", field("#model-name").getText());
        assertTrue(node(".give-up").isVisible());
        WindowShots.take(robot, theme, "model-give-up");
        robot.push(KeyCode.ESCAPE);
        settle();
        assertFalse(node(".give-up").isVisible());
        for (int i = 0; i < 12; i++) {
            robot.push(KeyCode.TAB);
            assertInPane();
        }
        robot.interact(() -> field("#model-name").requestFocus());
        robot.push(KeyCode.SHIFT, KeyCode.TAB);
        assertEquals("model-save", stage.getScene().getFocusOwner().getId());
        robot.push(KeyCode.TAB);
        assertEquals("model-name", stage.getScene().getFocusOwner().getId());
        robot.push(KeyCode.ESCAPE);
        settle();
        robot.clickOn("#give-up-yes");
        settle();
        assertTrue(robot.lookup("#model-name").tryQuery().isEmpty());
    }

    private void assertInPane() {
        Node at = stage.getScene().getFocusOwner();
        String owner = String.valueOf(at);
        while (at != null && !at.getStyleClass().contains("overlay")) {
            at = at.getParent();
        }
        assertTrue(at != null, owner);
    }

    private void open(FxRobot with) {
        robot = with;
        viewModel =
                new GenerateViewModel(
                        library, repertoire, queue, background, ui, new MemorySettings(), clock);
        viewModel.shelf().verbs().onToast(toasts::add);
        var queueViewModel = new QueueViewModel(queue, background, ui, clock);
        robot.interact(
                () -> {
                    var view = new GenerateView(viewModel, queueViewModel, pictures);
                    stage.setScene(new Scene(view, 1000, 700));
                    theme.dress(stage.getScene());
                    stage.show();
                    viewModel.open();
                    queueViewModel.open();
                });
        settle();
    }

    private void importFile(String name, @org.jspecify.annotations.Nullable String text)
            throws IOException {
        Path file = folder.resolve(name);
        if (text != null) {
            Files.writeString(file, text);
        }
        robot.interact(() -> viewModel.shelf().importWorkflow(file));
        settle();
    }

    private void choose(String node, String input) {
        TableView<?> table = robot.lookup("#proposals").queryAs(TableView.class);
        robot.interact(
                () -> {
                    for (int i = 0; i < table.getItems().size(); i++) {
                        if (table.getItems().get(i)
                                        instanceof studio.atelier.plan.recognition.Proposal proposal
                                && proposal.place().node().equals(node)
                                && proposal.place().input().equals(input)) {
                            table.requestFocus();
                            table.getSelectionModel().select(i);
                        }
                    }
                });
        robot.push(KeyCode.SPACE);
        settle();
    }

    /// As while a file is held over the left column.
    private void hint(boolean shown) {
        robot.interact(() -> node(".generate-left > .drop-hint").setVisible(shown));
    }

    private void undo() {
        robot.interact(() -> viewModel.shelf().verbs().undo());
        settle();
    }

    private LoraModel chosen() {
        return viewModel.model().get().orElseThrow().model();
    }

    private void type(String query, String text) {
        robot.interact(
                () -> {
                    field(query).requestFocus();
                    field(query).setText(text);
                });
    }

    private TextInputControl field(String query) {
        return robot.lookup(query).queryTextInputControl();
    }

    private Node node(String query) {
        return robot.lookup(query).query();
    }

    private String text(String query) {
        return robot.lookup(query).queryAs(Labeled.class).getText();
    }

    private static void settle() {
        WaitForAsyncUtils.waitForFxEvents(20);
    }
}
