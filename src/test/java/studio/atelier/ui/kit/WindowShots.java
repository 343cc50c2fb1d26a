package studio.atelier.ui.kit;

import javafx.geometry.Rectangle2D;
import javafx.scene.Scene;
import javafx.scene.SnapshotParameters;
import javafx.scene.image.PixelFormat;
import javafx.scene.image.WritableImage;
import javafx.scene.paint.Color;
import javafx.stage.Window;

import org.testfx.api.FxRobot;
import org.testfx.util.WaitForAsyncUtils;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import javax.imageio.ImageIO;

/// Pictures of everything on the screen, light and dark, in `target/shots`: for looking at.
public final class WindowShots {
    private static final Path SHOTS = Path.of("target", "shots");

    private static final long PATIENCE = 30_000;

    /// Rounds of the JavaFX thread, a few dozen milliseconds.
    private static final int BETWEEN = 6;

    /// What never stands still is taken as it is then.
    private static final int LOOKS = 6;

    private WindowShots() {}

    /// All windows as they lie over each other, the first one decides the size.
    public static void take(FxRobot robot, Theme theme, String name) throws IOException {
        for (Theme.Choice choice : List.of(Theme.Choice.DARK, Theme.Choice.LIGHT)) {
            robot.interact(() -> theme.choose(choice));
            now(robot, name + (choice == Theme.Choice.LIGHT ? "" : "-dark"));
        }
    }

    /// As they look now, when nothing moves any more: pictures arrive by and by. Pop-ups take a theme over only when
    /// they open.
    public static void now(FxRobot robot, String name) throws IOException {
        WaitForAsyncUtils.waitForFxEvents(BETWEEN);
        BufferedImage shot = shot();
        for (int look = 0; look < LOOKS; look++) {
            WaitForAsyncUtils.waitForFxEvents(BETWEEN);
            BufferedImage before = shot;
            shot = shot();
            if (Arrays.equals(pixels(before), pixels(shot))) {
                break;
            }
        }
        write(shot, name);
    }

    /// At once, where nothing is on its way.
    public static void still(String name) throws IOException {
        write(shot(), name);
    }

    /// Before the next test.
    public static void closeOthers(FxRobot robot, Window than) {
        robot.interact(
                () ->
                        List.copyOf(Window.getWindows()).stream()
                                .filter(window -> !window.equals(than))
                                .forEach(Window::hide));
    }

    private static BufferedImage shot() {
        return WaitForAsyncUtils.waitForAsyncFx(PATIENCE, WindowShots::all);
    }

    private static int[] pixels(BufferedImage shot) {
        return ((DataBufferInt) shot.getRaster().getDataBuffer()).getData();
    }

    private static void write(BufferedImage shot, String name) throws IOException {
        Files.createDirectories(SHOTS);
        ImageIO.write(shot, "png", SHOTS.resolve(name + ".png").toFile());
    }

    private static BufferedImage all() {
        List<Window> windows =
                Window.getWindows().stream()
                        .filter(window -> window.isShowing() && window.getScene() != null)
                        .toList();
        Window main = windows.getFirst();
        Scene scene = main.getScene();
        var image =
                new BufferedImage(
                        (int) scene.getWidth(),
                        (int) scene.getHeight(),
                        BufferedImage.TYPE_INT_RGB);
        for (Window window : windows) {
            paint(
                    image,
                    window,
                    (int) (window.getX() - main.getX()),
                    (int) (window.getY() - main.getY()));
        }
        return image;
    }

    private static void paint(BufferedImage image, Window window, int left, int top) {
        Scene scene = window.getScene();
        if (scene.getWidth() < 1 || scene.getHeight() < 1) {
            return;
        }
        WritableImage shot = snapshot(scene);
        int width = (int) shot.getWidth();
        int height = (int) shot.getHeight();
        int[] pixels = new int[width * height];
        shot.getPixelReader()
                .getPixels(0, 0, width, height, PixelFormat.getIntArgbInstance(), pixels, 0, width);
        boolean clear =
                scene.getFill() == null
                        || (scene.getFill() instanceof Color colour && !colour.isOpaque());
        int from = Math.max(0, -left);
        int until = Math.min(width, image.getWidth() - left);
        int bottom = Math.min(height, image.getHeight() - top);
        int[] below = pixels(image);
        for (int y = Math.max(0, -top); y < bottom && from < until; y++) {
            int source = y * width;
            int target = (top + y) * image.getWidth() + left;
            if (clear) {
                for (int x = from; x < until; x++) {
                    below[target + x] = over(pixels[source + x], below[target + x]);
                }
            } else {
                System.arraycopy(pixels, source + from, below, target + from, until - from);
            }
        }
    }

    /// The scene of a pop-up has no fill, and would come before white.
    private static WritableImage snapshot(Scene scene) {
        if (scene.getFill() != null) {
            return scene.snapshot(null);
        }
        var clear = new SnapshotParameters();
        clear.setFill(Color.TRANSPARENT);
        clear.setViewport(new Rectangle2D(0, 0, scene.getWidth(), scene.getHeight()));
        return scene.getRoot().snapshot(clear, null);
    }

    private static int over(int argb, int below) {
        double alpha = (argb >>> 24) / 255.0;
        int mixed = 0;
        for (int shift = 0; shift <= 16; shift += 8) {
            int above = argb >> shift & 0xFF;
            int under = below >> shift & 0xFF;
            mixed |= (int) Math.round(above * alpha + under * (1 - alpha)) << shift;
        }
        return mixed;
    }
}
