package studio.atelier.storage.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import studio.atelier.model.Problem;
import studio.atelier.model.StudioException;
import studio.atelier.storage.image.Pictures.PngBuilder;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;

class PictureCheckTest {
    @TempDir Path folder;

    @Test
    void wholePicturesPassWithTheirSize() throws IOException {
        PictureHeader png = PictureCheck.output(Pictures.png(file("a.png"), 320, 200), "a.png");
        assertEquals(new PictureHeader(PictureFormat.PNG, 320, 200, 1), png);
        PictureHeader jpeg = PictureCheck.output(Pictures.jpeg(file("a.jpg"), 301, 199), "a.jpg");
        assertEquals(new PictureHeader(PictureFormat.JPEG, 301, 199, 1), jpeg);
        Pictures.jpeg(file("p.jpg"), Pictures.photo(120, 80, 3), true);
        assertEquals(120, PictureCheck.output(file("p.jpg"), "p.jpg").width());
        assertEquals("image/jpeg", jpeg.format().mimeType());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 6, 8})
    void orientationIsRead(int orientation) throws IOException {
        Path file = Pictures.turnedJpeg(file("t.jpg"), Pictures.photo(60, 40, 1), orientation);
        PictureHeader header = PictureCheck.usableReference(file, "t.jpg");
        assertEquals(orientation, header.orientation());
        assertEquals(orientation >= 5 ? 40 : 60, header.shownWidth());
        assertEquals(60, header.width());
    }

    @Test
    void otherFormatsAreRecognised() throws IOException {
        Files.write(
                file("a.gif"), new byte[] {'G', 'I', 'F', '8', '9', 'a', 44, 1, 10, 0, 0, 0, 0});
        assertEquals(
                new PictureHeader(PictureFormat.GIF, 300, 10, 1),
                PictureCheck.usableReference(file("a.gif"), "a.gif"));
        byte[] webp = new byte[30];
        System.arraycopy("RIFF....WEBPVP8X".getBytes(StandardCharsets.US_ASCII), 0, webp, 0, 16);
        webp[24] = (byte) 0xff;
        webp[25] = 3;
        webp[27] = 99;
        Files.write(file("a.webp"), webp);
        assertEquals(
                new PictureHeader(PictureFormat.WEBP, 1024, 100, 1),
                PictureCheck.usableReference(file("a.webp"), "a.webp"));
        assertRefused("a.webp", PictureFault.FORMAT_UNSUPPORTED);
    }

    @Test
    void whatIsNotAPictureIsRefusedInWords() throws IOException {
        Files.writeString(file("page.png"), "<!DOCTYPE html><html><body>502 Bad gateway");
        assertRefused("page.png", PictureFault.HTML);
        Files.writeString(file("text.png"), "hello, I am a text");
        assertRefused("text.png", PictureFault.NOT_A_PICTURE);
        Files.write(file("empty.png"), new byte[0]);
        assertRefused("empty.png", PictureFault.EMPTY);
        Files.write(file("scan.png"), new byte[] {'M', 'M', 0, 42, 0, 0, 0, 8});
        assertRefused("scan.png", PictureFault.FORMAT_UNSUPPORTED);
        Files.createDirectory(file("folder.png"));
        assertRefused("folder.png", PictureFault.NOT_A_FILE);
    }

    @Test
    void aPictureCutAnywhereIsRefused() throws IOException {
        for (String name : new String[] {"a.png", "a.jpg", "p.jpg"}) {
            Path whole = file("whole-" + name);
            if (name.equals("p.jpg")) {
                Pictures.jpeg(whole, Pictures.photo(90, 70, 3), true);
            } else if (name.equals("a.png")) {
                Pictures.png(whole, 90, 70);
            } else {
                Pictures.jpeg(whole, 90, 70);
            }
            byte[] bytes = Files.readAllBytes(whole);
            for (int length = 1; length < bytes.length; length += 1 + bytes.length / 97) {
                Files.write(file(name), Arrays.copyOf(bytes, length));
                outputProblem(name);
            }
        }
    }

    @Test
    void aFlippedBitInAPngIsFound() throws IOException {
        byte[] bytes = Files.readAllBytes(Pictures.png(file("whole.png"), 64, 64));
        Random random = new Random(5);
        for (int i = 0; i < 200; i++) {
            byte[] damaged = bytes.clone();
            damaged[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            Files.write(file("d.png"), damaged);
            outputProblem("d.png");
        }
    }

    @Test
    void anythingBehindAnOutputIsRefusedButReferencesMayHaveIt() throws IOException {
        for (String name : new String[] {"a.png", "a.jpg"}) {
            Path file =
                    name.endsWith("png")
                            ? Pictures.png(file(name), 50, 50)
                            : Pictures.jpeg(file(name), 50, 50);
            Files.writeString(file, "PK a zip file", java.nio.file.StandardOpenOption.APPEND);
            assertRefused(name, PictureFault.TRAILING_DATA);
            assertEquals(50, prepare(name).width());
        }
    }

    @Test
    void hugeReferencesAreRefusedByTheirHeaderAlone() throws IOException {
        byte[] png = new PngBuilder(20_000, 20_000, 8, 2, 0).pixels(new byte[100], 100).end();
        Files.write(file("huge.png"), png);
        Problem problem =
                assertThrows(
                                StudioException.class,
                                () -> PictureCheck.usableReference(file("huge.png"), "huge.png"))
                        .problem();
        assertEquals("reference-too-large", problem.code());
        assertEquals(
                "The reference “huge.png” has 20000 x 20000 pixels; the limit is 16384 on each side.",
                problem.sentence());
        assertRefused("huge.png", PictureFault.TOO_LARGE);
    }

    @Test
    void aBombIsRefusedWithinBounds() throws IOException {
        // 100 MB of zeros in 100 kB, under a header that speaks of one row.
        byte[] png = new PngBuilder(16, 1, 8, 2, 0).pixels(new byte[100_000_000], 8192).end();
        Files.write(file("bomb.png"), png);
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> prepare("bomb.png"));
        byte[] lying = new PngBuilder(14_000, 14_000, 16, 6, 0).pixels(new byte[9], 100).end();
        Files.write(file("lying.png"), lying);
        assertRefused("lying.png", PictureFault.TRUNCATED);
    }

    @Test
    void interlacedPicturesAreRead() throws IOException {
        int width = 13;
        int height = 9;
        int bytes = 0;
        for (Adam7 pass : Adam7.values()) {
            bytes +=
                    pass.columns(width) > 0 ? pass.rows(height) * (1 + 3 * pass.columns(width)) : 0;
        }
        byte[] whole = new PngBuilder(width, height, 8, 2, 1).pixels(new byte[bytes], 50).end();
        Files.write(file("i.png"), whole);
        assertEquals(13, PictureCheck.output(file("i.png"), "i.png").width());
        byte[] less = new PngBuilder(width, height, 8, 2, 1).pixels(new byte[bytes - 1], 50).end();
        Files.write(file("less.png"), less);
        assertRefused("less.png", PictureFault.TRUNCATED);
    }

    private void assertRefused(String name, PictureFault fault) {
        Problem problem = outputProblem(name);
        assertEquals("output-unreadable", problem.code());
        assertTrue(problem.sentence().contains(fault.text()), problem.sentence());
        assertTrue(problem.sentence().contains(name), problem.sentence());
    }

    private Problem outputProblem(String name) {
        return assertThrows(StudioException.class, () -> PictureCheck.output(file(name), name))
                .problem();
    }

    private PictureHeader prepare(String name) {
        return ReferencePicture.prepare(file(name), name, file("spare")).header();
    }

    private Path file(String name) {
        return folder.resolve(name);
    }
}
