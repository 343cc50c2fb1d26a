package studio.atelier.storage.image;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/// The IHDR chunk of a PNG, checked.
record PngHeader(int width, int height, int bitDepth, int colorType, boolean interlaced) {
    static final int GRAY = 0;
    static final int RGB = 2;
    static final int PALETTE = 3;
    static final int GRAY_ALPHA = 4;
    static final int RGBA = 6;

    private static final int LENGTH = 13;
    static final int IHDR = 0x49484452;

    /// Reads the whole chunk, with its length, type and check sum.
    static PngHeader read(DataInputStream in) throws IOException {
        if (in.readInt() != LENGTH || in.readInt() != IHDR) {
            throw new UnreadablePicture(PictureFault.DAMAGED, "PNG does not begin with IHDR");
        }
        byte[] data = new byte[LENGTH];
        in.readFully(data);
        CRC32 crc = new CRC32();
        crc.update(new byte[] {'I', 'H', 'D', 'R'});
        crc.update(data);
        if (in.readInt() != (int) crc.getValue()) {
            throw new UnreadablePicture(PictureFault.DAMAGED, "check sum of IHDR");
        }
        return parse(data);
    }

    static PngHeader parse(byte[] data) throws UnreadablePicture {
        if (data.length != LENGTH) {
            throw new UnreadablePicture(PictureFault.DAMAGED, "length of IHDR");
        }
        ByteBuffer b = ByteBuffer.wrap(data);
        PngHeader header = new PngHeader(b.getInt(), b.getInt(), b.get(), b.get(), data[12] == 1);
        boolean valid =
                header.width > 0
                        && header.height > 0
                        && header.hasValidDepth()
                        && data[10] == 0
                        && data[11] == 0
                        && (data[12] == 0 || data[12] == 1);
        if (!valid) {
            throw new UnreadablePicture(PictureFault.DAMAGED, "impossible values in IHDR");
        }
        return header;
    }

    private boolean hasValidDepth() {
        return switch (colorType) {
            case GRAY ->
                    bitDepth == 1
                            || bitDepth == 2
                            || bitDepth == 4
                            || bitDepth == 8
                            || bitDepth == 16;
            case PALETTE -> bitDepth == 1 || bitDepth == 2 || bitDepth == 4 || bitDepth == 8;
            case RGB, GRAY_ALPHA, RGBA -> bitDepth == 8 || bitDepth == 16;
            default -> false;
        };
    }

    int channels() {
        return switch (colorType) {
            case RGB -> 3;
            case GRAY_ALPHA -> 2;
            case RGBA -> 4;
            default -> 1;
        };
    }

    /// Bytes of a row of so many pixels, without its filter byte.
    int rowBytes(int pixels) {
        return (int) (((long) pixels * channels() * bitDepth + 7) / 8);
    }

    /// Distance in bytes to the pixel on the left, as filters count it.
    int pixelBytes() {
        return Math.max(1, channels() * bitDepth / 8);
    }
}
