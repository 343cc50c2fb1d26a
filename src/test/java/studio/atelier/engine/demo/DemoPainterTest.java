package studio.atelier.engine.demo;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

import javax.imageio.ImageIO;

class DemoPainterTest {
    private final DemoPainter painter = new DemoPainter();

    private static DemoPainter.Sketch sketch(long seed, double denoise) {
        BufferedImage reference = new BufferedImage(96, 128, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < 128; y++) {
            for (int x = 0; x < 96; x++) {
                reference.setRGB(x, y, y < 64 ? 0x2060a0 : 0xd0b080);
            }
        }
        return new DemoPainter.Sketch(
                192, 256, Optional.of(reference), "milan, beach", seed, denoise);
    }

    private static long difference(BufferedImage a, BufferedImage b) {
        long sum = 0;
        for (int y = 0; y < a.getHeight(); y++) {
            for (int x = 0; x < a.getWidth(); x++) {
                int p = a.getRGB(x, y);
                int q = b.getRGB(x, y);
                for (int shift = 0; shift <= 16; shift += 8) {
                    sum += Math.abs(((p >> shift) & 255) - ((q >> shift) & 255));
                }
            }
        }
        return sum / (3L * a.getWidth() * a.getHeight());
    }

    @Test
    void theSameSketchGivesTheSameBytes() {
        assertArrayEquals(
                PngFile.encode(painter.paint(sketch(7, 0.75)), Map.of()),
                PngFile.encode(painter.paint(sketch(7, 0.75)), Map.of()));
    }

    @Test
    void seedsDifferAndLowDenoiseKeepsMore() {
        BufferedImage one = painter.paint(sketch(1, 0.9));
        assertTrue(difference(one, painter.paint(sketch(2, 0.9))) > 3);
        BufferedImage reference =
                NodeRunner.resize(sketch(1, 0).reference().orElseThrow(), 192, 256);
        assertTrue(
                difference(reference, painter.paint(sketch(1, 0.2))) < difference(reference, one));
    }

    @Test
    void theFileIsAPictureOfTheRightSize() throws IOException {
        byte[] png = PngFile.encode(painter.paint(sketch(3, 0.5)), Map.of("prompt", "{}"));
        BufferedImage read = ImageIO.read(new ByteArrayInputStream(png));
        assertEquals(192, read.getWidth());
        assertEquals(256, read.getHeight());
    }

    @Test
    void previewsAreSmall() {
        BufferedImage preview =
                painter.preview(
                        new DemoPainter.Sketch(1024, 1024, Optional.empty(), "street", 1, 1), 0.3);
        assertTrue(Math.max(preview.getWidth(), preview.getHeight()) <= 512);
    }
}
