package studio.atelier.engine.demo;

import java.awt.image.BufferedImage;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// The colours of a picture to be, small: the reference simplified, bent and regraded as far as denoise allows,
/// or a landscape of light when there is no reference.
record ColourField(int width, int height, int[] colours) {
    private static final double LEAST_SIDE = 150;
    private static final double MOST_SIDE = 560;

    static ColourField of(DemoPainter.Sketch sketch, Palette palette, RandomGenerator random) {
        double side = MOST_SIDE + (LEAST_SIDE - MOST_SIDE) * Math.sqrt(sketch.denoise());
        double scale = Math.min(1, side / Math.max(sketch.width(), sketch.height()));
        int width = Math.max(8, (int) (sketch.width() * scale));
        int height = Math.max(8, (int) (sketch.height() * scale));
        Optional<int[]> known = sketch.reference().map(image -> pixels(image, width, height));
        int[] source = known.orElseGet(() -> landscape(width, height, random));
        int[] colours = bent(source, width, height, sketch.denoise(), random);
        double share = known.isPresent() ? 0.12 + 0.72 * Math.pow(sketch.denoise(), 1.6) : 1;
        for (int i = 0; i < colours.length; i++) {
            int graded = palette.at(contrast(Palette.lightness(colours[i])));
            colours[i] = Palette.mix(colours[i], graded, share);
        }
        return new ColourField(width, height, colours);
    }

    private static double contrast(double value) {
        return value + 0.5 * (value - 0.5) * (1 - Math.abs(2 * value - 1));
    }

    /// Halves the picture until it is near the size, so that every pixel counts.
    private static int[] pixels(BufferedImage image, int width, int height) {
        BufferedImage current = image;
        while (current.getWidth() > width * 3 && current.getHeight() > height * 3) {
            current = NodeRunner.resize(current, current.getWidth() / 2, current.getHeight() / 2);
        }
        BufferedImage small = NodeRunner.resize(current, width, height);
        return small.getRGB(0, 0, width, height, null, 0, width);
    }

    /// Sky, a light in it, and ridges.
    private static int[] landscape(int width, int height, RandomGenerator random) {
        int[] result = new int[width * height];
        double sunX = 0.2 + 0.6 * random.nextDouble();
        double sunY = 0.2 + 0.3 * random.nextDouble();
        double[] waves = random.doubles(16).toArray();
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                double u = (double) x / width;
                double v = (double) y / height;
                double far = Math.hypot(u - sunX, (v - sunY) * height / width);
                double value = 0.86 - 0.35 * v + 0.5 * Math.exp(-far * far * 22);
                for (int ridge = 0; ridge < 4; ridge++) {
                    double line =
                            0.46
                                    + ridge * 0.14
                                    + 0.06
                                            * Math.sin(
                                                    u * (3 + 4 * waves[ridge])
                                                            + waves[ridge + 4] * 6)
                                    + 0.025
                                            * Math.sin(
                                                    u * (9 + 9 * waves[ridge + 8])
                                                            + waves[ridge + 12] * 6);
                    if (v > line) {
                        value = 0.6 - 0.15 * ridge + 0.25 * (v - line);
                    }
                }
                int grey = (int) (Math.clamp(value, 0, 1) * 255);
                result[y * width + x] = (grey << 16) | (grey << 8) | grey;
            }
        }
        return result;
    }

    /// Moves colours along slow waves, mirrors and enlarges: the more, the higher denoise is.
    private static int[] bent(
            int[] source, int width, int height, double denoise, RandomGenerator random) {
        double amount = 0.004 + 0.03 * denoise * denoise;
        boolean mirrored = random.nextBoolean() && denoise > 0.65;
        double zoom = 1 - 0.2 * denoise * random.nextDouble();
        double left = (1 - zoom) * random.nextDouble();
        double top = (1 - zoom) * random.nextDouble();
        double a = random.nextDouble() * Math.TAU;
        double b = random.nextDouble() * Math.TAU;
        double c = 1.5 + 2.5 * random.nextDouble();
        int[] result = new int[source.length];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                double u = (double) x / width;
                double v = (double) y / height;
                double su = left + zoom * (mirrored ? 1 - u : u);
                double sv = top + zoom * v;
                su += amount * Math.sin(v * c * 2.3 + a) + amount * 0.5 * Math.sin(u * 7 + b);
                sv += amount * 0.8 * Math.sin(u * c * 2 + b) + amount * 0.4 * Math.sin(v * 9 + a);
                int sx = Math.clamp((int) (su * width), 0, width - 1);
                int sy = Math.clamp((int) (sv * height), 0, height - 1);
                result[y * width + x] = source[sy * width + sx] & 0xffffff;
            }
        }
        return result;
    }

    /// The field enlarged to a canvas.
    BufferedImage enlarged(int canvasWidth, int canvasHeight) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        image.setRGB(0, 0, width, height, colours, 0, width);
        return NodeRunner.resize(image, canvasWidth, canvasHeight);
    }

    double light(int x, int y) {
        int column = Math.clamp(x, 0, width - 1);
        int row = Math.clamp(y, 0, height - 1);
        return Palette.lightness(colours[row * width + column]);
    }
}
