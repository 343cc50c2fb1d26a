package studio.atelier.ui.generate;

import static org.junit.jupiter.api.Assertions.assertTrue;

import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextInputControl;
import javafx.scene.control.TitledPane;
import javafx.scene.image.PixelReader;
import javafx.scene.image.WritableImage;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import javafx.stage.Window;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;

import studio.atelier.model.Job;
import studio.atelier.model.Problem;
import studio.atelier.model.ReferenceImage;
import studio.atelier.queue.Budget;
import studio.atelier.queue.EngineAside;
import studio.atelier.queue.EngineLists;
import studio.atelier.queue.EngineReport;
import studio.atelier.queue.Forecast;
import studio.atelier.queue.Forecast.CostRange;
import studio.atelier.queue.Forecast.TimeRange;
import studio.atelier.queue.QueueEvent;
import studio.atelier.ui.generate.queue.QueueViewModel;
import studio.atelier.ui.kit.PictureLoader;
import studio.atelier.ui.kit.Theme;
import studio.atelier.ui.kit.UiThread;
import studio.atelier.ui.kit.VirtualBackground;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

import javax.imageio.ImageIO;

/// Pictures of the Generate tab in its states, light and dark, in `target/shots`: for looking at.
@ExtendWith(ApplicationExtension.class)
class GenerateShotsTest {
    private static final Path SHOTS = Path.of("target", "shots");
    private static final int WIDTH = 1000;
    private static final int HEIGHT = 700;

    private final UiThread ui = new UiThread();
    private final VirtualBackground background = new VirtualBackground(ui);
    private final PictureLoader pictures = new PictureLoader(new TestPictures(), ui);
    private final TestClock clock = new TestClock();
    private Theme theme;
    private Stage stage;

    @Start
    void start(Stage shown) {
        stage = shown;
        theme = new Theme();
        theme.addSheet("generate");
        theme.addSheet("queue");
    }

    @AfterEach
    void close() {
        background.close();
        pictures.close();
    }

    @Test
    void emptyTab(FxRobot robot) throws IOException {
        Screen screen = open(robot, 0);
        shoot(robot, screen, "generate-empty");
    }

    @Test
    void fullTab(FxRobot robot) throws IOException {
        MemoryQueue queue = new MemoryQueue(clock);
        queue.lacksLora(
                Fixtures.SKYLER.id(),
                Problem.of(
                        Problem.Kind.LORA_MISNAMED,
                        "skyler.safetensors",
                        "Demo engine",
                        "people/skyler_v2.safetensors"));
        Screen screen = open(robot, 24, queue);
        robot.interact(
                () -> {
                    select(screen, 2, 4, 5);
                    screen.viewModel().parameters().variations().set(2);
                });
        shoot(robot, screen, "generate-full");
        robot.interact(() -> screen.viewModel().references().search().set("rainy"));
        WaitForAsyncUtils.waitForFxEvents();
        shoot(robot, screen, "generate-filtered");
        robot.interact(() -> screen.viewModel().references().search().set("submarine"));
        shoot(robot, screen, "generate-nothing");
    }

    @Test
    void severalEngines(FxRobot robot) throws IOException {
        MemoryQueue queue = new MemoryQueue(clock);
        String vae = "qwen_image_vae.safetensors";
        queue.lists(
                new EngineLists(
                        List.of("Attic", "Cellar"),
                        Map.of("Loader.vae", List.of(vae, "sdxl_vae.safetensors")),
                        Map.of("Loader.vae", Map.of(vae, List.of("Attic")))));
        Problem lora =
                Problem.of(
                        Problem.Kind.LORA_MISNAMED,
                        "milan_v2.safetensors",
                        "Attic",
                        "milan_v1.safetensors");
        queue.hasLoras(
                new EngineReport.Loras(
                        Map.of(
                                Fixtures.SKYLER.id(),
                                Problem.of(
                                        Problem.Kind.NO_ENGINE_CAN,
                                        "Attic does not have it. Cellar does not have it.")),
                        Map.of(Fixtures.MILAN.id(), List.of("Attic"))));
        Problem node = Problem.of(Problem.Kind.NODE_MISSING, "Power Lora Loader (rgthree)", "Loft");
        Problem file =
                Problem.of(Problem.Kind.MODEL_FILE_MISSING, "VAE", "sdxl_vae.safetensors", "Loft");
        queue.aside.add(new EngineAside("Attic", List.of(lora)));
        queue.aside.add(new EngineAside("Loft", List.of(node, file, lora, node)));
        Screen screen = open(robot, 24, queue);
        robot.interact(() -> select(screen, 2, 4, 5));
        shoot(robot, screen, "generate-several-engines");
        robot.interact(
                () -> {
                    if (screen.scene().lookup(".disclosure") instanceof TitledPane files) {
                        files.setExpanded(true);
                    }
                });
        WaitForAsyncUtils.waitForFxEvents();
        robot.interact(
                () -> {
                    if (screen.scene().lookup(".generate-left .scroll-pane")
                            instanceof ScrollPane left) {
                        left.setVvalue(1);
                    }
                });
        shoot(robot, screen, "generate-not-on");
        assertTrue(robot.lookup("#batch-aside").query().isVisible());
    }

