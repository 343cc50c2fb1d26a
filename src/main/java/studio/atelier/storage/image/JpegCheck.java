package studio.atelier.storage.image;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// Checks a JPEG from its first marker to its last, then decodes it once at low resolution.
final class JpegCheck {
    private static final int BUFFER = 64 * 1024;

    private JpegCheck() {}

    /// @param in the file from its first byte
    /// @return whether the file goes on after the picture
    static boolean verify(Path file, InputStream in) throws IOException {
        boolean goesOn;
        try (var data = open(in)) {
            goesOn = walk(data);
        } catch (EOFException e) {
            throw new UnreadablePicture(PictureFault.TRUNCATED, "ends before its last marker", e);
        }
        ImageIoJpegDecoder.verify(file);
        return goesOn;
    }

    /// Refuses what would cost its decoder too much, which only a progressive picture can.
    static void requireBounded(Path file) throws IOException {
        if (!isProgressive(file)) {
            return;
        }
        try (var in = open(Files.newInputStream(file))) {
            walk(in);
        } catch (EOFException e) {
            throw new UnreadablePicture(PictureFault.TRUNCATED, "ends before its last marker", e);
        }
    }

    private static boolean isProgressive(Path file) throws IOException {
        try (var in = open(Files.newInputStream(file))) {
            return JpegHeader.read(in).progressive();
        }
    }

    private static DataInputStream open(InputStream in) {
        return new DataInputStream(new BufferedInputStream(in, BUFFER));
    }

    private static boolean walk(DataInputStream in) throws IOException {
        in.skipNBytes(2);
        int scans = 0;
        long pixels = 0;
        int marker = JpegHeader.nextMarker(in);
        while (marker != JpegHeader.EOI) {
            int length = in.readUnsignedShort() - 2;
            if (length < 0) {
                throw new UnreadablePicture(PictureFault.DAMAGED, "length of a JPEG segment");
            }
            if (JpegHeader.isFrame(marker) && length >= 6) {
                in.skipNBytes(1);
                pixels = (long) in.readUnsignedShort() * in.readUnsignedShort();
                in.skipNBytes(length - 5);
                boolean heavy = marker != 0xc0 && marker != 0xc1;
                if (heavy && pixels > PictureLimits.MAX_PROGRESSIVE_PIXELS) {
                    throw new UnreadablePicture(PictureFault.TOO_COMPLEX, "progressive");
                }
            } else {
                in.skipNBytes(length);
            }
            if (marker == JpegHeader.SOS) {
                if (++scans > PictureLimits.MAX_JPEG_SCANS) {
                    throw new UnreadablePicture(PictureFault.TOO_COMPLEX, "too many scans");
                }
                marker = skipEntropyCoded(in);
            } else {
                marker = JpegHeader.nextMarker(in);
            }
        }
        if (scans == 0) {
            throw new UnreadablePicture(PictureFault.DAMAGED, "no pixels");
        }
        return in.read() >= 0;
    }

    /// @return the marker that ends the pixel data
    private static int skipEntropyCoded(DataInputStream in) throws IOException {
        while (true) {
            if (in.readUnsignedByte() == 0xff) {
                int marker = in.readUnsignedByte();
                while (marker == 0xff) {
                    marker = in.readUnsignedByte();
                }
                boolean restart = marker >= 0xd0 && marker <= 0xd7;
                if (marker != 0 && !restart) {
                    return marker;
                }
            }
        }
    }
}
