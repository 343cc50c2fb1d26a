package studio.atelier.ui.kit;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import javafx.geometry.Pos;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.image.WritableImage;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

import org.controlsfx.control.Rating;
import org.controlsfx.control.SegmentedButton;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import studio.atelier.model.JobStatus;
import studio.atelier.model.PictureRef;
import studio.atelier.model.Problem;
import studio.atelier.model.ReferenceId;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;

/// Draws every part of the kit in light and dark into `target/shots`, and fails on any complaint about CSS.
class ShowcaseTest {
    private static final Path SHOTS = Path.of("target", "shots");
    private static final PictureLoader LOADER =
            new PictureLoader(new FakePictures(256), new UiThread());

    private static final class Cell extends PictureCell<Integer> {
        Cell() {
            super(LOADER);
        }

        @Override
        protected void show(Integer item) {
            if (item == 9) {
                pictureView().show(Icons.PICTURE_BROKEN);
            } else {
                picture(new PictureRef.Reference(new ReferenceId(item + 1)));
            }
            captions(
                    "Picture " + item,
                    item % 2 == 0 ? "orange top, mirror selfie, phone" : "beach");
            progress(item == 6 ? 0.62 : -1);
            badge(item == 6 ? new StatusBadge(JobStatus.PROCESSING) : null);
        }

        @Override
        protected int captionLines() {
            return 2;
        }
    }

    @BeforeAll
    static void listenForCssWarnings() {
        CssWarnings.start();
    }