    @Test
    void busyTab(FxRobot robot) throws IOException {
        MemoryQueue queue = new MemoryQueue(clock);
        queue.forecast =
                new Forecast(
                        Optional.of(new TimeRange(Duration.ofMinutes(12), Duration.ofMinutes(21))),
                        Optional.of(Duration.ofMinutes(2)),
                        Optional.of(new CostRange(new BigDecimal("0.35"), new BigDecimal("0.45"))));
        queue.budget = Optional.of(new Budget(new BigDecimal("5"), new BigDecimal("1.2"), false));
        Screen screen = open(robot, 24, queue);
        queue.enqueue(Fixtures.plan(Fixtures.SKY, 4, 3));
        queue.jobs().forEach(queue::start);
        clock.advance(Duration.ofSeconds(14));
        queue.jobs().forEach(queue::complete);
        queue.enqueue(Fixtures.plan(Fixtures.CAM, 50, 4));
        queue.enqueue(Fixtures.plan(Fixtures.MILAN, 3, 2));
        List<Job> jobs = queue.jobs();
        List<Job> milan = jobs.subList(jobs.size() - 6, jobs.size());
        queue.start(milan.get(0));
        clock.advance(Duration.ofSeconds(17));
        queue.complete(milan.get(0));
        queue.start(milan.get(1));
        clock.advance(Duration.ofSeconds(9));
        queue.progress(milan.get(1), 0.62);
        queue.tell(new QueueEvent.JobPreviewed(milan.get(1).id(), TestPictures.jpeg(31)));
        queue.start(milan.get(2));
        robot.interact(() -> select(screen, 0, 1, 6));
        shoot(robot, screen, "generate-busy");
    }

    @Test
    void failedTab(FxRobot robot) throws IOException {
        MemoryQueue queue = new MemoryQueue(clock);
        Screen screen = open(robot, 24, queue);
        queue.enqueue(Fixtures.plan(Fixtures.MILAN, 3, 1));
        queue.enqueue(Fixtures.plan(Fixtures.CAM, 3, 2));
        Problem memory =
                Problem.detailed(
                        Problem.Kind.OUT_OF_MEMORY,
                        "torch.OutOfMemoryError: Allocation on device 0 would exceed",
                        "Studio PC");
        Problem missing = Problem.of(Problem.Kind.LORA_MISSING, "cam.safetensors", "Studio PC");
        List<Job> jobs = queue.jobs();
        queue.start(jobs.get(0));
        queue.complete(jobs.get(0));
        queue.fail(jobs.get(1), memory);
        queue.cancelled(jobs.get(2));
        jobs.subList(3, 9).forEach(job -> queue.fail(job, missing));
        queue.preflight.add(missing);
        robot.interact(() -> select(screen, 0, 1, 2));
        WaitForAsyncUtils.waitForFxEvents();
        robot.interact(() -> screen.viewModel().batch().generate());
        shoot(robot, screen, "generate-failed");
    }

    @Test
    void previewOfTheBatch(FxRobot robot) throws IOException {
        Screen screen = open(robot, 24);
        robot.interact(() -> select(screen, 0, 1, 2));
        WaitForAsyncUtils.waitForFxEvents();
        robot.clickOn("#preview");
        shoot(robot, screen, "generate-preview");
    }

