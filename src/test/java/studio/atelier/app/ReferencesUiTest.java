package studio.atelier.app;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static studio.atelier.app.StudioInWindow.fx;

import javafx.scene.control.Labeled;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.KeyCode;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;

import studio.atelier.engine.demo.DemoEngineServer;
import studio.atelier.engine.demo.DemoOptions;
import studio.atelier.model.ReferenceImage;
import studio.atelier.storage.image.Pictures;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Bringing references in and editing them by keyboard alone: embedded database, folder store, the real window.
// The studio is opened before each test, which the check cannot follow.
@SuppressWarnings("NullAway.Init")
class ReferencesUiTest extends FxRobot {
    private static final int SAMPLES = 24;

    @RegisterExtension static final FurnishedHome furnished = new FurnishedHome();

    @TempDir Path folder;
    private DemoEngineServer engine;
    private StudioInWindow studio;

    @BeforeEach
    void open() throws Exception {
        engine = DemoEngineServer.start(DemoOptions.in(folder.resolve("engine")));
        furnished.copy(folder.resolve("home"));
        studio = new StudioInWindow(folder, engine, 700);
        await().until(() -> shown().size() >= SAMPLES);
        await().until(() -> fx(() -> studio.stage().isFocused()));
    }

    @AfterEach
    void close() {
        studio.close();
        engine.close();
    }

    @Test
    void picturesArePastedDescribedMovedAndDeletedAndAllOfItIsTakenBack() throws Exception {
        int before = shown().size();
        paste();
        write("#category-name", "Night walk");
        await().until(() -> text("#import-line").equals("2 added, 1 already there, 1 refused"));
        await().until(() -> shown().size() == before + 2);
        assertEquals(2, selected("filename").size());
        assertEquals(List.of("Night walk", "Night walk"), selected("category"));

        focusGrid();
        press(KeyCode.F2).release(KeyCode.F2);
        write("#caption-editor", "a lamp at dusk");
        await().until(() -> captions().contains("a lamp at dusk"));

        focusGrid();
        push(KeyCode.CONTROL, KeyCode.H);
        await().until(() -> fx(() -> field("#replace-find").isFocused()));
        fx(() -> set("#replace-find", "LAMP"));
        fx(() -> set("#replace-with", "lantern"));
        await().until(() -> text("#replace").equals("Replace in 1 caption"));
        clickOn("#replace");
        await().until(() -> captions().contains("a lantern at dusk"));

        focusGrid();
        push(KeyCode.CONTROL, KeyCode.G);
        write("#category-name", "street");
        await().until(() -> selected("category").equals(List.of("street", "street")));

        focusGrid();
        press(KeyCode.DELETE).release(KeyCode.DELETE);
        await().until(() -> shown().size() == before);
        for (int i = 0; i < 4; i++) {
            focusGrid();
            push(KeyCode.CONTROL, KeyCode.Z);
            int undone = i;
            await().until(() -> isUndone(undone));
        }
        assertTrue(captions().stream().noneMatch(caption -> caption.contains("lantern")));
    }

    /// Deleting, moving, replacing and describing, each one taken back.
    private boolean isUndone(int step) {
        return switch (step) {
            case 0 -> selected("filename").size() == 2;
            case 1 -> selected("category").equals(List.of("Night walk", "Night walk"));
            case 2 -> captions().contains("a lamp at dusk");
            default -> !captions().contains("a lamp at dusk");
        };
    }

    private void paste() throws Exception {
        Path lamp = Files.createDirectories(folder.resolve("in")).resolve("lamp.png");
        Pictures.png(lamp, 60, 40);
        Path copy = Files.copy(lamp, folder.resolve("in/lamp (1).png"));
        Path moon =
                Pictures.turnedJpeg(folder.resolve("in/moon.jpg"), Pictures.photo(60, 40, 9), 6);
        Path text = Files.writeString(folder.resolve("in/notes.png"), "not a picture");
        fx(
                () -> {
                    var content = new ClipboardContent();
                    content.putFiles(
                            List.of(lamp, copy, moon, text).stream().map(Path::toFile).toList());
                    return Clipboard.getSystemClipboard().setContent(content);
                });
        List<File> held = fx(() -> Clipboard.getSystemClipboard().getFiles());
        assertEquals(4, held.size());
        focusGrid();
        push(KeyCode.CONTROL, KeyCode.V);
    }

    private void focusGrid() {
        fx(
                () -> {
                    studio.stage().getScene().lookup("#reference-grid").requestFocus();
                    return true;
                });
    }

    /// Waits for the field, fills it and presses Enter.
    private void write(String query, String text) {
        await().until(() -> fx(() -> field(query).isFocused()));
        fx(() -> set(query, text));
        press(KeyCode.ENTER).release(KeyCode.ENTER);
    }

    private boolean set(String query, String text) {
        field(query).setText(text);
        return true;
    }

    private TextInputControl field(String query) {
        return studio.stage().getScene().lookup(query) instanceof TextInputControl field
                ? field
                : new javafx.scene.control.TextField();
    }

    private List<ReferenceImage> shown() {
        return fx(() -> studio.screens().generate().references().shown().get());
    }

    private List<String> captions() {
        return shown().stream().map(ReferenceImage::caption).toList();
    }

    private List<String> selected(String what) {
        return fx(() -> studio.screens().generate().references().selected().get()).stream()
                .map(each -> what.equals("category") ? each.category() : each.filename())
                .toList();
    }

    private String text(String query) {
        return fx(
                () ->
                        studio.stage().getScene().lookup(query) instanceof Labeled label
                                ? label.getText()
                                : "");
    }
}
