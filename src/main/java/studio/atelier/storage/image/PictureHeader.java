package studio.atelier.storage.image;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/// What the first bytes of a picture file say of it. Nothing is decoded.
///
/// @param width pixels as stored
/// @param height pixels as stored
/// @param orientation EXIF 1 to 8, 1 for upright
public record PictureHeader(PictureFormat format, int width, int height, int orientation) {
    private static final int BUFFER = 8 * 1024;

    /// Whether the stored rows are columns on the screen.
    public boolean isTurned() {
        return orientation >= 5;
    }

    /// Width as a person sees it.
    public int shownWidth() {
        return isTurned() ? height : width;
    }

    /// Height as a person sees it.
    public int shownHeight() {
        return isTurned() ? width : height;
    }

    static PictureHeader read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new UnreadablePicture(PictureFault.NOT_A_FILE, "not a regular file");
        }
        try (InputStream in = Files.newInputStream(file)) {
            return read(in);
        }
    }

    /// Reads as far as needed, at most a few segments of a JPEG.
    static PictureHeader read(InputStream in) throws IOException {
        // Reads ahead on its own terms, so that the mark survives and nothing is read byte by byte.
        var buffered = new java.io.BufferedInputStream(in, BUFFER);
        buffered.mark(PictureFormat.MAGIC_BYTES + 1);
        byte[] start = buffered.readNBytes(PictureFormat.MAGIC_BYTES);
        buffered.reset();
        Optional<PictureFormat> format = PictureFormat.of(start);
        if (format.isEmpty()) {
            throw unrecognised(start);
        }
        try {
            var data = new DataInputStream(buffered);
            return switch (format.get()) {
                case PNG -> png(data);
                case JPEG -> JpegHeader.read(data).asPicture();
                case WEBP -> webp(data);
                case GIF -> gif(data);
            };
        } catch (java.io.EOFException e) {
            throw new UnreadablePicture(PictureFault.TRUNCATED, "ends within its header", e);
        }
    }

    private static PictureHeader png(DataInputStream in) throws IOException {
        in.skipNBytes(8);
        PngHeader header = PngHeader.read(in);
        return new PictureHeader(PictureFormat.PNG, header.width(), header.height(), 1);
    }

    private static PictureHeader gif(DataInputStream in) throws IOException {
        in.skipNBytes(6);
        int width = Short.reverseBytes(in.readShort()) & 0xffff;
        int height = Short.reverseBytes(in.readShort()) & 0xffff;
        return sized(PictureFormat.GIF, width, height);
    }

    /// The three kinds of a WebP file hold their size in three ways.
    private static PictureHeader webp(DataInputStream in) throws IOException {
        in.skipNBytes(12);
        String kind = new String(in.readNBytes(4), StandardCharsets.ISO_8859_1);
        in.skipNBytes(4);
        byte[] b = in.readNBytes(10);
        if (b.length < 10) {
            throw new UnreadablePicture(PictureFault.TRUNCATED, "ends within its header");
        }
        return switch (kind) {
            case "VP8X" -> sized(PictureFormat.WEBP, little24(b, 4) + 1, little24(b, 7) + 1);
            case "VP8L" -> {
                int bits = (b[1] & 0xff) | little24(b, 2) << 8;
                yield sized(PictureFormat.WEBP, (bits & 0x3fff) + 1, (bits >> 14 & 0x3fff) + 1);
            }
            case "VP8 " ->
                    sized(
                            PictureFormat.WEBP,
                            little24(b, 6) & 0x3fff,
                            ((b[8] & 0xff) | (b[9] & 0xff) << 8) & 0x3fff);
            default -> throw new UnreadablePicture(PictureFault.DAMAGED, "WebP chunk " + kind);
        };
    }

    private static PictureHeader sized(PictureFormat format, int width, int height)
            throws UnreadablePicture {
        if (width <= 0 || height <= 0) {
            throw new UnreadablePicture(PictureFault.DAMAGED, "no pixels");
        }
        return new PictureHeader(format, width, height, 1);
    }

    private static int little24(byte[] b, int at) {
        return (b[at] & 0xff) | (b[at + 1] & 0xff) << 8 | (b[at + 2] & 0xff) << 16;
    }

    /// HEIC, AVIF and films have the same container; the word after its name tells them apart.
    private static UnreadablePicture film(String brand) {
        PictureFault fault =
                switch (brand) {
                    case "avif", "avis" -> PictureFault.AVIF;
                    case "heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1" ->
                            PictureFault.HEIC;
                    default -> PictureFault.NOT_A_PICTURE;
                };
        return new UnreadablePicture(fault, "brand " + brand);
    }

    private static UnreadablePicture unrecognised(byte[] start) {
        if (start.length == 0) {
            return new UnreadablePicture(PictureFault.EMPTY, "no bytes");
        }
        String text =
                new String(start, StandardCharsets.ISO_8859_1).strip().toLowerCase(Locale.ROOT);
        if (text.startsWith("ftyp", 4)) {
            return film(text.substring(8));
        }
        if (isBitmap(start) || isTiff(start)) {
            return new UnreadablePicture(PictureFault.FORMAT_UNSUPPORTED, "BMP or TIFF");
        }
        boolean html =
                text.startsWith("<!") || text.startsWith("<html") || text.startsWith("<head");
        return new UnreadablePicture(
                html ? PictureFault.HTML : PictureFault.NOT_A_PICTURE, "starts with other bytes");
    }

    private static boolean isBitmap(byte[] start) {
        return start.length > 1 && start[0] == 'B' && start[1] == 'M';
    }

    private static boolean isTiff(byte[] start) {
        if (start.length < 4) {
            return false;
        }
        boolean little = start[0] == 'I' && start[1] == 'I' && start[2] == 42 && start[3] == 0;
        boolean big = start[0] == 'M' && start[1] == 'M' && start[2] == 0 && start[3] == 42;
        return little || big;
    }
}
