package studio.atelier.engine.demo;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/// Writes PNG with text chunks before the pixels, as ComfyUI's files have them, and fast: 8-bit RGB (RGBA when
/// the picture has alpha), one filter, light compression.
final class PngFile {
    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10};
    private static final int COMPRESSION = 4;
    private static final byte FILTER_SUB = 1;

    private PngFile() {}

    /// @param texts `tEXt` chunks by keyword, ASCII
    static byte[] encode(BufferedImage image, Map<String, String> texts) {
        boolean alpha = image.getColorModel().hasAlpha();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(image.getWidth() * 1024);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.write(SIGNATURE);
            chunk(out, "IHDR", header(image, alpha));
            for (Map.Entry<String, String> text : texts.entrySet()) {
                String body = text.getKey() + '\0' + text.getValue();
                chunk(out, "tEXt", body.getBytes(StandardCharsets.ISO_8859_1));
            }
            chunk(out, "IDAT", pixels(image, alpha));
            chunk(out, "IEND", new byte[0]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static byte[] header(BufferedImage image, boolean alpha) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(13);
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeInt(image.getWidth());
        out.writeInt(image.getHeight());
        out.write(new byte[] {8, (byte) (alpha ? 6 : 2), 0, 0, 0});
        return bytes.toByteArray();
    }

    private static byte[] pixels(BufferedImage image, boolean alpha) throws IOException {
        int width = image.getWidth();
        int channels = alpha ? 4 : 3;
        int[] line = new int[width];
        byte[] row = new byte[1 + width * channels];
        row[0] = FILTER_SUB;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(width * image.getHeight());
        Deflater deflater = new Deflater(COMPRESSION);
        try (DeflaterOutputStream out = new DeflaterOutputStream(bytes, deflater, 1 << 16)) {
            for (int y = 0; y < image.getHeight(); y++) {
                image.getRGB(0, y, width, 1, line, 0, width);
                filter(line, row, channels);
                out.write(row);
            }
        } finally {
            deflater.end();
        }
        return bytes.toByteArray();
    }

    /// Each byte becomes its difference from the pixel to the left.
    private static void filter(int[] line, byte[] row, int channels) {
        int left = 0;
        int at = 1;
        for (int pixel : line) {
            row[at++] = (byte) ((pixel >> 16) - (left >> 16));
            row[at++] = (byte) ((pixel >> 8) - (left >> 8));
            row[at++] = (byte) (pixel - left);
            if (channels == 4) {
                row[at++] = (byte) ((pixel >>> 24) - (left >>> 24));
            }
            left = pixel;
        }
    }

    private static void chunk(DataOutputStream out, String type, byte[] body) throws IOException {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        CRC32 crc = new CRC32();
        crc.update(name);
        crc.update(body);
        out.writeInt(body.length);
        out.write(name);
        out.write(body);
        out.writeInt((int) crc.getValue());
    }
}
