package studio.atelier.app.sample;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import javax.imageio.ImageIO;

class SamplePainterTest {
    private final SamplePainter painter = new SamplePainter();

    @Test
    void thereAreSixOfEachCategoryUnderTheirOwnNames() {
        List<SampleReference> all = painter.all();
        assertEquals(
                Map.of("beach", 6L, "mirror", 6L, "studio", 6L, "street", 6L),
                all.stream()
                        .collect(
                                Collectors.groupingBy(
                                        SampleReference::category, Collectors.counting())));
        assertEquals(24, all.stream().map(SampleReference::filename).distinct().count());
        assertEquals(24, all.stream().map(SampleReference::caption).distinct().count());
    }

    @Test
    void oneOfEachSceneIsAPictureOfAboutAMegapixel() throws IOException {
        for (int i = 0; i < 24; i += 6) {
            byte[] bytes = painter.paint(painter.all().get(i));
            BufferedImage image = ImageIO.read(new ByteArrayInputStream(bytes));
            assertTrue(image.getWidth() * image.getHeight() > 900_000);
        }
    }

    @Test
    void theSameSampleGivesTheSameBytes() {
        SampleReference sample = painter.all().get(7);
        assertArrayEquals(painter.paint(sample), painter.paint(sample));
    }

    @Test
    void onlySamplesCanBePainted() {
        SampleReference other = new SampleReference("cat.jpg", "beach", "a cat");
        assertThrows(IllegalArgumentException.class, () -> painter.paint(other));
    }
}
