package studio.atelier.storage.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import org.junit.jupiter.api.Test;

import studio.atelier.app.FxJpegDecoder;
import studio.atelier.model.StudioException;
import studio.atelier.storage.image.Pictures.PngBuilder;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.function.Supplier;

import javax.imageio.ImageIO;

class ThumbnailsTest {
    private static final int[][] KINDS = {
        {0, 1}, {0, 2}, {0, 4}, {0, 8}, {0, 16}, {2, 8}, {2, 16}, {3, 1}, {3, 2}, {3, 4}, {3, 8},
        {4, 8}, {4, 16}, {6, 8}, {6, 16}
    };

    @Property(tries = 150)
    void everyKindOfPngShrinksToItsAverage(
            @ForAll @IntRange(min = 0, max = 14) int kind,
            @ForAll @IntRange(min = 1, max = 70) int width,
            @ForAll @IntRange(min = 1, max = 70) int height,
            @ForAll boolean interlaced,
            @ForAll long seed)
            throws IOException {
        PngHeader header = new PngHeader(width, height, KINDS[kind][1], KINDS[kind][0], interlaced);
        // An interlaced picture is averaged over whole pixels only, so it is compared at its own
        // size.
        int edge = interlaced ? 70 : 16;
        Path file = Files.createTempFile("kind", ".png");
        try {
            Files.write(file, random(header, new Random(seed)));
            PictureCheck.output(file, "random.png");
            RgbPicture shrunk = PngShrinker.shrink(file, edge).picture();
            assertNear(expected(ImageIO.read(file.toFile()), shrunk), shrunk);
        } finally {
            Files.delete(file);
        }
    }

    @Test
    void whatIsTransparentIsGreyInTheJpegOfAReference() throws IOException {
        var image = new BufferedImage(40, 20, BufferedImage.TYPE_INT_ARGB);
        assertEquals((byte) 0x80, AwtPictures.rgb(image).rgb()[0]);
        image.setRGB(0, 0, 0xffff0000);
        assertEquals((byte) 0xff, AwtPictures.rgb(image).rgb()[0]);
        Path file = Files.createTempFile("clear", ".png");
        ImageIO.write(image, "png", file.toFile());
        byte[] jpeg = new Thumbnails(new ImageIoJpegDecoder()).reference(file, 20, 0.85f, "c.png");
        BufferedImage sent = ImageIO.read(new ByteArrayInputStream(jpeg));
        assertEquals(20, sent.getWidth());
        assertEquals(0x80, sent.getRGB(15, 5) & 0xff, 4);
        Files.delete(file);
    }

    /// What the proof of a picture says, whichever way it goes.
    private static String said(Supplier<PictureHeader> proof) {
        try {
            return proof.get().toString();
        } catch (StudioException e) {
            return e.problem().toString();
        }
    }

