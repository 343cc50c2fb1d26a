package studio.atelier.ui.generate;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;

import studio.atelier.captions.CaptionProgress;
import studio.atelier.captions.CaptionReport;
import studio.atelier.captions.CaptionReport.Failed;
import studio.atelier.model.Problem;
import studio.atelier.model.Problem.Kind;
import studio.atelier.model.ReferenceChange.Caption;
import studio.atelier.model.ReferenceChange.Captions;
import studio.atelier.model.ReferenceChange.Recaptioned;
import studio.atelier.model.ReferenceImage;
import studio.atelier.ui.generate.queue.QueueViewModel;
import studio.atelier.ui.kit.PictureLoader;
import studio.atelier.ui.kit.Theme;
import studio.atelier.ui.kit.UiThread;
import studio.atelier.ui.kit.VirtualBackground;
import studio.atelier.ui.kit.WindowShots;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/// Captioning in its states, light and dark, in `target/shots`: for looking at.
@ExtendWith(ApplicationExtension.class)
class CaptionShotsTest {
    private static final int UNCAPTIONED = 12;

    private final UiThread ui = new UiThread();
    private final VirtualBackground background = new VirtualBackground(ui);
    private final PictureLoader pictures = new PictureLoader(new TestPictures(), ui);
    private final TestClock clock = new TestClock();
    private final MemoryCaptioner captioner = new MemoryCaptioner();
    private final MemoryLibrary library = new MemoryLibrary(24);
    private final MemorySettings settings = new MemorySettings();
    private final GenerateViewModel viewModel =
            new GenerateViewModel(
                    library,
                    new MemoryRepertoire(library),
                    new MemoryQueue(clock),
                    background,
                    ui,
                    settings,
                    clock);
    private Theme theme;

    @Start
    void start(Stage stage) {
        theme = new Theme();
        theme.addSheet("generate");
        theme.addSheet("queue");
        theme.addSheet("shelf");
        for (int i = 0; i < UNCAPTIONED; i++) {
            ReferenceImage described = library.references.get(2 * i);
            library.references.set(
                    2 * i, Fixtures.reference(described.id().value(), described.category(), ""));
        }
        viewModel.captions().connect(captioner, captioner);
        var queue = new QueueViewModel(new MemoryQueue(clock), background, ui, clock);
        stage.setScene(new Scene(new GenerateView(viewModel, queue, pictures), 1000, 700));
        theme.dress(stage.getScene());
        stage.show();
        viewModel.open();
        queue.open();
    }

    @BeforeEach
    void read() {
        await().until(() -> viewModel.references().shown().get().size() == 24);
        WaitForAsyncUtils.waitForFxEvents();
    }

    @AfterEach
    void close() {
        captioner.end.countDown();
        background.close();
        pictures.close();
    }

    private static void connect(MemoryCaptioner captioner) {
        captioner.variables = Map.of("XAI_API_KEY", "k");
    }

    private void select(FxRobot robot, int... indexes) {
        robot.interact(
                () -> {
                    List<ReferenceImage> shown = viewModel.references().shown().get();
                    for (int index : indexes) {
                        viewModel.references().selection().toggle(shown.get(index).id());
                    }
                });
    }

    private static Button start(FxRobot robot) {
        return robot.lookup("#caption-start").queryButton();
    }

    private static String line(FxRobot robot) {
        return robot.lookup("#caption-line").queryAs(Label.class).getText();
    }

    @Test
    void withoutAServiceItSaysSo(FxRobot robot) throws IOException {
        robot.clickOn("#caption-references");
        WaitForAsyncUtils.waitForFxEvents();
        assertTrue(start(robot).isDisabled());
        WindowShots.take(robot, theme, "captions-unset");
        robot.clickOn("#caption-settings");
        assertTrue(captioner.settingsAsked);
        captioner.variables = Map.of("CAPTIONS_API_URL", "ftp://x");
        robot.push(KeyCode.ESCAPE);
        robot.clickOn("#caption-references");
        WaitForAsyncUtils.waitForFxEvents();
        assertTrue(start(robot).isDisabled());
        WindowShots.take(robot, theme, "captions-wrong");
    }

