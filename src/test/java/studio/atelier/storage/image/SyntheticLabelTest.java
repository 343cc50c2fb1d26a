package studio.atelier.storage.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.drew.imaging.ImageMetadataReader;
import com.drew.imaging.ImageProcessingException;
import com.drew.metadata.Directory;
import com.drew.metadata.Metadata;
import com.drew.metadata.exif.ExifSubIFDDirectory;
import com.drew.metadata.png.PngDirectory;
import com.drew.metadata.xmp.XmpDirectory;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import studio.atelier.model.ParameterValue;
import studio.atelier.model.Parameters;
import studio.atelier.model.StudioException;
import studio.atelier.storage.image.Pictures.PngBuilder;
import studio.atelier.storage.image.SyntheticLabel.Origin;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import javax.imageio.ImageIO;

class SyntheticLabelTest {
    private static final String TEXT =
            "milan, Düne 🌊\nNegative prompt: blurry\nSteps: 28, CFG scale: 3.8, Seed: 7";
    private static final String COMPOSITE =
            "http://cv.iptc.org/newscodes/digitalsourcetype/compositeWithTrainedAlgorithmicMedia";

    @TempDir Path folder;

    private final SyntheticLabel label = new SyntheticLabel(Origin.IMAGE_TO_IMAGE, TEXT);

    @Test
    void aPngTellsItsOriginAndKeepsWhatTheEngineWrote() throws Exception {
        Path source = comfyPng("comfy.png");
        Path target = folder.resolve("labelled.png");
        label.write(source, target, "a.png");

        PictureCheck.output(target, "labelled.png");
        assertEquals(COMPOSITE, sourceType(target));
        assertEquals(List.of("tEXt", "iTXt"), textChunks(target));
        PictureMetadata metadata = PictureMetadata.read(target, "labelled.png");
        assertEquals("{\"3\": {}}", metadata.prompt().orElseThrow());
        assertEquals(TEXT, metadata.parameters().orElseThrow());
        assertSamePixels(source, target);
    }

    @Test
    void latinTextGoesIntoThePlainChunkThatOldReadersKnow() throws Exception {
        Path target = folder.resolve("labelled.png");
        new SyntheticLabel(Origin.TEXT_TO_IMAGE, "a café").write(comfyPng("a.png"), target, "a");
        assertEquals(List.of("tEXt", "tEXt"), textChunks(target));
        assertTrue(sourceType(target).endsWith("/trainedAlgorithmicMedia"));
        assertEquals("a café", PictureMetadata.read(target, "a").parameters().orElseThrow());
    }

    @Test
    void labellingTwiceIsLabellingOnce() throws Exception {
        for (Path source :
                List.of(
                        comfyPng("a.png"),
                        Pictures.jpeg(folder.resolve("a.jpg"), 40, 30),
                        Pictures.turnedJpeg(
                                folder.resolve("t.jpg"), Pictures.photo(40, 30, 1), 6))) {
            Path once = folder.resolve("once");
            Path twice = folder.resolve("twice");
            label.write(source, once, "once");
            label.write(once, twice, "twice");
            assertArrayEquals(Files.readAllBytes(once), Files.readAllBytes(twice));
        }
    }

    /// A full disk would have a picture made again that lies here whole.
    @Test
    @EnabledOnOs(OS.LINUX)
    void aDiskThatTakesNothingIsNoFaultOfThePicture() throws IOException {
        Path source = comfyPng("a.png");
        var label = new SyntheticLabel(Origin.TEXT_TO_IMAGE, "text");
        Path full = Files.createSymbolicLink(folder.resolve("b.png.part"), Path.of("/dev/full"));
        assertThrows(IOException.class, () -> label.write(source, folder.resolve("b.png"), "a"));
        assertTrue(Files.notExists(full));
        assertThrows(
                StudioException.class,
                () -> label.write(folder.resolve("gone.png"), folder.resolve("c.png"), "a"));
    }

    @Test
    void aLaterLabelReplacesAnEarlierOne() throws Exception {
        for (Path source :
                List.of(comfyPng("a.png"), Pictures.jpeg(folder.resolve("a.jpg"), 40, 30))) {
            Path target = folder.resolve("target");
            label.write(source, target, "a");
            new SyntheticLabel(Origin.TEXT_TO_IMAGE, "other").write(target, target, "a");
            assertTrue(sourceType(target).endsWith("/trainedAlgorithmicMedia"));
            assertEquals("other", PictureMetadata.read(target, "a").parameters().orElseThrow());
        }
    }

