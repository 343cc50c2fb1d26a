package studio.atelier.app.sample;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.geom.RoundRectangle2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import javax.imageio.ImageIO;

/// Draws the studio's icon, a window with a landscape and a brush, in all sizes. Run it after a change and commit
/// the files.
final class IconPainter {
    private static final int[] SIZES = {16, 24, 32, 48, 64, 128, 256, 512};

    private IconPainter() {}

    /// @param arguments the folder to write to
    public static void main(String[] arguments) throws IOException {
        Path folder = Files.createDirectories(Path.of(arguments[0]));
        for (int size : SIZES) {
            Path file = folder.resolve("atelier-" + size + ".png");
            if (!ImageIO.write(icon(size), "png", file.toFile())) {
                throw new IOException("no PNG writer");
            }
        }
    }

    /// Drawn four times as large and reduced, so that small sizes stay clear.
    static BufferedImage icon(int size) {
        BufferedImage large = drawn(size * 4);
        BufferedImage half = reduced(large, size * 2);
        return reduced(half, size);
    }

    private static BufferedImage reduced(BufferedImage image, int size) {
        BufferedImage result = new BufferedImage(size, size, BufferedImage.TYPE_INT_ARGB);
        Graphics2D graphics = result.createGraphics();
        graphics.setRenderingHint(
                RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        graphics.drawImage(image, 0, 0, size, size, null);
        graphics.dispose();
        return result;
    }

    private static BufferedImage drawn(int size) {
        BufferedImage image = new BufferedImage(size, size, BufferedImage.TYPE_INT_ARGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(
                RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.scale(size / 100.0, size / 100.0);
        Shape plate = new RoundRectangle2D.Double(4, 4, 92, 92, 42, 42);
        graphics.setPaint(new GradientPaint(0, 4, new Color(0x3d3378), 0, 96, new Color(0x1f1a3f)));
        graphics.fill(plate);
        window(graphics);
        brush(graphics);
        graphics.dispose();
        return image;
    }

    private static void window(Graphics2D graphics) {
        Path2D arch = new Path2D.Double();
        arch.moveTo(24, 80);
        arch.lineTo(24, 45);
        arch.curveTo(24, 10, 76, 10, 76, 45);
        arch.lineTo(76, 80);
        arch.closePath();
        Shape before = graphics.getClip();
        graphics.clip(arch);
        graphics.setPaint(
                new GradientPaint(0, 18, new Color(0xf7a072), 0, 62, new Color(0xffe3b0)));
        graphics.fill(new Rectangle2D.Double(20, 14, 60, 70));
        graphics.setColor(new Color(0xfffaf0));
        graphics.fill(new Ellipse2D.Double(39, 31, 22, 22));
        hill(graphics, 0xd9607a, 58, 49);
        hill(graphics, 0x8f4490, 62, 70);
        hill(graphics, 0x4c3a8c, 78, 64);
        graphics.setClip(before);
        graphics.setColor(new Color(0xfff4e2));
        graphics.setStroke(new BasicStroke(4.6f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        graphics.draw(arch);
    }

    private static void hill(Graphics2D graphics, int colour, double left, double right) {
        Path2D path = new Path2D.Double();
        path.moveTo(20, 90);
        path.lineTo(20, left);
        path.curveTo(40, left - 9, 58, right + 11, 82, right);
        path.lineTo(82, 90);
        path.closePath();
        graphics.setColor(new Color(colour));
        graphics.fill(path);
    }

    private static void brush(Graphics2D graphics) {
        AffineTransform before = graphics.getTransform();
        graphics.rotate(Math.toRadians(38), 68, 66);
        graphics.setColor(new Color(0x1f1a3f));
        graphics.fill(new RoundRectangle2D.Double(62.2, 34, 11.6, 58, 10, 10));
        graphics.setColor(new Color(0xfff4e2));
        graphics.fill(new RoundRectangle2D.Double(64.5, 36, 7, 30, 7, 7));
        graphics.setColor(new Color(0xc9b7e8));
        graphics.fill(new Rectangle2D.Double(63.8, 64, 8.4, 8));
        Path2D tip = new Path2D.Double();
        tip.moveTo(63.8, 72);
        tip.curveTo(61.5, 80, 65, 84, 68, 90);
        tip.curveTo(71, 84, 74.5, 80, 72.2, 72);
        tip.closePath();
        graphics.setColor(new Color(0xff8a5c));
        graphics.fill(tip);
        graphics.setTransform(before);
    }
}