    @Test
    void theChoiceCountsWhatItWillDo(FxRobot robot) throws IOException {
        connect(captioner);
        robot.clickOn("#caption-references");
        WaitForAsyncUtils.waitForFxEvents();
        assertEquals("Caption 12 pictures", start(robot).getText());
        WindowShots.take(robot, theme, "captions-all");
        robot.push(KeyCode.ESCAPE);
        select(robot, 0, 1, 2, 3);
        robot.clickOn("#reference-search");
        robot.interact(() -> robot.lookup("#reference-grid").query().requestFocus());
        robot.push(KeyCode.CONTROL, KeyCode.T);
        WaitForAsyncUtils.waitForFxEvents();
        assertEquals("Caption 2 pictures", start(robot).getText());
        robot.clickOn("#caption-replace");
        assertEquals("Caption 4 pictures", start(robot).getText());
        robot.interact(
                () -> robot.lookup("#caption-prompt").queryAs(TextArea.class).setText("Short."));
        WindowShots.take(robot, theme, "captions-chosen");
        robot.clickOn("#caption-all");
        assertEquals("Caption 12 pictures", start(robot).getText());
        robot.interact(() -> robot.lookup("#caption-prompt").queryAs(TextArea.class).setText(" "));
        assertTrue(start(robot).isDisabled());
        robot.clickOn("#caption-reset");
        assertFalse(start(robot).isDisabled());
    }

    @Test
    void aPromptThatWasWrittenIsNotLostByEscape(FxRobot robot) throws IOException {
        connect(captioner);
        robot.clickOn("#caption-references");
        await().until(() -> !start(robot).isDisabled());
        String usual = prompt(robot).getText();
        robot.clickOn("#caption-prompt");
        robot.interact(() -> prompt(robot).setText("Which beach is this?"));
        robot.push(KeyCode.ESCAPE);
        assertTrue(asksToGiveUp(robot));
        WindowShots.take(robot, theme, "captions-give-up");
        robot.push(KeyCode.ESCAPE);
        assertFalse(asksToGiveUp(robot));
        assertTrue(prompt(robot).isFocused());
        assertEquals("Which beach is this?", prompt(robot).getText());
        robot.push(KeyCode.ESCAPE);
        robot.clickOn("#give-up-yes");
        assertTrue(robot.lookup("#caption-prompt").tryQuery().isEmpty());
        robot.clickOn("#caption-references");
        WaitForAsyncUtils.waitForFxEvents(20);
        assertEquals(usual, prompt(robot).getText());
        robot.push(KeyCode.ESCAPE);
        assertTrue(robot.lookup("#caption-prompt").tryQuery().isEmpty(), "nothing to ask about");
    }

    private static boolean asksToGiveUp(FxRobot robot) {
        return robot.lookup("#give-up-question").query().getParent().isVisible();
    }

    private static TextArea prompt(FxRobot robot) {
        return robot.lookup("#caption-prompt").queryAs(TextArea.class);
    }

    @Test
    void whereAllHaveCaptionsThereIsNothingToDo(FxRobot robot) throws IOException {
        connect(captioner);
        library.references.replaceAll(
                each -> Fixtures.reference(each.id().value(), each.category(), "a hat"));
        robot.interact(() -> viewModel.references().reload());
        await().until(
                        () ->
                                viewModel.references().shown().get().stream()
                                        .allMatch(each -> each.caption().equals("a hat")));
        WaitForAsyncUtils.waitForFxEvents();
        robot.clickOn("#caption-references");
        WaitForAsyncUtils.waitForFxEvents(20);
        assertTrue(start(robot).isDisabled());
        WindowShots.take(robot, theme, "captions-none");
    }

