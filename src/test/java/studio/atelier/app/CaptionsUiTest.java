package studio.atelier.app;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static studio.atelier.app.StudioInWindow.fx;

import javafx.scene.control.Labeled;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;

import studio.atelier.captions.CaptionsAddress;
import studio.atelier.captions.VisionServer;
import studio.atelier.engine.demo.DemoEngineServer;
import studio.atelier.engine.demo.DemoOptions;
import studio.atelier.model.ReferenceImage;
import studio.atelier.storage.image.Pictures;
import studio.atelier.ui.generate.caption.CaptionHost;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Captioning in the real window: embedded database, folder store, a service over HTTP.
// The studio is opened before each test, which the check cannot follow.
@SuppressWarnings("NullAway.Init")
class CaptionsUiTest extends FxRobot {
    private static final int SAMPLES = 24;
    private static final int NEW = 3;

    @RegisterExtension static final FurnishedHome furnished = new FurnishedHome();

    @TempDir Path folder;
    private DemoEngineServer engine;
    private VisionServer server;
    private StudioInWindow studio;
    private volatile Optional<CaptionsAddress> service = Optional.empty();
    private boolean settingsAsked;

    @BeforeEach
    void open() throws Exception {
        engine = DemoEngineServer.start(DemoOptions.in(folder.resolve("engine")));
        server = VisionServer.start();
        Path in = Files.createDirectories(folder.resolve("in/quay"));
        furnished.copy(folder.resolve("home"));
        studio = new StudioInWindow(folder, engine, 700);
        for (int i = 0; i < NEW; i++) {
            Pictures.png(in.resolve("quay" + i + ".png"), 60 + i, 40);
        }
        studio.core().library().importFolder(folder.resolve("in"), (_, _) -> {});
        fx(
                () -> {
                    studio.screens()
                            .generate()
                            .captions()
                            .connect(studio.core().captioner(), new Host());
                    studio.screens().generate().references().reload();
                    return true;
                });
        await().until(() -> shown().size() == SAMPLES + NEW);
        await().until(() -> fx(() -> studio.stage().isFocused()));
    }

    @AfterEach
    void close() {
        studio.close();
        engine.close();
        server.close();
        assertEquals(List.of(), server.violations);
    }

    private final class Host implements CaptionHost {
        @Override
        public Optional<CaptionsAddress> service() {
            return service;
        }

        @Override
        public void showSettings() {
            settingsAsked = true;
        }
    }

    @Test
    void allUncaptionedAreCaptionedWithThePromptOfThePerson() {
        List<String> before = captions("beach");
        clickOn("#caption-references");
        await().until(() -> isThere("#caption-settings"));
        clickOn("#caption-settings");
        assertTrue(fx(() -> settingsAsked));
        push(KeyCode.ESCAPE);

        service = Optional.of(server.address());
        server.answer(413, "{\"error\":\"too large\"}");
        clickOn("#caption-references");
        await().until(() -> text("#caption-service").contains("localhost"));
        fx(() -> set("#caption-prompt", "Which quay is this?"));
        assertEquals("Caption 3 pictures", text("#caption-start"));
        clickOn("#caption-start");
        await().until(() -> text("#caption-line").equals("2 captions written, 1 failed"));
        clickOn("#caption-retry");
        await().until(() -> text("#caption-line").equals("1 caption written"));
        await().until(() -> captions("quay").stream().noneMatch(String::isEmpty));
        assertTrue(captions("quay").getFirst().startsWith("a picture of 6"));
        assertEquals(before, captions("beach"), "captions that were there stay");
        assertEquals(List.of("Which quay is this?"), server.prompts.stream().distinct().toList());
        await().until(
                        () ->
                                Settings.load(folder.resolve("settings.json"))
                                        .get(Home.CAPTION_PROMPT)
                                        .equals(Optional.of("Which quay is this?")));
    }

    @Test
    void chosenCaptionsAreReplacedOnlyWhenAskedForAndComeBack() {
        service = Optional.of(server.address());
        List<String> before = captions("beach");
        fx(
                () -> {
                    studio.screens().generate().references().category().set("beach");
                    return true;
                });
        await().until(() -> shown().size() == before.size());
        fx(
                () -> {
                    studio.screens().generate().references().selectShown();
                    studio.stage().getScene().lookup("#reference-grid").requestFocus();
                    return true;
                });
        push(KeyCode.CONTROL, KeyCode.T);
        await().until(() -> text("#caption-service").contains("localhost"));
        assertEquals("Caption", text("#caption-start"), "nothing without a caption is chosen");
        clickOn("#caption-replace");
        await().until(() -> text("#caption-start").equals("Caption 6 pictures"));
        push(KeyCode.CONTROL, KeyCode.ENTER);
        await().until(() -> text("#caption-line").equals("6 captions written"));
        await().until(() -> captions("beach").stream().allMatch(c -> c.startsWith("a picture")));
        push(KeyCode.CONTROL, KeyCode.Z);
        await().until(() -> captions("beach").equals(before));
    }

    /// And closing the studio ends the one that runs then.
    @Test
    void aRunIsCancelledAtOnceAndGoesOnLater() {
        service = Optional.of(server.address());
        server.millis = 60_000;
        clickOn("#caption-references");
        await().until(() -> text("#caption-start").equals("Caption 3 pictures"));
        await().until(() -> !isDisabled("#caption-start"));
        clickOn("#caption-start");
        await().until(() -> server.asked() == 2);
        clickOn("#caption-end");
        await().until(() -> text("#caption-line").equals("Stopped. No captions written, 3 left"));
        assertEquals("Go on with 3", text("#caption-retry"));
        clickOn("#caption-retry");
        await().until(() -> server.asked() == 4);
        assertTrue(captions("quay").stream().allMatch(String::isEmpty));
    }

    private boolean isDisabled(String query) {
        return fx(() -> studio.stage().getScene().lookup(query).isDisabled());
    }

    private boolean set(String query, String text) {
        if (studio.stage().getScene().lookup(query) instanceof TextInputControl field) {
            field.setText(text);
        }
        return true;
    }

    private List<ReferenceImage> shown() {
        return fx(() -> studio.screens().generate().references().shown().get());
    }

    private List<String> captions(String category) {
        return shown().stream()
                .filter(each -> each.category().equals(category))
                .map(ReferenceImage::caption)
                .toList();
    }

    private boolean isThere(String query) {
        return fx(() -> studio.stage().getScene().lookup(query) != null);
    }

    private String text(String query) {
        return fx(
                () ->
                        studio.stage().getScene().lookup(query) instanceof Labeled label
                                ? label.getText()
                                : "");
    }
}
