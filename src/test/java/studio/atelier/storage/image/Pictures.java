package studio.atelier.storage.image;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/// Makes picture files for tests.
public final class Pictures {
    private Pictures() {}

    /// Gradients with a little noise, as a photo has both.
    public static BufferedImage photo(int width, int height, long seed) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Random random = new Random(seed);
        double fx = 2 + random.nextInt(6);
        double fy = 2 + random.nextInt(6);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int noise = random.nextInt(25);
                int r = (int) (115 + 110 * Math.sin(fx * x / width + fy * y / height));
                int g = 230 * x / width;
                int b = 230 * y / height;
                image.setRGB(x, y, (r + noise) << 16 | (g + noise) << 8 | (b + noise));
            }
        }
        return image;
    }

    public static Path png(Path file, int width, int height) throws IOException {
        ImageIO.write(photo(width, height, 7), "png", file.toFile());
        return file;
    }

    /// A PNG as common writers make it: for each row the filter with the least sum of differences.
    ///
    /// @param level of zlib
    public static byte[] encode(BufferedImage image, int level) throws IOException {
        int width = image.getWidth();
        int length = width * 3;
        byte[] above = new byte[length];
        byte[] row = new byte[length];
        ByteArrayOutputStream rows = new ByteArrayOutputStream((length + 1) * image.getHeight());
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < width; x++) {
                int rgb = image.getRGB(x, y);
                row[x * 3] = (byte) (rgb >> 16);
                row[x * 3 + 1] = (byte) (rgb >> 8);
                row[x * 3 + 2] = (byte) rgb;
            }
            byte[] best = filtered(0, row, above, 3);
            for (int filter = 1; filter < 5; filter++) {
                byte[] candidate = filtered(filter, row, above, 3);
                best = sum(candidate) < sum(best) ? candidate : best;
            }
            rows.writeBytes(best);
            System.arraycopy(row, 0, above, 0, length);
        }
        return new PngBuilder(width, image.getHeight(), 8, 2, 0)
                .pixels(rows.toByteArray(), 32 * 1024, level)
                .end();
    }

    /// A row with its filter's number before it.
    public static byte[] filtered(int filter, byte[] row, byte[] above, int step) {
        byte[] out = new byte[row.length + 1];
        out[0] = (byte) filter;
        for (int i = 0; i < row.length; i++) {
            int a = i >= step ? row[i - step] & 0xff : 0;
            int b = above[i] & 0xff;
            int c = i >= step ? above[i - step] & 0xff : 0;
            int predicted =
                    switch (filter) {
                        case 1 -> a;
                        case 2 -> b;
                        case 3 -> (a + b) / 2;
                        case 4 -> paeth(a, b, c);
                        default -> 0;
                    };
            out[i + 1] = (byte) (row[i] - predicted);
        }
        return out;
    }

    /// As the specification has it.
    private static int paeth(int a, int b, int c) {
        int p = a + b - c;
        int pa = Math.abs(p - a);
        int pb = Math.abs(p - b);
        int pc = Math.abs(p - c);
        if (pa <= pb && pa <= pc) {
            return a;
        }
        return pb <= pc ? b : c;
    }

    private static long sum(byte[] row) {
        long sum = 0;
        for (int i = 1; i < row.length; i++) {
            sum += Math.abs(row[i]);
        }
        return sum;
    }

    public static Path jpeg(Path file, int width, int height) throws IOException {
        return jpeg(file, photo(width, height, 7), false);
    }

    public static Path jpeg(Path file, BufferedImage image, boolean progressive)
            throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(file.toFile())) {
            writer.setOutput(out);
            ImageWriteParam param = writer.getDefaultWriteParam();
            param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            param.setCompressionQuality(0.88f);
            if (progressive) {
                param.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
            }
            writer.write(null, new IIOImage(image, null, null), param);
        } finally {
            writer.dispose();
        }
        return file;
    }

    /// A JPEG whose EXIF says how it is to be turned.
    public static Path turnedJpeg(Path file, BufferedImage image, int orientation)
            throws IOException {
        jpeg(file, image, false);
        byte[] plain = Files.readAllBytes(file);
        byte[] exif = {
            (byte) 0xff,
            (byte) 0xe1,
            0,
            34,
            'E',
            'x',
            'i',
            'f',
            0,
            0,
            'I',
            'I',
            42,
            0,
            8,
            0,
            0,
            0,
            1,
            0,
            0x12,
            1,
            3,
            0,
            1,
            0,
            0,
            0,
            (byte) orientation,
            0,
            0,
            0,
            0,
            0,
            0,
            0
        };
        try (OutputStream out = Files.newOutputStream(file)) {
            out.write(plain, 0, 2);
            out.write(exif);
            out.write(plain, 2, plain.length - 2);
        }
        return file;
    }

    /// Builds PNG files chunk by chunk, right or wrong.
    public static final class PngBuilder {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final DataOutputStream out = new DataOutputStream(bytes);

        public PngBuilder(int width, int height, int bitDepth, int colorType, int interlace)
                throws IOException {
            out.writeLong(0x89504e470d0a1a0aL);
            ByteArrayOutputStream header = new ByteArrayOutputStream();
            DataOutputStream fields = new DataOutputStream(header);
            fields.writeInt(width);
            fields.writeInt(height);
            fields.write(new byte[] {(byte) bitDepth, (byte) colorType, 0, 0, (byte) interlace});
            chunk("IHDR", header.toByteArray());
        }

        public PngBuilder chunk(String type, byte[] data) throws IOException {
            byte[] name = type.getBytes(StandardCharsets.ISO_8859_1);
            CRC32 crc = new CRC32();
            crc.update(name);
            crc.update(data);
            out.writeInt(data.length);
            out.write(name);
            out.write(data);
            out.writeInt((int) crc.getValue());
            return this;
        }

        /// Compresses filtered rows into chunks of at most `piece` bytes.
        public PngBuilder pixels(byte[] filtered, int piece) throws IOException {
            return pixels(filtered, piece, 4);
        }

        /// @param level of zlib
        public PngBuilder pixels(byte[] filtered, int piece, int level) throws IOException {
            ByteArrayOutputStream compressed = new ByteArrayOutputStream();
            Deflater deflater = new Deflater(level);
            try (var to = new DeflaterOutputStream(compressed, deflater)) {
                to.write(filtered);
            } finally {
                deflater.end();
            }
            byte[] all = compressed.toByteArray();
            for (int at = 0; at < all.length; at += piece) {
                int end = Math.min(all.length, at + piece);
                chunk("IDAT", java.util.Arrays.copyOfRange(all, at, end));
            }
            return this;
        }

        public byte[] end() throws IOException {
            chunk("IEND", new byte[0]);
            return bytes.toByteArray();
        }
    }
}
