package studio.atelier.ui.generate;

import static org.junit.jupiter.api.Assertions.assertTrue;

import javafx.scene.Scene;
import javafx.scene.image.PixelReader;
import javafx.scene.image.WritableImage;
import javafx.stage.Stage;

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
import studio.atelier.queue.QueueEvent;
import studio.atelier.queue.Totals.TimeRange;
import studio.atelier.ui.generate.queue.QueueViewModel;
import studio.atelier.ui.kit.PictureLoader;
import studio.atelier.ui.kit.Theme;
import studio.atelier.ui.kit.UiThread;
import studio.atelier.ui.kit.VirtualBackground;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

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
    void busyTab(FxRobot robot) throws IOException {
        MemoryQueue queue = new MemoryQueue(clock);
        queue.timeLeft = Optional.of(new TimeRange(Duration.ofMinutes(12), Duration.ofMinutes(21)));
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

    private record Screen(GenerateViewModel viewModel, Scene scene) {}

    private Screen open(FxRobot robot, int references) {
        return open(robot, references, new MemoryQueue(clock));
    }

    private Screen open(FxRobot robot, int references, MemoryQueue queue) {
        var library = new MemoryLibrary(references);
        var viewModel =
                new GenerateViewModel(library, queue, background, ui, new MemorySettings(), clock);
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
        return new Screen(viewModel, stage.getScene());
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
        var image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        PixelReader pixels = shot.getPixelReader();
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                image.setRGB(x, y, pixels.getArgb(x, y));
            }
        }
        ImageIO.write(image, "png", file.toFile());
    }
}
