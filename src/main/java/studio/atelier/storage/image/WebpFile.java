package studio.atelier.storage.image;

import com.twelvemonkeys.imageio.plugins.webp.WebPImageReaderSpi;

import java.awt.image.BufferedImage;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import javax.imageio.ImageReader;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.ImageInputStream;

/// A WebP of one still picture. Its chunks are walked before its decoder sees it, because the decoder believes
/// what the inner headers say of the size. Blocks.
///
/// @param orientation EXIF 1 to 8
record WebpFile(int width, int height, int orientation) {
    private static final int RIFF_HEAD = 12;
    private static final int FRAME_HEAD = 10;
    private static final int LONGEST_EXIF = 1 << 20;
    private static final int ANIMATED = 0x02;

    /// Proves that the file's parts fit together.
    ///
    /// @param header what the file's start says
    static WebpFile read(Path file, PictureHeader header) throws IOException {
        if ((long) header.width() * header.height() > PictureLimits.MAX_DECODED_PIXELS) {
            throw new UnreadablePicture(PictureFault.TOO_COMPLEX, "WebP of many pixels");
        }
        try (var in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            return walk(in, header);
        } catch (EOFException e) {
            throw new UnreadablePicture(PictureFault.TRUNCATED, "ends within a chunk", e);
        }
    }

    /// Decodes all of it, as stored: not turned yet.
    static BufferedImage decode(Path file) throws IOException {
        ImageReader reader = new WebPImageReaderSpi().createReaderInstance(null);
        try (ImageInputStream in = new FileImageInputStream(file.toFile())) {
            reader.setInput(in, true, true);
            return reader.read(0);
        } catch (EOFException e) {
            throw new UnreadablePicture(PictureFault.TRUNCATED, "ends within its pixels", e);
        } catch (javax.imageio.IIOException
                | IllegalArgumentException
                | IllegalStateException
                | IndexOutOfBoundsException
                | ArithmeticException
                | NegativeArraySizeException
                | NullPointerException
                | ClassCastException
                | UnsupportedOperationException e) {
            // The decoder meets hostile bytes with whatever exception is nearest.
            throw new UnreadablePicture(PictureFault.DAMAGED, String.valueOf(e.getMessage()), e);
        } finally {
            reader.dispose();
        }
    }

    private static WebpFile walk(DataInputStream in, PictureHeader header) throws IOException {
        byte[] head = new byte[RIFF_HEAD];
        in.readFully(head);
        long left = (little(head, 4) & 0xffffffffL) - 4;
        int orientation = 1;
        int frames = 0;
        while (left >= 8) {
            String kind = new String(in.readNBytes(4), java.nio.charset.StandardCharsets.US_ASCII);
            byte[] size = new byte[4];
            in.readFully(size);
            long length = little(size, 0) & 0xffffffffL;
            long padded = length + (length & 1);
            left -= 8 + padded;
            if (left < -1) {
                throw new UnreadablePicture(PictureFault.DAMAGED, "length of a WebP chunk");
            }
            byte[] start = new byte[(int) Math.min(length, kept(kind))];
            in.readFully(start);
            switch (kind) {
                case "VP8X" -> requireStill(start);
                case "VP8 ", "VP8L" -> {
                    requireSize(kind, start, header);
                    frames++;
                }
                case "ANIM", "ANMF" -> throw animated();
                case "EXIF" -> orientation = exif(start).orientation();
                default -> {} // profiles and whatever else may come
            }
            // The last byte of padding is forgotten by some writers.
            in.skipNBytes(left <= 0 ? length - start.length : padded - start.length);
        }
        if (frames != 1) {
            throw new UnreadablePicture(PictureFault.DAMAGED, "WebP of " + frames + " pictures");
        }
        return new WebpFile(header.width(), header.height(), orientation);
    }

    private static int kept(String kind) {
        return kind.equals("EXIF") ? LONGEST_EXIF : FRAME_HEAD;
    }

    /// Some writers put JPEG's prefix before it.
    private static Exif exif(byte[] data) {
        boolean prefixed = data.length > 6 && data[0] == 'E' && data[1] == 'x';
        return Exif.read(data, prefixed ? 6 : 0);
    }

    private static void requireStill(byte[] flags) throws IOException {
        if (flags.length > 0 && (flags[0] & ANIMATED) != 0) {
            throw animated();
        }
    }

    private static void requireSize(String kind, byte[] b, PictureHeader canvas)
            throws IOException {
        if (b.length < FRAME_HEAD) {
            throw new UnreadablePicture(PictureFault.TRUNCATED, "ends within a frame's header");
        }
        int width;
        int height;
        if (kind.equals("VP8L")) {
            int bits = little(b, 1);
            width = (bits & 0x3fff) + 1;
            height = (bits >>> 14 & 0x3fff) + 1;
        } else {
            width = ((b[6] & 0xff) | (b[7] & 0xff) << 8) & 0x3fff;
            height = ((b[8] & 0xff) | (b[9] & 0xff) << 8) & 0x3fff;
        }
        if (width != canvas.width() || height != canvas.height()) {
            throw new UnreadablePicture(PictureFault.DAMAGED, "WebP frame of another size");
        }
    }

    private static UnreadablePicture animated() {
        return new UnreadablePicture(PictureFault.ANIMATED, "WebP animation");
    }

    private static int little(byte[] b, int at) {
        return (b[at] & 0xff)
                | (b[at + 1] & 0xff) << 8
                | (b[at + 2] & 0xff) << 16
                | (b[at + 3] & 0xff) << 24;
    }
}
