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
            ByteArrayOutputStream compressed = new ByteArrayOutputStream();
            Deflater deflater = new Deflater(4);
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
