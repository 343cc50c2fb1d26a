package studio.atelier.storage.image;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// The inflated rows of a PNG, one after the other, still filtered, in constant memory. For one thread.
final class PngRows implements AutoCloseable {
    private static final int MAX_PALETTE = 256 * 3;

    private final PngChunks chunks;
    private final Inflater inflater = new Inflater();
    private final PngHeader header;
    private final byte[] single = new byte[1];
    private byte[] palette = {};
    private byte[] transparency = {};

    /// Reads as far as the first pixel. The stream stays the caller's.
    PngRows(InputStream in) throws IOException {
        chunks = new PngChunks(in);
        chunks.next();
        if (chunks.type() != PngHeader.IHDR) {
            throw new UnreadablePicture(PictureFault.DAMAGED, "PNG does not begin with IHDR");
        }
        header = PngHeader.parse(chunks.readAll(64));
        chunks.end();
        if (PictureLimits.exceeded(header.width(), header.height())) {
            throw new UnreadablePicture(PictureFault.TOO_LARGE, "by its header");
        }
        toFirstPixel();
    }

    PngHeader header() {
        return header;
    }

    /// Red, green and blue of each entry.
    byte[] palette() {
        return palette;
    }

    /// The bytes of chunk tRNS.
    byte[] transparency() {
        return transparency;
    }

    /// Fills `row` from its start with the next bytes.
    ///
    /// @return the filter of the row, 0 to 4
    int read(byte[] row, int length) throws IOException {
        int filter = readByte();
        if (filter > 4) {
            throw new UnreadablePicture(PictureFault.DAMAGED, "unknown row filter");
        }
        readFully(row, length);
        return filter;
    }

    /// Checks everything behind the last row.
    ///
    /// @return whether the file goes on after the picture
    boolean finish() throws IOException {
        // Reading on makes the inflater check its own sum.
        byte[] beyond = new byte[1];
        while (!inflater.finished() && inflate(beyond, 0, 1) == 0) {
            if (!inflater.finished() && !more()) {
                throw new UnreadablePicture(PictureFault.TRUNCATED, "pixels end too early");
            }
        }
        chunks.end();
        while (true) {
            chunks.next();
            if (chunks.type() == PngChunks.IEND) {
                chunks.end();
                return !chunks.isAtEndOfFile();
            }
            chunks.end();
        }
    }

    @Override
    public void close() {
        inflater.end();
    }

    private void toFirstPixel() throws IOException {
        while (true) {
            chunks.next();
            switch (chunks.type()) {
                case PngChunks.IDAT -> {
                    if (header.colorType() == PngHeader.PALETTE && palette.length == 0) {
                        throw new UnreadablePicture(PictureFault.DAMAGED, "no palette");
                    }
                    return;
                }
                case PngChunks.PLTE -> palette = chunks.readAll(MAX_PALETTE);
                case PngChunks.TRNS -> transparency = chunks.readAll(256);
                case PngChunks.IEND ->
                        throw new UnreadablePicture(PictureFault.DAMAGED, "no pixels");
                default -> {
                    if (chunks.isCritical()) {
                        throw new UnreadablePicture(PictureFault.DAMAGED, "unknown chunk");
                    }
                }
            }
            chunks.end();
        }
    }

    private int readByte() throws IOException {
        readFully(single, 1);
        return single[0] & 0xff;
    }

    private void readFully(byte[] to, int length) throws IOException {
        int at = 0;
        while (at < length) {
            int n = inflate(to, at, length - at);
            if (n == 0 && (inflater.finished() || !more())) {
                throw new UnreadablePicture(PictureFault.TRUNCATED, "pixels end too early");
            }
            at += n;
        }
    }

    private int inflate(byte[] to, int at, int length) throws UnreadablePicture {
        try {
            int n = inflater.inflate(to, at, length);
            if (inflater.needsDictionary()) {
                throw new UnreadablePicture(PictureFault.DAMAGED, "preset dictionary");
            }
            return n;
        } catch (DataFormatException e) {
            throw new UnreadablePicture(PictureFault.DAMAGED, "compressed data", e);
        }
    }

    /// Feeds the inflater from this chunk or the next; false when there is no further IDAT.
    private boolean more() throws IOException {
        if (!inflater.needsInput()) {
            return true;
        }
        while (!chunks.feed(inflater)) {
            chunks.end();
            chunks.next();
            if (chunks.type() != PngChunks.IDAT) {
                return false;
            }
        }
        return true;
    }
}
