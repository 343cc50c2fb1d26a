package studio.atelier.storage.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.drew.imaging.ImageMetadataReader;
import com.drew.imaging.ImageProcessingException;
import com.drew.metadata.Directory;
import com.drew.metadata.exif.ExifIFD0Directory;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import studio.atelier.checks.BesideOthers;
import studio.atelier.model.Problem;
import studio.atelier.model.StudioException;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;

import javax.imageio.ImageIO;

/// The samples are 64 x 48: green above, red on the left, blue on the right, as stored.
@BesideOthers
class ReferencePictureTest {
    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"camera.jpg", "plain.png", "plain.jpg"})
    void whatIsFineIsKeptAsItIs(String name) throws IOException {
        Path file =
                switch (name) {
                    case "plain.png" -> Pictures.png(folder.resolve(name), 40, 30);
                    case "plain.jpg" -> Pictures.jpeg(folder.resolve(name), 40, 30);
                    default -> sample(name);
                };
        assertEquals(file, prepare(file).file());
        assertFalse(Files.exists(folder.resolve("spare")));
    }

    @ParameterizedTest
    @CsvSource({
        "turned.jpg,JPEG,turned.jpg,6",
        "turned.png,PNG,turned.png,8",
        "turned.webp,PNG,turned.png,6"
    })
    void turnedPicturesAreStoredUpright(
            String name, PictureFormat format, String keptAs, int orientation) throws Exception {
        byte[] before = Files.readAllBytes(sample(name));
        ReferencePicture kept = prepare(folder.resolve(name));
        assertEquals(new PictureHeader(format, 48, 64, 1), kept.header());
        assertEquals(keptAs, kept.filename());
        BufferedImage image = ImageIO.read(kept.file().toFile());
        // Turned to the right, the upper edge lies right; turned to the left, it lies left.
        boolean right = orientation == 6;
        assertNear(0x14C81E, image.getRGB(right ? 43 : 4, 32));
        assertNear(0xDC1E14, image.getRGB(20, right ? 10 : 53));
        assertNear(0x141EDC, image.getRGB(20, right ? 53 : 10));
        assertNoPlace(kept.file());
        assertArrayEquals(before, Files.readAllBytes(folder.resolve(name)), "the person's own");
    }

    @ParameterizedTest
    @ValueSource(strings = {"located.jpg", "located.png"})
    void thePlaceIsRemovedAndThePixelsStay(String name) throws Exception {
        Path file = sample(name);
        assertTrue(tellsPlace(file));
        ReferencePicture kept = prepare(file);
        assertNoPlace(kept.file());
        assertEquals(64, kept.header().width());
        assertSamePixels(ImageIO.read(file.toFile()), ImageIO.read(kept.file().toFile()));
    }

    @Test
    void whatFollowsThePictureIsLeftBehind() throws IOException {
        Path file = sample("camera.jpg");
        byte[] plain = Files.readAllBytes(file);
        Files.writeString(file, "....ftypqt  a film with a place", StandardOpenOption.APPEND);
        assertArrayEquals(plain, Files.readAllBytes(prepare(file).file()));
    }

    @Test
    void textsOfAPngStay() throws IOException {
        byte[] text = "prompt\0a pier at dawn".getBytes(StandardCharsets.ISO_8859_1);
        byte[] exif = "raw profile type APP1\0 45786966".getBytes(StandardCharsets.ISO_8859_1);
        Path file =
                Files.write(
                        folder.resolve("comfy.png"),
                        new Pictures.PngBuilder(2, 1, 8, 2, 0)
                                .chunk("tEXt", text)
                                .chunk("tEXt", exif)
                                .pixels(new byte[7], 100)
                                .end());
        ReferencePicture kept = prepare(file);
        assertEquals(
                java.util.Map.of("prompt", "a pier at dawn"),
                PictureMetadata.read(kept.file()).texts());
    }

    @Test
    void anExifThatCannotBeReadIsNotTrusted() throws IOException {
        Path file = Pictures.turnedJpeg(folder.resolve("b.jpg"), Pictures.photo(40, 30, 1), 1);
        byte[] bytes = Files.readAllBytes(file);
        bytes[20] = 100; // the number of entries
        Files.write(file, bytes);
        ReferencePicture kept = prepare(file);
        assertEquals(Files.size(file) - 36, Files.size(kept.file()));
    }

    @Test
    void webpBecomesPngWithItsTransparency() throws IOException {
        ReferencePicture lossy = prepare(sample("lossy.webp"));
        assertEquals("lossy.png", lossy.filename());
        BufferedImage image = ImageIO.read(lossy.file().toFile());
        assertNear(0x14C81E, image.getRGB(30, 3));
        assertNear(0xDC1E14, image.getRGB(10, 30));
        assertEquals(
                0x50141EDC,
                ImageIO.read(prepare(sample("alpha.webp")).file().toFile()).getRGB(60, 40));
    }

    @Test
    void heicAnimationsAndOtherFormatsAreRefusedInWords() throws IOException {
        Path heic = Files.writeString(folder.resolve("IMG_1.HEIC"), "\0\0\0\u0018ftypheic\0\0\0\0");
        Problem problem = refused(heic);
        assertEquals("reference-heic", problem.code());
        assertEquals(
                "“IMG_1.HEIC” is a HEIC picture, which cannot be used as a reference.",
                problem.sentence());
        assertTrue(problem.action().startsWith("Save it as JPEG"), problem.action());
        assertSays(PictureFault.ANIMATED, sample("animated.webp"));
        Path avif = Files.writeString(folder.resolve("a.jpg"), "\0\0\0\u0018ftypavif\0\0\0\0");
        assertSays(PictureFault.AVIF, avif);
    }

    @Test
    void damagedWebpIsRefusedWithinBounds() throws IOException {
        Random random = new Random(11);
        for (String name : new String[] {"lossy.webp", "alpha.webp", "turned.webp"}) {
            byte[] bytes = Files.readAllBytes(sample(name));
            for (int length = 13; length < bytes.length; length += 5) {
                Files.write(folder.resolve(name), Arrays.copyOf(bytes, length));
                refused(folder.resolve(name));
            }
            for (int i = 0; i < 150; i++) {
                byte[] damaged = bytes.clone();
                damaged[12 + random.nextInt(bytes.length - 12)] = (byte) random.nextInt();
                Files.write(folder.resolve(name), damaged);
                try {
                    prepare(folder.resolve(name));
                } catch (StudioException e) {
                    assertTrue(e.problem().code().startsWith("reference-"), e.problem().code());
                }
            }
        }
    }

    @Test
    void aWebpThatLiesAboutItsSizeIsRefused() throws IOException {
        byte[] bytes = Files.readAllBytes(sample("turned.webp"));
        bytes[24] = 15; // the canvas; the frame in it stays
        bytes[27] = 15;
        assertSays(PictureFault.DAMAGED, Files.write(folder.resolve("l.webp"), bytes));
        byte[] large = Files.readAllBytes(sample("alpha.webp"));
        large[22] = (byte) 0xff;
        large[23] = (byte) 0xff;
        assertEquals(
                "reference-unreadable",
                refused(Files.write(folder.resolve("h.webp"), large)).code());
    }

    private ReferencePicture prepare(Path file) {
        return ReferencePicture.prepare(
                file, file.getFileName().toString(), folder.resolve("spare"));
    }

    private Problem refused(Path file) {
        return assertThrows(StudioException.class, () -> prepare(file)).problem();
    }

    private void assertSays(PictureFault fault, Path file) {
        Problem problem = refused(file);
        assertTrue(problem.sentence().contains(fault.text()), problem.sentence());
    }

    private Path sample(String name) throws IOException {
        Path file = folder.resolve(name);
        try (InputStream in =
                Objects.requireNonNull(
                        getClass().getResourceAsStream("/studio/atelier/references/" + name))) {
            return Files.write(file, in.readAllBytes());
        }
    }

    private static void assertNoPlace(Path file) throws IOException, ImageProcessingException {
        assertFalse(tellsPlace(file));
        for (Directory directory :
                ImageMetadataReader.readMetadata(file.toFile()).getDirectories()) {
            assertFalse(directory.containsTag(ExifIFD0Directory.TAG_ORIENTATION));
        }
    }

    /// Told by another reader of EXIF, and by the words of XMP.
    private static boolean tellsPlace(Path file) throws IOException, ImageProcessingException {
        boolean words =
                new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains("GPS");
        return words
                || ImageMetadataReader.readMetadata(file.toFile())
                        .containsDirectoryOfType(com.drew.metadata.exif.GpsDirectory.class);
    }

    private static void assertSamePixels(BufferedImage expected, BufferedImage actual) {
        for (int y = 0; y < expected.getHeight(); y++) {
            for (int x = 0; x < expected.getWidth(); x++) {
                assertEquals(expected.getRGB(x, y), actual.getRGB(x, y));
            }
        }
    }

    private static void assertNear(int expected, int actual) {
        for (int shift = 0; shift <= 16; shift += 8) {
            int off = Math.abs((expected >> shift & 0xff) - (actual >> shift & 0xff));
            assertTrue(off < 40, () -> Integer.toHexString(actual));
        }
    }
}
