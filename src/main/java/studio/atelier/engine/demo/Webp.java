package studio.atelier.engine.demo;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.Optional;

/// ComfyUI reads WebP; a demonstration need not: such an input counts as a picture of its own size in two of its
/// own colours.
final class Webp {
    private static final int HEADER = 30;

    private Webp() {}

    /// Empty when the bytes are no WebP.
    static Optional<BufferedImage> standIn(byte[] bytes) {
        if (bytes.length < HEADER
                || !text(bytes, 0).equals("RIFF")
                || !text(bytes, 8).equals("WEBP")) {
            return Optional.empty();
        }
        return switch (text(bytes, 12)) {
            case "VP8X" ->
                    Optional.of(picture(bytes, number(bytes, 24, 3) + 1, number(bytes, 27, 3) + 1));
            case "VP8L" -> {
                int bits = number(bytes, 21, 4);
                yield Optional.of(picture(bytes, (bits & 0x3fff) + 1, ((bits >> 14) & 0x3fff) + 1));
            }
            case "VP8 " ->
                    Optional.of(
                            picture(
                                    bytes,
                                    number(bytes, 26, 2) & 0x3fff,
                                    number(bytes, 28, 2) & 0x3fff));
            default -> Optional.empty();
        };
    }

    private static String text(byte[] bytes, int at) {
        return new String(bytes, at, 4, java.nio.charset.StandardCharsets.ISO_8859_1);
    }

    /// Little-endian.
    private static int number(byte[] bytes, int at, int length) {
        int number = 0;
        for (int i = length - 1; i >= 0; i--) {
            number = (number << 8) | (bytes[at + i] & 255);
        }
        return number;
    }

    private static BufferedImage picture(byte[] bytes, int width, int height) {
        int hash = Arrays.hashCode(bytes);
        float hue = (hash & 255) / 255f;
        double scale = Math.min(1, 2048.0 / Math.max(1, Math.max(width, height)));
        BufferedImage image =
                new BufferedImage(
                        Math.max(1, (int) (width * scale)),
                        Math.max(1, (int) (height * scale)),
                        BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setPaint(
                new GradientPaint(
                        0,
                        0,
                        Color.getHSBColor(hue, 0.35f, 0.95f),
                        image.getWidth() / 3f,
                        image.getHeight(),
                        Color.getHSBColor(hue + 0.3f, 0.55f, 0.4f)));
        graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
        graphics.dispose();
        return image;
    }
}
