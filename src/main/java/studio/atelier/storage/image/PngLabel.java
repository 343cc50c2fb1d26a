package studio.atelier.storage.image;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/// Copies a PNG chunk by chunk and puts the label's two text chunks before the first pixels.
final class PngLabel {
    static final String PARAMETERS = "parameters";

    private static final int SIGNATURE_BYTES = 8;
    private static final int TEXT = 0x74455874;
    private static final int INTERNATIONAL = 0x69545874;
    private static final int COMPRESSED = 0x7a545874;

    private PngLabel() {}

    /// @param xmp the packet to put in, in place of any that is there
    static void copy(InputStream from, OutputStream to, String text, String xmp)
            throws IOException {
        DataInputStream in = new DataInputStream(from);
        DataOutputStream out = new DataOutputStream(to);
        out.write(in.readNBytes(SIGNATURE_BYTES));
        boolean labelled = false;
        int type;
        do {
            int length = in.readInt();
            type = in.readInt();
            if (length < 0) {
                throw new UnreadablePicture(PictureFault.DAMAGED, "length of a chunk");
            }
            if (type == PngChunks.IDAT && !labelled) {
                writeText(out, PARAMETERS, text);
                writeInternational(out, XmpPacket.PNG_KEYWORD, xmp);
                labelled = true;
            }
            if (isText(type) && length <= PictureMetadata.MAX_CHUNK) {
                byte[] data = new byte[length];
                in.readFully(data);
                in.skipNBytes(4);
                String keyword = PngText.parse(type, data).keyword();
                if (!keyword.equals(PARAMETERS) && !keyword.equals(XmpPacket.PNG_KEYWORD)) {
                    writeChunk(out, type, data);
                }
            } else {
                out.writeInt(length);
                out.writeInt(type);
                transfer(in, out, length + 4L);
            }
        } while (type != PngChunks.IEND);
        out.flush();
    }

    static boolean isText(int type) {
        return type == TEXT || type == INTERNATIONAL || type == COMPRESSED;
    }

    /// As plain text where Latin-1 is enough, which the oldest readers understand too.
    private static void writeText(DataOutputStream out, String keyword, String text)
            throws IOException {
        if (!StandardCharsets.ISO_8859_1.newEncoder().canEncode(text)) {
            writeInternational(out, keyword, text);
            return;
        }
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        data.writeBytes(keyword.getBytes(StandardCharsets.ISO_8859_1));
        data.write(0);
        data.writeBytes(text.replace("\0", "").getBytes(StandardCharsets.ISO_8859_1));
        writeChunk(out, TEXT, data.toByteArray());
    }

    private static void writeInternational(DataOutputStream out, String keyword, String text)
            throws IOException {
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        data.writeBytes(keyword.getBytes(StandardCharsets.ISO_8859_1));
        // End of the keyword, not compressed, method 0, no language, no translated keyword.
        data.writeBytes(new byte[5]);
        data.writeBytes(text.replace("\0", "").getBytes(StandardCharsets.UTF_8));
        writeChunk(out, INTERNATIONAL, data.toByteArray());
    }

    private static void writeChunk(DataOutputStream out, int type, byte[] data) throws IOException {
        CRC32 crc = new CRC32();
        for (int shift = 24; shift >= 0; shift -= 8) {
            crc.update(type >> shift);
        }
        crc.update(data);
        out.writeInt(data.length);
        out.writeInt(type);
        out.write(data);
        out.writeInt((int) crc.getValue());
    }

    static void transfer(InputStream in, OutputStream out, long bytes) throws IOException {
        byte[] buffer = new byte[16 * 1024];
        long left = bytes;
        while (left > 0) {
            int n = in.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (n < 0) {
                throw new UnreadablePicture(PictureFault.TRUNCATED, "ends within a chunk");
            }
            out.write(buffer, 0, n);
            left -= n;
        }
    }
}
