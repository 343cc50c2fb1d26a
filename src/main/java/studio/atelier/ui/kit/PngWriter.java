package studio.atelier.ui.kit;

import javafx.scene.image.Image;
import javafx.scene.image.PixelFormat;
import javafx.scene.image.PixelReader;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/// Writes an image as a PNG of eight-bit RGB. The screen has no alpha, and no AWT is needed for so little. Any
/// thread, as long as nobody draws into the image.
public final class PngWriter {
    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
    private static final byte FILTER_UP = 2;
    private static final int CHANNELS = 3;

    private PngWriter() {}

    public static byte[] encode(Image image) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        write(image, bytes);
        return bytes.toByteArray();
    }

    static void write(Image image, OutputStream out) throws IOException {
        int width = (int) image.getWidth();
        int height = (int) image.getHeight();
        out.write(SIGNATURE);
        ByteBuffer header = ByteBuffer.allocate(13);
        header.putInt(width).putInt(height).put((byte) 8).put((byte) 2);
        chunk(out, "IHDR", header.array());
        chunk(out, "IDAT", pixels(image.getPixelReader(), width, height));
        chunk(out, "IEND", new byte[0]);
    }

    /// Each row as its difference from the one above, which suits the flat areas of a screen.
    private static byte[] pixels(PixelReader reader, int width, int height) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        Deflater deflater = new Deflater(6);
        try (DeflaterOutputStream out = new DeflaterOutputStream(packed, deflater)) {
            int[] row = new int[width];
            byte[] above = new byte[width * CHANNELS];
            byte[] line = new byte[1 + width * CHANNELS];
            line[0] = FILTER_UP;
            for (int y = 0; y < height; y++) {
                reader.getPixels(0, y, width, 1, PixelFormat.getIntArgbInstance(), row, 0, width);
                for (int x = 0, at = 0; x < width; x++) {
                    for (int shift = 16; shift >= 0; shift -= 8, at++) {
                        byte value = (byte) (row[x] >> shift);
                        line[at + 1] = (byte) (value - above[at]);
                        above[at] = value;
                    }
                }
                out.write(line);
            }
        } finally {
            deflater.end();
        }
        return packed.toByteArray();
    }

    private static void chunk(OutputStream out, String type, byte[] data) throws IOException {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        CRC32 crc = new CRC32();
        crc.update(name);
        crc.update(data);
        out.write(ByteBuffer.allocate(4).putInt(data.length).array());
        out.write(name);
        out.write(data);
        out.write(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
    }
}
