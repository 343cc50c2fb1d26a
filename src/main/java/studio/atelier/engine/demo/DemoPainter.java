package studio.atelier.engine.demo;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RadialGradientPaint;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Point2D;
import java.awt.image.BufferedImage;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// Paints the demo engine's pictures: the reference's colours drawn out by a brush, keeping more of it the
/// lower denoise is; palette from the prompt; flow, light and accents from the seed. The same sketch always
/// gives the same pixels.
final class DemoPainter {
    private static final double STROKE_PIXELS = 330_000;
    private static final int PREVIEW_SIDE = 384;

    /// What a picture is made from.
    ///
    /// @param reference the encoded input, empty for text alone
    /// @param denoise 0 keeps the reference, 1 keeps only its shadow
    record Sketch(
            int width,
            int height,
            Optional<BufferedImage> reference,
            String text,
            long seed,
            double denoise) {
        /// Another picture of the same batch.
        Sketch variant(int number) {
            return new Sketch(
                    width, height, reference, text, seed + number * 0x632BE59BD9B4E019L, denoise);
        }
    }

    BufferedImage paint(Sketch sketch) {
        double scale = Math.sqrt(STROKE_PIXELS / ((double) sketch.width() * sketch.height()));
        BufferedImage strokes = strokes(sketch, Math.min(1, scale), 1);
        BufferedImage image =
                new BufferedImage(sketch.width(), sketch.height(), BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = smooth(image);
        graphics.drawImage(strokes, 0, 0, image.getWidth(), image.getHeight(), null);
        RandomGenerator random = random(sketch, 2);
        Palette palette = Palette.of(sketch.text(), random(sketch, 0));
        light(graphics, image, palette, random);
        vignette(graphics, image);
        grain(image, random);
        DemoMark.draw(graphics, image.getWidth(), image.getHeight());
        graphics.dispose();
        return image;
    }

    /// An early stage, small.
    ///
    /// @param done 0 to 1
    BufferedImage preview(Sketch sketch, double done) {
        double scale =
                Math.min(1, (double) PREVIEW_SIDE / Math.max(sketch.width(), sketch.height()));
        BufferedImage image = strokes(sketch, scale, done);
        noise(image, random(sketch, 3), (1 - done) * (1 - done) * 90);
        return image;
    }

    private static RandomGenerator random(Sketch sketch, int stream) {
        long mixed = (sketch.seed() + stream * 0x9E3779B97F4A7C15L) * 0xBF58476D1CE4E5B9L;
        return RandomGeneratorFactory.of("SplittableRandom").create(mixed ^ (mixed >>> 31));
    }

    private static Graphics2D smooth(BufferedImage image) {
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(
                RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(
                RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        graphics.setRenderingHint(
                RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        return graphics;
    }

    /// The field at a size, with a bristle's unevenness, drawn out along the flow.
    private static BufferedImage strokes(Sketch sketch, double scale, double done) {
        int width = Math.max(8, (int) (sketch.width() * scale));
        int height = Math.max(8, (int) (sketch.height() * scale));
        RandomGenerator random = random(sketch, 1);
        ColourField field =
                ColourField.of(sketch, Palette.of(sketch.text(), random(sketch, 0)), random);
        BrushFlow flow = new BrushFlow(field, random);
        BufferedImage canvas = field.enlarged(width, height);
        int[] pixels = canvas.getRGB(0, 0, width, height, null, 0, width);
        uneven(pixels, width, random);
        double side = Math.sqrt((double) width * height);
        double loose = (0.35 + 0.65 * sketch.denoise()) * (0.4 + 0.6 * done);
        int reach = (int) Math.max(3, side * 0.021 * loose);
        pixels = flow.smeared(pixels, width, height, reach, 1.3f);
        canvas.setRGB(0, 0, width, height, pixels, 0, width);
        return canvas;
    }

    /// Lighter and darker specks, which the brush turns into bristle marks.
    private static void uneven(int[] pixels, int width, RandomGenerator random) {
        for (int i = 0; i < pixels.length; i += 2) {
            int shade = (int) ((random.nextDouble() - 0.5) * 74);
            pixels[i] = shifted(pixels[i], shade);
            if (i + width + 1 < pixels.length) {
                pixels[i + 1] = shifted(pixels[i + 1], shade);
            }
        }
    }

    /// A glow from one side, ribbons that follow it, and out-of-focus lights.
    private static void light(
            Graphics2D graphics, BufferedImage image, Palette palette, RandomGenerator random) {
        int width = image.getWidth();
        int height = image.getHeight();
        double side = Math.sqrt((double) width * height);
        double x =
                width * (random.nextBoolean() ? 0.08 : 0.92) + side * 0.1 * random.nextGaussian();
        double y = height * (0.05 + 0.3 * random.nextDouble());
        Color warm = new Color(Palette.mix(palette.at(1), 0xfff1d8, 0.6));
        glow(graphics, image, new Point2D.Double(x, y), side * 0.95, faded(warm, 125));
        for (int i = 0; i < 3; i++) {
            ribbon(graphics, image, new Color(palette.at(0.55 + 0.2 * i)), random);
        }
        int lights = 5 + random.nextInt(8);
        for (int i = 0; i < lights; i++) {
            double radius = side * (0.008 + 0.03 * random.nextDouble() * random.nextDouble());
            double cx =
                    x
                            + (width / 2.0 - x) * 1.7 * random.nextDouble()
                            + side * 0.1 * random.nextGaussian();
            double cy = y + height * 0.7 * random.nextDouble();
            Color colour = new Color(palette.at(0.75 + 0.25 * random.nextDouble()));
            graphics.setColor(faded(colour, 26 + random.nextInt(40)));
            graphics.fill(new Ellipse2D.Double(cx - radius, cy - radius, 2 * radius, 2 * radius));
        }
    }

    private static Color faded(Color colour, int alpha) {
        return new Color(colour.getRed(), colour.getGreen(), colour.getBlue(), alpha);
    }

    private static void glow(
            Graphics2D graphics, BufferedImage image, Point2D centre, double radius, Color colour) {
        graphics.setPaint(
                new RadialGradientPaint(
                        centre,
                        (float) radius,
                        new float[] {0f, 0.35f, 1f},
                        new Color[] {
                            colour, faded(colour, colour.getAlpha() / 3), faded(colour, 0)
                        }));
        graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
    }

    private static void ribbon(
            Graphics2D graphics, BufferedImage image, Color colour, RandomGenerator random) {
        int width = image.getWidth();
        int height = image.getHeight();
        double y = height * random.nextDouble();
        double rise = height * 0.5 * (random.nextDouble() - 0.5);
        double swing = height * 0.35 * (random.nextDouble() - 0.5);
        for (int i = 0; i < 5; i++) {
            Path2D path = new Path2D.Double();
            double offset = i * height * 0.011;
            path.moveTo(-20, y + offset);
            path.curveTo(
                    width * 0.3,
                    y + swing + offset * 1.8,
                    width * 0.7,
                    y + rise - swing + offset * 0.4,
                    width + 20,
                    y + rise + offset * 1.4);
            graphics.setColor(faded(colour, 34 - 5 * i));
            graphics.setStroke(new BasicStroke((float) (height * 0.0022)));
            graphics.draw(path);
        }
    }

    private static void vignette(Graphics2D graphics, BufferedImage image) {
        float radius = (float) (Math.hypot(image.getWidth(), image.getHeight()) * 0.62);
        graphics.setPaint(
                new RadialGradientPaint(
                        new Point2D.Double(image.getWidth() / 2.0, image.getHeight() * 0.47),
                        radius,
                        new float[] {0f, 0.6f, 1f},
                        new Color[] {
                            new Color(10, 8, 24, 0),
                            new Color(10, 8, 24, 8),
                            new Color(10, 8, 24, 90)
                        }));
        graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
    }

    /// Paper: a fine weave, the same for each channel so that files stay small.
    private static void grain(BufferedImage image, RandomGenerator random) {
        int[] tile = new int[64 * 64];
        for (int i = 0; i < tile.length; i++) {
            tile[i] = random.nextInt(5) - 2;
        }
        int width = image.getWidth();
        int[] row = new int[width];
        for (int y = 0; y < image.getHeight(); y++) {
            image.getRGB(0, y, width, 1, row, 0, width);
            for (int x = 0; x < width; x++) {
                row[x] = shifted(row[x], tile[((y & 63) << 6) | (x & 63)]);
            }
            image.setRGB(0, y, width, 1, row, 0, width);
        }
    }

    private static void noise(BufferedImage image, RandomGenerator random, double strength) {
        int width = image.getWidth();
        int[] row = new int[width];
        for (int y = 0; y < image.getHeight(); y++) {
            image.getRGB(0, y, width, 1, row, 0, width);
            for (int x = 0; x < width; x++) {
                row[x] = shifted(row[x], (int) (strength * (random.nextDouble() - 0.5)));
            }
            image.setRGB(0, y, width, 1, row, 0, width);
        }
    }

    private static int shifted(int pixel, int by) {
        int red = Math.clamp(((pixel >> 16) & 255) + by, 0, 255);
        int green = Math.clamp(((pixel >> 8) & 255) + by, 0, 255);
        int blue = Math.clamp((pixel & 255) + by, 0, 255);
        return (red << 16) | (green << 8) | blue;
    }
}