    @AfterAll
    static void closeLoader() {
        LOADER.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"LIGHT", "DARK"})
    void allPartsInOnePicture(Theme.Choice choice) throws Exception {
        Theme theme = theme(choice);
        ImageGrid<Integer, Integer> grid = FxTest.on(ShowcaseTest::grid);
        Toasts toasts =
                FxTest.on(
                        () -> new Toasts(new UiThread(), new ActivityList(InstantSource.system())));
        Parent root = FxTest.on(() -> parts(grid, toasts));
        Scene scene = FxTest.show(theme, root, 1000, 800);
        FxTest.run(
                () -> {
                    grid.selection().set(List.of(1, 3));
                    grid.focusOn(3);
                    grid.requestFocus();
                    toasts.counted("made", 3, n -> n + " images generated");
                    toasts.error(
                            Problem.of(
                                    Problem.Kind.ENGINE_UNREACHABLE,
                                    "Studio GPU",
                                    "http://10.0.0.7:8188"));
                    toasts.show(
                            Toast.neutral("Picture moved to the trash")
                                    .withAction("Undo", () -> {}));
                });
        await().until(
                        () ->
                                FxTest.on(
                                        () ->
                                                toasts.node().getChildrenUnmodifiable().stream()
                                                        .allMatch(n -> n.getOpacity() == 1)));
        await().until(
                        () ->
                                LOADER.cached(
                                                new PictureRef.Reference(new ReferenceId(8)),
                                                studio.atelier.model.PictureSize.SMALL)
                                        .isPresent());
        shoot(scene, "kit", choice);
        assertEquals(List.of(), CssWarnings.all());
    }

    @ParameterizedTest
    @EnumSource(names = {"LIGHT", "DARK"})
    void zoomPaneComparesUnderASlider(Theme.Choice choice) throws Exception {
        Theme theme = theme(choice);
        ZoomPane pane = FxTest.on(ZoomPane::new);
        Scene scene = FxTest.show(theme, FxTest.on(() -> new StackPane(pane)), 900, 600);
        FxTest.run(
                () -> {
                    pane.imageProperty().set(FakePictures.paint(3, 600, 750));
                    pane.otherProperty().set(FakePictures.paint(8, 600, 750));
                    pane.compareProperty().set(ZoomPane.Compare.SLIDER);
                });
        shoot(scene, "zoom-slider", choice);
        FxTest.run(() -> pane.compareProperty().set(ZoomPane.Compare.SIDE_BY_SIDE));
        shoot(scene, "zoom-sides", choice);
        assertEquals(List.of(), CssWarnings.all());
    }

    @ParameterizedTest
    @EnumSource(names = {"LIGHT", "DARK"})
    void sheetsAndLists(Theme.Choice choice) throws Exception {
        Theme theme = theme(choice);
        Parent root = FxTest.on(() -> lists(theme));
        Scene scene = FxTest.show(theme, root, 1000, 700);
        shoot(scene, "lists", choice);
        assertEquals(List.of(), CssWarnings.all());
    }

    @Test
    void aChangeOfThemeReachesAShownScene() throws Exception {
        Theme theme = theme(Theme.Choice.LIGHT);
        Scene scene = FxTest.show(theme, FxTest.on(() -> new StackPane(new Label("x"))), 100, 100);
        WritableImage light = FxTest.on(() -> new SceneShots().take(scene));
        FxTest.run(() -> theme.choose(Theme.Choice.DARK));
        WritableImage dark = FxTest.on(() -> new SceneShots().take(scene));
        double before = light.getPixelReader().getColor(2, 2).getBrightness();
        double after = dark.getPixelReader().getColor(2, 2).getBrightness();
        assertTrue(before > 0.9 && after < 0.2, before + " " + after);
    }

    private static Theme theme(Theme.Choice choice) throws TimeoutException {
        return FxTest.on(
                () -> {
                    Theme theme = new Theme();
                    theme.choose(choice);
                    return theme;
                });
    }

    private static void shoot(Scene scene, String name, Theme.Choice choice)
            throws IOException, TimeoutException {
        SceneShots shots = new SceneShots();
        WritableImage shot = FxTest.on(() -> shots.take(scene));
        Path file = SHOTS.resolve(name + "-" + choice.name().toLowerCase(Locale.ROOT) + ".png");
        shots.write(shot, file);
        assertTrue(Files.size(file) > 2_000);
    }

    private static ImageGrid<Integer, Integer> grid() {
        ImageGrid<Integer, Integer> grid = new ImageGrid<>(item -> item, Cell::new);
        grid.captionHeightProperty().set(PictureCell.captionHeight(2));
        grid.cellSizeProperty().set(150);
        grid.setItems(GridItems.of(IntStream.range(0, 2_000).boxed().toList()));
        return grid;
    }

    private static Parent parts(ImageGrid<Integer, Integer> grid, Toasts toasts) {
        Chips<String> chips = new Chips<>();
        chips.show(
                List.of(
                        new Chips.Chip<>(Optional.empty(), "All", 2_000),
                        new Chips.Chip<>(Optional.of("beach"), "Beach", 612),
                        new Chips.Chip<>(Optional.of("mirror"), "Mirror", 480)));
        TextField search = new TextField();
        search.setPromptText("Search captions");
        HBox.setHgrow(chips, Priority.ALWAYS);
        HBox bar = new HBox(12, search, chips);
        bar.setAlignment(Pos.CENTER_LEFT);
        bar.getStyleClass().add("showcase-bar");
        VBox centre = new VBox(8, bar, grid);
        VBox.setVgrow(grid, Priority.ALWAYS);
        FlowPane badges = new FlowPane(6, 6);
        for (JobStatus status : JobStatus.values()) {
            badges.getChildren().add(new StatusBadge(status));
        }
        Button generate = new Button("Generate 6", Icons.GENERATE.node());
        generate.getStyleClass().add("accent");
        SliderField wrong = slider("Steps", "10", "50", "1", "28");
        VBox left =
                new VBox(
                        12,
                        sectionTitle("Parameters"),
                        slider("Denoise", "0.50", "1.00", "0.05", "0.75"),
                        slider("CFG", "1.0", "15.0", "0.1", "3.8"),
                        wrong,
                        new ComboBox<String>(),
                        new CheckBox("Random seed"),
                        badges,
                        new HBox(8, new Button("Preview", Icons.PREVIEW.node()), generate),
                        new Rating(5, 3),
                        new SegmentedButton(),
                        new EmptyState(
                                        Icons.PICTURE,
                                        "No references yet",
                                        "Add pictures with captions to begin.")
                                .withAction("Add references", () -> {}));
        left.setPrefWidth(280);
        left.setPadding(new javafx.geometry.Insets(16));
        BorderPane pane = new BorderPane(centre);
        pane.setTop(
                new Banner(Banner.Tone.INFO, "These are placeholders painted by the demo engine.")
                        .withAction("Connect ComfyUI", () -> {})
                        .dismissible(() -> {}));
        pane.setLeft(left);
        return new StackPane(pane, toasts.node());
    }

    private static Label sectionTitle(String text) {
        Label label = new Label(text);
        label.getStyleClass().add("section-title");
        return label;
    }

    private static SliderField slider(
            String name, String min, String max, String step, String value) {
        return new SliderField(
                name,
                SliderField.Range.of(
                        new BigDecimal(min), new BigDecimal(max), new BigDecimal(step)),
                new BigDecimal(value));
    }

    private static Parent lists(Theme theme) {
        Shortcuts shortcuts = new Shortcuts();
        Shortcuts.Scope everywhere = new Shortcuts.Scope("Everywhere", () -> true);
        Shortcuts.Scope gallery = new Shortcuts.Scope("Gallery", () -> false);
        shortcuts.add(everywhere, "generate", "Show Generate", () -> {}, "Shortcut+1");
        shortcuts.add(everywhere, "keys", "This sheet", () -> {}, "F1");
        shortcuts.add(gallery, "delete", "Move to trash", () -> {}, "Delete", "Shortcut+Backspace");
        shortcuts.add(gallery, "open", "Open the lightbox", () -> {}, "Enter", "Space");
        ActivityList list = new ActivityList(InstantSource.system());
        list.add(Toast.success("3 images generated"));
        list.add(
                Toast.error(
                        Problem.detailed(
                                Problem.Kind.OUT_OF_MEMORY, "CUDA out of memory", "Studio GPU")));
        list.add(Toast.neutral("24 references imported"));
        HBox row =
                new HBox(
                        24,
                        new ActivityView(list, new Dialogs(theme, () -> null)),
                        new VBox(
                                16,
                                new ShortcutSheet(shortcuts),
                                new ProblemDetails(
                                        Problem.detailed(
                                                Problem.Kind.NODE_FAILED,
                                                "RuntimeError: mat1 and mat2 shapes cannot be multiplied",
                                                "KSampler",
                                                "shapes cannot be multiplied"))));
        row.setPadding(new javafx.geometry.Insets(24));
        return row;
    }
}
