package studio.atelier.storage.image;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Locale;

/// Copies a PNG without what tells where it was taken: pixels and all other texts stay as they are.
final class CleanPng {
    private static final int EXIF = 0x65584966;
    private static final int SIGNATURE_BYTES = 8;
    private static final int CHECK_SUM_BYTES = 4;

    /// How ImageMagick keeps EXIF, as a text of hex digits.
    private static final String RAW_PROFILE = "raw profile type ";

    private CleanPng() {}

    static Exif look(InputStream from) throws IOException {
        DataInputStream in = new DataInputStream(from);
        in.skipNBytes(SIGNATURE_BYTES);
        Exif found = Exif.NONE;
        int type;
        do {
            int length = length(in);
            type = in.readInt();
            if (isOfInterest(type, length)) {
                byte[] data = new byte[length];
                in.readFully(data);
                found = found.and(exif(type, data));
                in.skipNBytes(CHECK_SUM_BYTES);
            } else {
                in.skipNBytes(length + (long) CHECK_SUM_BYTES);
            }
        } while (type != PngChunks.IEND);
        return found;
    }

    /// Ends with the picture, whatever follows it in the file.
    static void copy(InputStream from, OutputStream to) throws IOException {
        DataInputStream in = new DataInputStream(from);
        DataOutputStream out = new DataOutputStream(to);
        out.write(in.readNBytes(SIGNATURE_BYTES));
        int type;
        do {
            int length = length(in);
            type = in.readInt();
            if (isOfInterest(type, length)) {
                byte[] data = new byte[length];
                in.readFully(data);
                int sum = in.readInt();
                if (!exif(type, data).isUnwanted()) {
                    out.writeInt(length);
                    out.writeInt(type);
                    out.write(data);
                    out.writeInt(sum);
                }
            } else {
                out.writeInt(length);
                out.writeInt(type);
                PngLabel.transfer(in, out, length + (long) CHECK_SUM_BYTES);
            }
        } while (type != PngChunks.IEND);
        out.flush();
    }

    private static boolean isOfInterest(int type, int length) {
        return length <= PictureMetadata.MAX_CHUNK && (type == EXIF || PngLabel.isText(type));
    }

    private static Exif exif(int type, byte[] data) {
        if (type == EXIF) {
            return Exif.read(data, 0);
        }
        PngText text = PngText.parse(type, data);
        String keyword = text.keyword().toLowerCase(Locale.ROOT);
        boolean packet = keyword.equals("xml:com.adobe.xmp") && LocatedText.in(text.text());
        return new Exif(1, packet || keyword.startsWith(RAW_PROFILE));
    }

    private static int length(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0) {
            throw new UnreadablePicture(PictureFault.DAMAGED, "length of a chunk");
        }
        return length;
    }
}