    @Property(tries = 300)
    void damagedPngsAreRefusedOrShownButNeverHang(@ForAll long seed) throws IOException {
        Random random = new Random(seed);
        int[] kind = KINDS[random.nextInt(KINDS.length)];
        PngHeader header = new PngHeader(40, 30, kind[1], kind[0], random.nextBoolean());
        byte[] bytes = random(header, random);
        for (int i = random.nextInt(4); i >= 0; i--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        int length = random.nextBoolean() ? bytes.length : random.nextInt(bytes.length);
        Path file = Files.createTempFile("damaged", ".png");
        try {
            Files.write(file, java.util.Arrays.copyOf(bytes, length));
            assertEquals(
                    said(() -> PictureCheck.output(file, "damaged.png")),
                    said(() -> PictureCheck.look(file, "damaged.png").header()));
            assertTimeoutPreemptively(
                    Duration.ofSeconds(20),
                    () -> {
                        try {
                            PngShrinker.shrink(file, 16);
                        } catch (UnreadablePicture refused) {
                            assertTrue(refused.getMessage() != null);
                        }
                    });
        } finally {
            Files.delete(file);
        }
    }

    @Test
    void bothSizesFitAndKeepTheShape() throws IOException {
        Path file = temporary();
        Pictures.png(file, 1500, 1000);
        Thumbnails.Pair pair = new Thumbnails(new ImageIoJpegDecoder()).both(file, "a.png");
        BufferedImage large = read(pair.large());
        assertEquals(512, large.getWidth());
        assertEquals(341, large.getHeight());
        BufferedImage small = read(pair.small());
        assertEquals(256, small.getWidth());
        assertEquals(171, small.getHeight());
        Files.delete(file);
    }

    @Test
    void jpegsAreTurnedUprightByEitherDecoder() throws IOException {
        BufferedImage corner = new BufferedImage(800, 600, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < 200; y++) {
            for (int x = 0; x < 200; x++) {
                corner.setRGB(x, y, 0xffffff);
            }
        }
        Path file = temporary();
        // Where the stored upper left corner is shown.
        boolean[] right = {false, true, true, false, false, true, true, false};
        boolean[] bottom = {false, false, true, true, false, false, true, true};
        for (int orientation = 1; orientation <= 8; orientation++) {
            Pictures.turnedJpeg(file, corner, orientation);
            for (JpegDecoder decoder :
                    new JpegDecoder[] {new ImageIoJpegDecoder(), new FxJpegDecoder()}) {
                BufferedImage shown = read(new Thumbnails(decoder).one(file, 256, "t.jpg"));
                assertEquals(orientation >= 5 ? 192 : 256, shown.getWidth());
                int x = right[orientation - 1] ? shown.getWidth() - 10 : 10;
                int y = bottom[orientation - 1] ? shown.getHeight() - 10 : 10;
                assertTrue((shown.getRGB(x, y) & 0xff) > 200, "orientation " + orientation);
            }
        }
        Files.delete(file);
    }

    @Test
    void smallPicturesAreNotMadeLarger() throws IOException {
        Path file = temporary();
        Pictures.png(file, 20, 1);
        BufferedImage shown = read(new Thumbnails(new ImageIoJpegDecoder()).one(file, 256, "a"));
        assertEquals(20, shown.getWidth());
        assertEquals(1, shown.getHeight());
        Files.delete(file);
    }

    @Test
    void whatIsNoPictureHasNoThumbnail() throws IOException {
        Path file = temporary();
        Files.writeString(file, "<html>");
        Thumbnails thumbnails = new Thumbnails(new ImageIoJpegDecoder());
        assertThrows(StudioException.class, () -> thumbnails.one(file, 256, "a"));
        Files.delete(file);
    }

    private static Path temporary() throws IOException {
        return Files.createTempFile("thumbnail", ".bin");
    }

    private static BufferedImage read(byte[] jpeg) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(jpeg));
    }

    /// Random rows under random filters, every pass of them.
    private static byte[] random(PngHeader header, Random random) throws IOException {
        ByteArrayOutputStream rows = new ByteArrayOutputStream();
        if (header.interlaced()) {
            for (Adam7 pass : Adam7.values()) {
                if (pass.columns(header.width()) > 0) {
                    rows(
                            rows,
                            header.rowBytes(pass.columns(header.width())),
                            pass.rows(header.height()),
                            random);
                }
            }
        } else {
            rows(rows, header.rowBytes(header.width()), header.height(), random);
        }
        PngBuilder png =
                new PngBuilder(
                        header.width(),
                        header.height(),
                        header.bitDepth(),
                        header.colorType(),
                        header.interlaced() ? 1 : 0);
        if (header.colorType() == PngHeader.PALETTE) {
            byte[] palette = new byte[3 << header.bitDepth()];
            random.nextBytes(palette);
            png.chunk("PLTE", palette);
            byte[] alpha = new byte[1 << header.bitDepth()];
            random.nextBytes(alpha);
            png.chunk("tRNS", alpha);
        }
        return png.pixels(rows.toByteArray(), 1 + random.nextInt(200)).end();
    }

    private static void rows(ByteArrayOutputStream out, int bytes, int count, Random random) {
        byte[] row = new byte[bytes];
        for (int y = 0; y < count; y++) {
            random.nextBytes(row);
            out.write(random.nextInt(5));
            out.writeBytes(row);
        }
    }

    /// The exact area average of a picture over neutral grey, red, green and blue.
    private static double[] expected(BufferedImage image, RgbPicture size) {
        double[] out = new double[size.rgb().length];
        double scaleX = (double) image.getWidth() / size.width();
        double scaleY = (double) image.getHeight() / size.height();
        boolean gray = image.getColorModel().getNumColorComponents() == 1;
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                double[] pixel = gray ? gray(image, x, y) : colour(image.getRGB(x, y));
                for (int v = (int) (y / scaleY); v < size.height() && v * scaleY < y + 1; v++) {
                    double high = Math.min(y + 1, (v + 1) * scaleY) - Math.max(y, v * scaleY);
                    for (int u = (int) (x / scaleX); u < size.width() && u * scaleX < x + 1; u++) {
                        double wide = Math.min(x + 1, (u + 1) * scaleX) - Math.max(x, u * scaleX);
                        double share = Math.max(0, high) * Math.max(0, wide) / scaleX / scaleY;
                        for (int c = 0; c < 3; c++) {
                            out[(v * size.width() + u) * 3 + c] += share * pixel[c];
                        }
                    }
                }
            }
        }
        return out;
    }

    private static double[] colour(int argb) {
        double alpha = (argb >>> 24) / 255.0;
        double[] pixel = new double[3];
        for (int c = 0; c < 3; c++) {
            pixel[c] = (argb >> (16 - 8 * c) & 0xff) * alpha + 128 * (1 - alpha);
        }
        return pixel;
    }

    /// Java's grey pictures are linear to its own eyes, so their samples are taken as they are.
    private static double[] gray(BufferedImage image, int x, int y) {
        int bits = image.getColorModel().getComponentSize(0);
        double scale = 255.0 / ((1 << bits) - 1);
        double value = image.getRaster().getSample(x, y, 0) * scale;
        if (image.getRaster().getNumBands() > 1) {
            double alpha = image.getRaster().getSample(x, y, 1) * scale / 255;
            value = value * alpha + 128 * (1 - alpha);
        }
        return new double[] {value, value, value};
    }

    private static void assertNear(double[] expected, RgbPicture actual) {
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], actual.rgb()[i] & 0xff, 2.5, "byte " + i);
        }
    }
}