    @Test
    void aRunIsShownFromItsBeginningToItsEnd(FxRobot robot) throws IOException {
        connect(captioner);
        captioner.progress = new CaptionProgress(12, 3, 0, 1, Optional.empty());
        begin(robot);
        await().until(() -> line(robot).equals("Captioning: 4 of 12, 1 failed"));
        assertTrue(robot.lookup("#caption-references").query().isDisabled());
        WindowShots.take(robot, theme, "captions-running");
        List<ReferenceImage> all = library.references;
        captioner.report =
                new CaptionReport(
                        new Captions(
                                all.stream()
                                        .limit(9)
                                        .map(
                                                each ->
                                                        new Recaptioned(
                                                                each.id(),
                                                                Caption.of(each),
                                                                new Caption(
                                                                        "a hat", Optional.empty())))
                                        .toList()),
                        List.of(),
                        List.of(failed(all.get(9)), failed(all.get(10)), failed(all.get(11))),
                        List.of(),
                        0,
                        Optional.empty());
        captioner.end.countDown();
        await().until(() -> line(robot).equals("9 captions written, 3 failed"));
        WindowShots.take(robot, theme, "captions-failed");
        captioner.end = new CountDownLatch(1);
        captioner.progress =
                new CaptionProgress(3, 1, 0, 0, Optional.of(Instant.parse("2026-11-27T10:00:00Z")));
        robot.clickOn("Retry 3 failed");
        await().until(() -> line(robot).contains("Waiting for the rate limit until"));
        WindowShots.take(robot, theme, "captions-waiting");
        captioner.report =
                new CaptionReport(
                        new Captions(List.of()),
                        List.of(),
                        List.of(),
                        all.subList(0, 3),
                        0,
                        Optional.of(
                                Problem.of(Kind.CAPTIONS_REFUSED, "https://api.x.ai/v1", "401")));
        captioner.end.countDown();
        await().until(() -> line(robot).contains("does not accept the key"));
        assertEquals(
                "Check the key, and that it belongs to this service and may be used.",
                robot.lookup("#caption-advice").queryAs(Label.class).getText());
        WindowShots.take(robot, theme, "captions-halted");
        robot.clickOn("#caption-open-settings");
        assertTrue(captioner.settingsAsked);
        captioner.report =
                new CaptionReport(
                        new Captions(
                                List.of(
                                        new Recaptioned(
                                                all.getFirst().id(),
                                                Caption.of(all.getFirst()),
                                                new Caption("a hat", Optional.empty())))),
                        List.of(),
                        List.of(),
                        List.of(),
                        0,
                        Optional.empty());
        robot.clickOn("Go on with 3");
        await().until(() -> line(robot).equals("1 caption written"));
        assertFalse(robot.lookup("#caption-advice").query().isVisible());
        assertFalse(robot.lookup("#caption-open-settings").query().isVisible());
        robot.clickOn("#caption-end");
        assertFalse(robot.lookup("#caption-strip").query().isVisible());
    }

    @Test
    void aRunThatEndsWellSaysSoQuietly(FxRobot robot) throws IOException {
        connect(captioner);
        captioner.end.countDown();
        captioner.report =
                new CaptionReport(
                        new Captions(
                                library.references.stream()
                                        .limit(12)
                                        .map(
                                                each ->
                                                        new Recaptioned(
                                                                each.id(),
                                                                Caption.of(each),
                                                                Caption.of(each)))
                                        .toList()),
                        List.of(),
                        List.of(),
                        List.of(),
                        0,
                        Optional.empty());
        begin(robot);
        await().until(() -> line(robot).equals("12 captions written"));
        WindowShots.take(robot, theme, "captions-done");
    }

    private static Failed failed(ReferenceImage reference) {
        return new Failed(
                reference,
                Problem.of(Kind.CAPTION_PICTURE_REFUSED, reference.filename(), "too large"));
    }

    private static void begin(FxRobot robot) {
        robot.clickOn("#caption-references");
        await().until(() -> !start(robot).isDisabled());
        robot.clickOn("#caption-start");
        WaitForAsyncUtils.waitForFxEvents(20);
    }
}
