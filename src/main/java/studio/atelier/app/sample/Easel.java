package studio.atelier.app.sample;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.RadialGradientPaint;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.awt.geom.RoundRectangle2D;
import java.awt.image.BufferedImage;

/// A canvas with the few gestures that the scenes are made of. Positions and sizes are parts of the width and
/// the height, 0 to 1; radii and line widths are parts of the shorter side.
final class Easel {
    private final BufferedImage image;
    private final Graphics2D graphics;
    private final double width;
    private final double height;
    private final double unit;

    Easel(int width, int height) {
        this.image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        this.graphics = image.createGraphics();
        this.width = width;
        this.height = height;
        this.unit = Math.min(width, height);
        graphics.setRenderingHint(
                RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(
                RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    }

    BufferedImage finished() {
        graphics.dispose();
        return image;
    }

    /// A part of the picture with the same gestures' pixel space, for figures.
    Graphics2D graphics() {
        return graphics;
    }

    double x(double part) {
        return part * width;
    }

    double y(double part) {
        return part * height;
    }

    double size(double part) {
        return part * unit;
    }

    /// Width divided by height.
    double aspect() {
        return width / height;
    }

    static Color colour(int rgb, double opacity) {
        return new Color(
                (rgb >> 16) & 255,
                (rgb >> 8) & 255,
                rgb & 255,
                (int) Math.round(255 * Math.clamp(opacity, 0, 1)));
    }

    static int mix(int a, int b, double share) {
        double keep = 1 - share;
        int red = (int) (((a >> 16) & 255) * keep + ((b >> 16) & 255) * share);
        int green = (int) (((a >> 8) & 255) * keep + ((b >> 8) & 255) * share);
        int blue = (int) ((a & 255) * keep + (b & 255) * share);
        return (red << 16) | (green << 8) | blue;
    }

    static int darker(int rgb, double share) {
        return mix(rgb, 0x1a1630, share);
    }

    static int lighter(int rgb, double share) {
        return mix(rgb, 0xfffaf2, share);
    }

    /// A band over the whole width, one colour above and one below.
    void band(double top, double bottom, int above, int below) {
        graphics.setPaint(
                new GradientPaint(
                        0,
                        (float) y(top),
                        colour(above, 1),
                        0,
                        (float) y(bottom),
                        colour(below, 1)));
        graphics.fill(new Rectangle2D.Double(0, y(top), width, y(bottom - top) + 1));
    }

    void fill(Shape shape, int rgb, double opacity) {
        graphics.setColor(colour(rgb, opacity));
        graphics.fill(shape);
    }

    /// Fills with a gradient from the shape's top to its bottom.
    void shade(Shape shape, int above, int below) {
        Rectangle2D box = shape.getBounds2D();
        graphics.setPaint(
                new GradientPaint(
                        0,
                        (float) box.getMinY(),
                        colour(above, 1),
                        0,
                        (float) box.getMaxY() + 1,
                        colour(below, 1)));
        graphics.fill(shape);
    }

    void line(Shape shape, double thickness, int rgb, double opacity) {
        graphics.setColor(colour(rgb, opacity));
        graphics.setStroke(
                new BasicStroke(
                        (float) size(thickness), BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        graphics.draw(shape);
    }

    /// Light that fades out towards its rim.
    void glow(double cx, double cy, double radius, int rgb, double opacity) {
        graphics.setPaint(
                new RadialGradientPaint(
                        new Point2D.Double(x(cx), y(cy)),
                        (float) size(radius),
                        new float[] {0f, 0.4f, 1f},
                        new Color[] {
                            colour(rgb, opacity), colour(rgb, opacity * 0.4), colour(rgb, 0)
                        }));
        graphics.fill(new Rectangle2D.Double(0, 0, width, height));
    }

    Shape circle(double cx, double cy, double radius) {
        return oval(cx, cy, radius, radius);
    }

    Shape oval(double cx, double cy, double rx, double ry) {
        return new Ellipse2D.Double(x(cx) - size(rx), y(cy) - size(ry), size(2 * rx), size(2 * ry));
    }

    Shape box(double left, double top, double right, double bottom) {
        return new Rectangle2D.Double(x(left), y(top), x(right - left), y(bottom - top));
    }

    Shape rounded(double left, double top, double right, double bottom, double radius) {
        return new RoundRectangle2D.Double(
                x(left),
                y(top),
                x(right - left),
                y(bottom - top),
                size(2 * radius),
                size(2 * radius));
    }

    /// A polygon through points given as x, y, x, y.
    Path2D polygon(double... points) {
        Path2D path = new Path2D.Double();
        path.moveTo(x(points[0]), y(points[1]));
        for (int i = 2; i < points.length; i += 2) {
            path.lineTo(x(points[i]), y(points[i + 1]));
        }
        path.closePath();
        return path;
    }

    /// Everything below a wave.
    ///
    /// @param level mean height
    /// @param swing amplitude
    Path2D wave(double level, double swing, double waves, double phase) {
        Path2D path = new Path2D.Double();
        path.moveTo(-2, height + 2);
        for (int i = 0; i <= 80; i++) {
            double part = i / 80.0;
            double rise =
                    Math.sin(part * waves * Math.TAU + phase)
                            + 0.4 * Math.sin(part * waves * 2.3 * Math.TAU + phase * 1.7);
            path.lineTo(part * (width + 4) - 2, y(level + swing * rise));
        }
        path.lineTo(width + 2, height + 2);
        path.closePath();
        return path;
    }

    void vignette(double opacity) {
        graphics.setPaint(
                new RadialGradientPaint(
                        new Point2D.Double(width / 2, height * 0.48),
                        (float) (Math.hypot(width, height) * 0.6),
                        new float[] {0f, 0.65f, 1f},
                        new Color[] {
                            colour(0x140f28, 0), colour(0x140f28, 0), colour(0x140f28, opacity)
                        }));
        graphics.fill(new Rectangle2D.Double(0, 0, width, height));
    }
}
