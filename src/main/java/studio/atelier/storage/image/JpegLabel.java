package studio.atelier.storage.image;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// Copies a JPEG and puts the label into its head: XMP into an APP1 segment, the text into the EXIF
/// UserComment where the file has no EXIF of its own.
final class JpegLabel {
    private static final int MAX_SEGMENT = 65_533;
    private static final byte[] XMP =
            "http://ns.adobe.com/xap/1.0/\0".getBytes(StandardCharsets.ISO_8859_1);
    private static final byte[] EXIF = {'E', 'x', 'i', 'f', 0, 0};

    /// A big-endian TIFF of one directory that points to an EXIF directory of one entry, UserComment, up to
    /// the entry's count of bytes.
    private static final byte[] COMMENT_HEAD =
            new byte[] {
                'E',
                'x',
                'i',
                'f',
                0,
                0,
                'M',
                'M',
                0,
                42,
                0,
                0,
                0,
                8,
                0,
                1,
                (byte) 0x87,
                0x69,
                0,
                4,
                0,
                0,
                0,
                1,
                0,
                0,
                0,
                26,
                0,
                0,
                0,
                0,
                0,
                1,
                (byte) 0x92,
                (byte) 0x86,
                0,
                7
            };

    private static final int COMMENT_DATA = 44;
    private static final byte[] UNICODE = "UNICODE\0".getBytes(StandardCharsets.ISO_8859_1);

    private record Segment(int marker, byte[] data) {
        boolean is(int wanted, byte[] start) {
            return marker == wanted
                    && data.length >= start.length
                    && Arrays.equals(data, 0, start.length, start, 0, start.length);
        }
    }

    private JpegLabel() {}

    /// @param xmp the packet to put in, in place of any that is there
    static void copy(InputStream from, OutputStream to, String text, String xmp)
            throws IOException {
        DataInputStream in = new DataInputStream(from);
        DataOutputStream out = new DataOutputStream(to);
        List<Segment> head = new ArrayList<>();
        Segment next = readHead(in, head);
        head.removeIf(
                segment ->
                        segment.is(JpegHeader.APP1, XMP)
                                || segment.is(JpegHeader.APP1, COMMENT_HEAD));
        boolean foreignExif = head.stream().anyMatch(segment -> segment.is(JpegHeader.APP1, EXIF));
        int at = 0;
        while (at < head.size() && head.get(at).marker() <= JpegHeader.APP1) {
            at++;
        }
        head.add(at, new Segment(JpegHeader.APP1, xmpData(xmp)));
        if (!foreignExif) {
            head.add(at, new Segment(JpegHeader.APP1, comment(text)));
        }
        out.writeShort(0xff00 | JpegHeader.SOI);
        for (Segment segment : head) {
            write(out, segment);
        }
        write(out, next);
        in.transferTo(out);
        out.flush();
    }

    /// Reads the texts of the head under a PNG's keywords.
    static void read(InputStream from, Map<String, String> texts) throws IOException {
        List<Segment> head = new ArrayList<>();
        readHead(new DataInputStream(from), head);
        for (Segment segment : head) {
            if (segment.is(JpegHeader.APP1, XMP)) {
                texts.putIfAbsent(XmpPacket.PNG_KEYWORD, xmpOf(segment));
            } else if (segment.is(JpegHeader.APP1, COMMENT_HEAD)) {
                int start = EXIF.length + COMMENT_DATA + UNICODE.length;
                if (segment.data().length > start) {
                    byte[] data = segment.data();
                    texts.putIfAbsent(
                            PngLabel.PARAMETERS,
                            new String(
                                    data, start, data.length - start, StandardCharsets.UTF_16BE));
                }
            }
        }
    }

    /// Reads the APP segments that follow SOI.
    ///
    /// @return the first segment of another kind
    private static Segment readHead(DataInputStream in, List<Segment> head) throws IOException {
        in.skipNBytes(2);
        while (true) {
            int marker = JpegHeader.nextMarker(in);
            int length = in.readUnsignedShort() - 2;
            if (length < 0) {
                throw new UnreadablePicture(PictureFault.DAMAGED, "length of a JPEG segment");
            }
            byte[] data = new byte[length];
            in.readFully(data);
            Segment segment = new Segment(marker, data);
            if (marker < 0xe0 || marker > 0xef) {
                return segment;
            }
            head.add(segment);
        }
    }

    private static void write(DataOutputStream out, Segment segment) throws IOException {
        out.writeShort(0xff00 | segment.marker());
        out.writeShort(segment.data().length + 2);
        out.write(segment.data());
    }

    private static String xmpOf(Segment segment) {
        byte[] data = segment.data();
        return new String(data, XMP.length, data.length - XMP.length, StandardCharsets.UTF_8);
    }

    private static byte[] xmpData(String xmp) throws IOException {
        byte[] packet = xmp.getBytes(StandardCharsets.UTF_8);
        if (packet.length + XMP.length > MAX_SEGMENT) {
            throw new UnreadablePicture(PictureFault.TOO_COMPLEX, "XMP fills a whole segment");
        }
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        data.writeBytes(XMP);
        data.writeBytes(packet);
        return data.toByteArray();
    }

    private static byte[] comment(String text) throws IOException {
        int most = (MAX_SEGMENT - EXIF.length - COMMENT_DATA - UNICODE.length) / 2;
        String fitting = text.length() <= most ? text : text.substring(0, most);
        byte[] words = fitting.getBytes(StandardCharsets.UTF_16BE);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.write(COMMENT_HEAD);
        out.writeInt(UNICODE.length + words.length);
        out.writeInt(COMMENT_DATA);
        out.writeInt(0);
        out.write(UNICODE);
        out.write(words);
        return bytes.toByteArray();
    }
}
