package studio.atelier.storage.image;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Copies a JPEG without what tells where it was taken: pixels stay as they are. What follows the picture in the
/// same file (a film, a second picture with EXIF of its own) is left behind too.
final class CleanJpeg {
    private static final int APP2 = 0xe2;
    private static final byte[] EXIF = {'E', 'x', 'i', 'f', 0, 0};
    private static final byte[] XMP = ascii("http://ns.adobe.com/xap/1.0/\0");
    private static final byte[] XMP_EXTENSION = ascii("http://ns.adobe.com/xmp/extension/\0");
    private static final byte[] PICTURES = ascii("MPF\0");

    /// A big-endian TIFF of one entry, the orientation, up to its value.
    private static final byte[] TURN_ONLY = {
        'E', 'x', 'i', 'f', 0, 0, 'M', 'M', 0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0
    };

    private static final int TURN_REST = 7;

    private CleanJpeg() {}

    /// Reads as far as the first pixels.
    static Exif look(InputStream from) throws IOException {
        DataInputStream in = new DataInputStream(from);
        in.skipNBytes(2);
        Exif found = Exif.NONE;
        while (true) {
            int marker = JpegHeader.nextMarker(in);
            if (marker == JpegHeader.SOS || marker == JpegHeader.EOI) {
                return found;
            }
            byte[] data = segment(in);
            found = found.and(exif(marker, data));
        }
    }

    /// @param orientation written in place of the EXIF that is dropped, unless it is 1
    static void copy(InputStream from, OutputStream to, int orientation) throws IOException {
        DataInputStream in = new DataInputStream(from);
        DataOutputStream out = new DataOutputStream(to);
        in.skipNBytes(2);
        out.writeShort(0xff00 | JpegHeader.SOI);
        int marker = JpegHeader.nextMarker(in);
        boolean turned = orientation == 1;
        while (marker != JpegHeader.EOI) {
            byte[] data = segment(in);
            if (!turned && marker != JpegHeader.APP1 - 1) {
                write(out, JpegHeader.APP1, turn(orientation));
                turned = true;
            }
            if (isKept(marker, data)) {
                write(out, marker, data);
            }
            marker =
                    marker == JpegHeader.SOS
                            ? copyEntropyCoded(in, out)
                            : JpegHeader.nextMarker(in);
        }
        out.writeShort(0xff00 | JpegHeader.EOI);
        out.flush();
    }

    private static boolean isKept(int marker, byte[] data) {
        return !exif(marker, data).isUnwanted() && !(marker == APP2 && starts(data, PICTURES));
    }

    private static Exif exif(int marker, byte[] data) {
        if (marker != JpegHeader.APP1) {
            return Exif.NONE;
        }
        if (starts(data, EXIF)) {
            return Exif.read(data, EXIF.length);
        }
        boolean packet = starts(data, XMP) && LocatedText.in(data);
        // It comes in pieces, and a word may be cut in two.
        return new Exif(1, packet || starts(data, XMP_EXTENSION));
    }

    private static byte[] turn(int orientation) {
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        data.writeBytes(TURN_ONLY);
        data.write(orientation);
        data.writeBytes(new byte[TURN_REST - 1]);
        return data.toByteArray();
    }

    private static byte[] segment(DataInputStream in) throws IOException {
        int length = in.readUnsignedShort() - 2;
        if (length < 0) {
            throw new UnreadablePicture(PictureFault.DAMAGED, "length of a JPEG segment");
        }
        byte[] data = new byte[length];
        in.readFully(data);
        return data;
    }

    private static void write(DataOutputStream out, int marker, byte[] data) throws IOException {
        out.writeShort(0xff00 | marker);
        out.writeShort(data.length + 2);
        out.write(data);
    }

    /// @return the marker that ends the pixel data, not yet written
    private static int copyEntropyCoded(DataInputStream in, OutputStream out) throws IOException {
        while (true) {
            int value = in.readUnsignedByte();
            if (value != 0xff) {
                out.write(value);
                continue;
            }
            int marker = in.readUnsignedByte();
            while (marker == 0xff) {
                marker = in.readUnsignedByte();
            }
            boolean restart = marker >= 0xd0 && marker <= 0xd7;
            if (marker != 0 && !restart) {
                return marker;
            }
            out.write(0xff);
            out.write(marker);
        }
    }

    private static boolean starts(byte[] data, byte[] with) {
        return data.length >= with.length
                && Arrays.equals(data, 0, with.length, with, 0, with.length);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
