package studio.atelier.storage.image;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.Inflater;

/// Walks over the chunks of a PNG stream and checks each one's sum, in a fixed amount of memory however long
/// a chunk claims to be. For one thread.
final class PngChunks {
    static final int PLTE = 0x504c5445;
    static final int TRNS = 0x74524e53;
    static final int IDAT = 0x49444154;
    static final int IEND = 0x49454e44;

    private static final int BUFFER = 64 * 1024;
    private static final long SIGNATURE = 0x89504e470d0a1a0aL;

    private final InputStream in;
    private final byte[] buffer = new byte[BUFFER];
    private final CRC32 crc = new CRC32();
    private int position;
    private int limit;
    private int type;
    private int remaining;

    PngChunks(InputStream in) throws IOException {
        this.in = in;
        long signature = (long) readInt() << 32 | (readInt() & 0xffffffffL);
        if (signature != SIGNATURE) {
            throw new UnreadablePicture(PictureFault.NOT_A_PICTURE, "no PNG signature");
        }
    }

    /// Goes to the next chunk; the last one must have been ended.
    void next() throws IOException {
        remaining = readInt();
        if (remaining < 0) {
            throw new UnreadablePicture(PictureFault.DAMAGED, "length of a chunk");
        }
        crc.reset();
        type = readInt();
        for (int shift = 24; shift >= 0; shift -= 8) {
            crc.update(type >> shift);
        }
    }

    int type() {
        return type;
    }

    /// Bytes of this chunk that were not read yet.
    int remaining() {
        return remaining;
    }

    /// Whether a decoder that does not know the chunk must give up: the case of its first letter.
    boolean isCritical() {
        return (type & 0x20000000) == 0;
    }

    /// The rest of the chunk's bytes.
    byte[] readAll(int most) throws IOException {
        if (remaining > most) {
            throw new UnreadablePicture(PictureFault.DAMAGED, "a chunk is too long");
        }
        byte[] data = new byte[remaining];
        for (int at = 0; at < data.length; ) {
            int n = available();
            System.arraycopy(buffer, position, data, at, n);
            consume(n);
            at += n;
        }
        return data;
    }

    /// Gives the inflater a piece of this chunk; false when the chunk is used up.
    boolean feed(Inflater inflater) throws IOException {
        if (remaining == 0) {
            return false;
        }
        int n = available();
        inflater.setInput(buffer, position, n);
        consume(n);
        return true;
    }

    /// Skips what is left of the chunk and checks its sum.
    void end() throws IOException {
        while (remaining > 0) {
            consume(available());
        }
        if (readInt() != (int) crc.getValue()) {
            throw new UnreadablePicture(PictureFault.DAMAGED, "check sum of a chunk");
        }
    }

    boolean isAtEndOfFile() throws IOException {
        return position == limit && !refill();
    }

    /// How many of the chunk's bytes lie in the buffer, at least one.
    private int available() throws IOException {
        if (position == limit && !refill()) {
            throw truncated();
        }
        return Math.min(remaining, limit - position);
    }

    private void consume(int n) {
        crc.update(buffer, position, n);
        position += n;
        remaining -= n;
    }

    private int readInt() throws IOException {
        int value = 0;
        for (int i = 0; i < 4; i++) {
            if (position == limit && !refill()) {
                throw truncated();
            }
            value = value << 8 | (buffer[position++] & 0xff);
        }
        return value;
    }

    private boolean refill() throws IOException {
        position = 0;
        limit = Math.max(0, in.read(buffer, 0, buffer.length));
        return limit > 0;
    }

    private static UnreadablePicture truncated() {
        return new UnreadablePicture(PictureFault.TRUNCATED, "ends before IEND");
    }
}
