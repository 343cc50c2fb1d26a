package studio.atelier.app;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static studio.atelier.app.StudioInWindow.fx;

import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;

import studio.atelier.engine.demo.DemoEngineServer;
import studio.atelier.engine.demo.DemoOptions;
import studio.atelier.model.Job;
import studio.atelier.model.JobStatus;
import studio.atelier.model.Workflow;
import studio.atelier.plan.recognition.SampleGraphs;
import studio.atelier.queue.BatchView;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/// A workflow from a file to pictures, and a new version of it while the first one is in use: embedded database,
/// folder store, the real window, the demo engine.
// The studio is opened before each test, which the check cannot follow.
@SuppressWarnings("NullAway.Init")
class ShelfStudioTest extends FxRobot {
    @RegisterExtension static final FurnishedHome furnished = new FurnishedHome();

    @TempDir Path folder;
    private DemoEngineServer engine;
    private StudioInWindow studio;

    @BeforeEach
    void open() throws Exception {
        engine =
                DemoEngineServer.start(
                        DemoOptions.in(folder.resolve("engine"))
                                .withJobDuration(Duration.ofMillis(600)));
        furnished.copy(folder.resolve("home"));
        studio = new StudioInWindow(folder, engine, 700);
        await().until(
                        () ->
                                !fx(() -> studio.screens().generate().references().shown().get())
                                        .isEmpty());
    }

    @AfterEach
    void close() {
        studio.close();
        engine.close();
    }

    @Test
    void anImportedWorkflowMakesPictures() throws Exception {
        Path file = folder.resolve("my_beach.json");
        Files.writeString(file, SampleGraphs.IMAGE_TO_IMAGE_LORA);
        importFile(file);
        assertEquals("my beach", fx(() -> field("#review-name").getText()));
        save();
        await().until(() -> chosen().slug().equals("my-beach"));
        assertTrue(fx(() -> there("#parameter-denoise")));
        assertTrue(fx(() -> there("#parameter-checkpoint")));

        Job job = generate();
        assertEquals("my beach", batch(job).batch().workflowName());
        String graph = batch(job).batch().graph();
        assertTrue(Files.exists(folder.resolve("home/workflows/my-beach.json")));

        // A new version, from the picture that came back: the finished job keeps its own graph.
        importFile(savedPicture());
        fx(() -> set("#review-name", "my beach"));
        Workflow first = chosen();
        fx(
                () -> {
                    targets().getSelectionModel().selectLast();
                    return true;
                });
        save();
        await().until(() -> chosen().slug().equals("my-beach-2"));
        List<String> offered =
                studio.core().library().workflows().stream().map(Workflow::slug).toList();
        assertFalse(offered.contains("my-beach"), offered.toString());
        assertEquals(first.id(), batch(job).jobs().getFirst().job().workflow().orElseThrow());
        assertEquals(graph, batch(job).batch().graph());
        assertEquals(JobStatus.COMPLETED, generate().status());
        assertTrue(
                studio.core().repertoire().archivedWorkflows().stream()
                        .anyMatch(each -> each.equals(first)));
    }

    /// Opens and closes, as the next day: nothing comes back that was put away, nothing is read twice.
    @Test
    void theFolderAndTheTableStayInStep() throws Exception {
        Path file = folder.resolve("mine.json");
        Files.writeString(file, SampleGraphs.IMAGE_TO_IMAGE_LORA);
        importFile(file);
        save();
        await().until(() -> chosen().slug().equals("mine"));
        Workflow mine = chosen();
        fx(
                () -> {
                    studio.screens().generate().shelf().verbs().archive(mine);
                    return true;
                });
        await().until(() -> !chosen().slug().equals("mine"));
        studio.close();
        studio = new StudioInWindow(folder, engine, 700);
        await().until(() -> !fx(() -> studio.screens().generate().workflows()).isEmpty());
        assertTrue(studio.core().problems().isEmpty(), studio.core().problems().toString());
        assertFalse(
                studio.core().library().workflows().stream()
                        .anyMatch(each -> each.slug().equals("mine")));
        assertEquals(List.of(mine), studio.core().repertoire().archivedWorkflows());
    }

    /// As the engine wrote it, with the graph inside.
    private Path savedPicture() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("engine"))) {
            return files.filter(file -> file.toString().contains("output"))
                    .filter(file -> file.toString().endsWith(".png"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private void importFile(Path file) {
        fx(
                () -> {
                    studio.screens().generate().shelf().importWorkflow(file);
                    return true;
                });
        await().until(() -> fx(() -> there("#review-save") && !isDisabled("#review-save")));
    }

    /// By key: the toast about what was saved before may lie over the button.
    private void save() {
        fx(
                () -> {
                    field("#review-name").requestFocus();
                    return true;
                });
        push(KeyCode.ENTER);
    }

    private Job generate() {
        int before = studio.core().queue().latest(50).size();
        fx(
                () -> {
                    var references = studio.screens().generate().references();
                    references.selection().set(List.of(references.shown().get().getFirst().id()));
                    return true;
                });
        await().until(() -> fx(() -> !isDisabled("#generate")));
        // By key: the toast about what was saved may lie over the button.
        fx(
                () -> {
                    studio.stage().getScene().lookup("#reference-grid").requestFocus();
                    return true;
                });
        push(KeyCode.CONTROL, KeyCode.ENTER);
        await().atMost(Duration.ofSeconds(40))
                .until(
                        () -> {
                            List<BatchView> all = studio.core().queue().latest(50);
                            return all.size() > before
                                    && all.getFirst().jobs().stream()
                                            .allMatch(
                                                    view ->
                                                            view.job().status()
                                                                    == JobStatus.COMPLETED);
                        });
        return studio.core().queue().latest(50).getFirst().jobs().getFirst().job();
    }

    private BatchView batch(Job job) {
        return studio.core().queue().latest(50).stream()
                .filter(view -> view.jobs().stream().anyMatch(j -> j.job().id().equals(job.id())))
                .findFirst()
                .orElseThrow();
    }

    private Workflow chosen() {
        return fx(() -> studio.screens().generate().workflow().get().orElseThrow());
    }

    private boolean there(String query) {
        return studio.stage().getScene().lookup(query) != null;
    }

    private boolean isDisabled(String query) {
        Node node = studio.stage().getScene().lookup(query);
        return !(node instanceof Button button) || button.isDisabled();
    }

    private boolean set(String query, String text) {
        field(query).setText(text);
        return true;
    }

    private TextInputControl field(String query) {
        return (TextInputControl) studio.stage().getScene().lookup(query);
    }

    private ComboBox<?> targets() {
        return (ComboBox<?>) studio.stage().getScene().lookup("#review-target");
    }
}