    @Test
    void editingReferences(FxRobot robot) throws IOException {
        Screen screen = open(robot, 24);
        robot.interact(() -> select(screen, 2, 3, 4));
        Node grid = screen.scene().lookup("#reference-grid");
        robot.interact(grid::requestFocus);
        robot.push(KeyCode.CONTROL, KeyCode.G);
        shoot(robot, screen, "references-move");
        robot.interact(() -> type(screen, "#category-name", "mir"));
        shoot(robot, screen, "references-move-new");
        robot.push(KeyCode.ESCAPE);
        robot.interact(grid::requestFocus);
        robot.push(KeyCode.SHIFT, KeyCode.F2);
        robot.interact(() -> type(screen, "#category-name", "studio"));
        shoot(robot, screen, "references-merge");
        robot.push(KeyCode.ESCAPE);
        robot.push(KeyCode.CONTROL, KeyCode.H);
        robot.interact(() -> type(screen, "#replace-find", "sand"));
        robot.interact(() -> type(screen, "#replace-with", "pebbles"));
        robot.clickOn("#replace-all");
        shoot(robot, screen, "references-replace");
        robot.push(KeyCode.ESCAPE);
        robot.push(KeyCode.F2);
        shoot(robot, screen, "references-caption");
        robot.push(KeyCode.ESCAPE);
        robot.rightClickOn(".picture-cell");
        for (Window window : Window.getWindows()) {
            if (window instanceof ContextMenu menu) {
                WritableImage[] shot = new WritableImage[1];
                robot.interact(() -> shot[0] = menu.getScene().snapshot(null));
                save(shot[0], SHOTS.resolve("references-menu.png"));
                assertTrue(menu.getItems().size() >= 5);
            }
        }
    }

    @Test
    void importing(FxRobot robot) throws IOException {
        Screen screen = open(robot, 24);
        robot.interact(
                () -> {
                    select(screen, 0);
                    screen.scene().lookup(".drop-hint").setVisible(true);
                });
        shoot(robot, screen, "references-drop");
        robot.interact(
                () -> {
                    screen.scene().lookup(".drop-hint").setVisible(false);
                    screen.viewModel().imports().offer(List.of(Path.of("a.jpg"), SHOTS));
                });
        WaitForAsyncUtils.waitForFxEvents();
        shoot(robot, screen, "references-import");
        screen.library().refusals.add(Problem.of(Problem.Kind.REFERENCE_HEIC, "IMG_2041.HEIC"));
        robot.clickOn("#category-answer");
        shoot(robot, screen, "references-imported");
        var parts = new CountDownLatch(1);
        screen.library().holdAt = parts;
        robot.interact(() -> screen.viewModel().imports().offer(List.of(SHOTS)));
        WaitForAsyncUtils.waitForFxEvents(20);
        shoot(robot, screen, "references-importing");
        parts.countDown();
        WaitForAsyncUtils.waitForFxEvents(20);
    }

    private static void type(Screen screen, String query, String text) {
        if (screen.scene().lookup(query) instanceof TextInputControl field) {
            field.setText(text);
        }
    }

    private record Screen(GenerateViewModel viewModel, Scene scene, MemoryLibrary library) {}

    private Screen open(FxRobot robot, int references) {
        return open(robot, references, new MemoryQueue(clock));
    }

    private Screen open(FxRobot robot, int references, MemoryQueue queue) {
        var library = new MemoryLibrary(references);
        var viewModel =
                new GenerateViewModel(
                        library,
                        new MemoryRepertoire(library),
                        queue,
                        background,
                        ui,
                        new MemorySettings(),
                        clock);
        var queueViewModel = new QueueViewModel(queue, background, ui, clock);
        robot.interact(
                () -> {
                    var view = new GenerateView(viewModel, queueViewModel, pictures);
                    stage.setScene(new Scene(view, WIDTH, HEIGHT));
                    theme.dress(stage.getScene());
                    stage.show();
                    viewModel.open();
                    queueViewModel.open();
                });
        WaitForAsyncUtils.waitForFxEvents();
        return new Screen(viewModel, stage.getScene(), library);
    }

    private static void select(Screen screen, int... indexes) {
        List<ReferenceImage> shown = screen.viewModel().references().shown().get();
        for (int index : indexes) {
            screen.viewModel().references().selection().toggle(shown.get(index).id());
        }
    }

    private void shoot(FxRobot robot, Screen screen, String name) throws IOException {
        for (Theme.Choice choice : List.of(Theme.Choice.DARK, Theme.Choice.LIGHT)) {
            robot.interact(() -> theme.choose(choice));
            WaitForAsyncUtils.waitForFxEvents(30); // pictures arrive by and by
            WritableImage[] shot = new WritableImage[1];
            robot.interact(() -> shot[0] = screen.scene().snapshot(null));
            String suffix = choice == Theme.Choice.LIGHT ? "" : "-dark";
            Path file = SHOTS.resolve(name + suffix + ".png");
            save(shot[0], file);
            assertTrue(Files.size(file) > 0);
        }
    }

    private static void save(WritableImage shot, Path file) throws IOException {
        Files.createDirectories(SHOTS);
        int width = (int) shot.getWidth();
        int height = (int) shot.getHeight();
        var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        PixelReader pixels = shot.getPixelReader();
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.setRGB(x, y, pixels.getArgb(x, y));
            }
        }
        ImageIO.write(image, "png", file.toFile());
    }
}