    @Test
    void aJpegTellsItsOrigin() throws Exception {
        Path source = Pictures.jpeg(folder.resolve("a.jpg"), 60, 40);
        Path target = folder.resolve("labelled.jpg");
        label.write(source, target, "a.jpg");
        PictureCheck.output(target, "labelled.jpg");
        assertEquals(COMPOSITE, sourceType(target));
        Metadata metadata = ImageMetadataReader.readMetadata(target.toFile());
        ExifSubIFDDirectory exif = first(metadata, ExifSubIFDDirectory.class);
        byte[] comment =
                Objects.requireNonNull(exif.getByteArray(ExifSubIFDDirectory.TAG_USER_COMMENT));
        assertEquals(TEXT, new String(comment, 8, comment.length - 8, StandardCharsets.UTF_16BE));
        assertEquals(TEXT, PictureMetadata.read(target, "a").parameters().orElseThrow());
        assertSamePixels(source, target);
    }

    @Test
    void exifOfACameraStays() throws Exception {
        Path source = Pictures.turnedJpeg(folder.resolve("t.jpg"), Pictures.photo(60, 40, 2), 6);
        Path target = folder.resolve("labelled.jpg");
        label.write(source, target, "t.jpg");
        assertEquals(6, PictureCheck.output(target, "t.jpg").orientation());
        assertEquals(COMPOSITE, sourceType(target));
    }

    @Test
    void anXmpPacketOfAnotherProgramIsKeptAndCompleted() throws Exception {
        String packet =
                """
                <x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF \
                xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" \
                xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmp:Rating="4"/></rdf:RDF></x:xmpmeta>""";
        byte[] xmp = ("XML:com.adobe.xmp\0\0\0\0\0" + packet).getBytes(StandardCharsets.UTF_8);
        byte[] png =
                new PngBuilder(4, 4, 8, 2, 0)
                        .pixels(new byte[4 * 13], 100)
                        .chunk("iTXt", xmp)
                        .end();
        Path source = Files.write(folder.resolve("rated.png"), png);
        Path target = folder.resolve("labelled.png");
        label.write(source, target, "rated.png");
        assertEquals(COMPOSITE, sourceType(target));
        assertEquals("4", xmpValues(target).get("xmp:Rating"));
    }

    @Test
    void theTextReadsAsOthersWriteIt() {
        Parameters parameters =
                Parameters.EMPTY
                        .with("denoise", ParameterValue.of(0.75))
                        .with("steps", ParameterValue.of(28))
                        .with("note", ParameterValue.of("a, b: \"c\""));
        String text =
                GenerationText.of("a fox", "blurry", parameters, 42, "Milan", "milan.safetensors")
                        .withSize(1024, 768)
                        .text();
        assertEquals(
                """
                a fox
                Negative prompt: blurry
                Denoising strength: 0.75, Steps: 28, note: "a, b: \\"c\\"", Seed: 42, Model: Milan, \
                Lora: milan.safetensors, Size: 1024x768""",
                text);
    }

    private Path comfyPng(String name) throws IOException {
        byte[] filtered = new byte[8 * (1 + 8 * 3)];
        new java.util.Random(4).nextBytes(filtered);
        for (int y = 0; y < 8; y++) {
            filtered[y * 25] = (byte) (y % 5);
        }
        byte[] prompt = "prompt\0{\"3\": {}}".getBytes(StandardCharsets.ISO_8859_1);
        byte[] png = new PngBuilder(8, 8, 8, 2, 0).chunk("tEXt", prompt).pixels(filtered, 40).end();
        return Files.write(folder.resolve(name), png);
    }

    private static List<String> textChunks(Path file) throws ImageProcessingException, IOException {
        return ImageMetadataReader.readMetadata(file.toFile())
                .getDirectoriesOfType(PngDirectory.class)
                .stream()
                .map(directory -> directory.getPngChunkType().getIdentifier())
                .filter(type -> type.endsWith("Xt"))
                .sorted(java.util.Comparator.reverseOrder())
                .toList();
    }

    private static String sourceType(Path file) throws ImageProcessingException, IOException {
        return String.valueOf(xmpValues(file).get("Iptc4xmpExt:DigitalSourceType"));
    }

    private static Map<String, String> xmpValues(Path file)
            throws ImageProcessingException, IOException {
        Metadata metadata = ImageMetadataReader.readMetadata(file.toFile());
        return first(metadata, XmpDirectory.class).getXmpProperties();
    }

    private static <T extends Directory> T first(Metadata metadata, Class<T> type) {
        return metadata.getDirectoriesOfType(type).iterator().next();
    }

    private static void assertSamePixels(Path one, Path other) throws IOException {
        BufferedImage a = ImageIO.read(one.toFile());
        BufferedImage b = ImageIO.read(other.toFile());
        assertArrayEquals(
                ((DataBufferByte) a.getRaster().getDataBuffer()).getData(),
                ((DataBufferByte) b.getRaster().getDataBuffer()).getData());
    }
}
