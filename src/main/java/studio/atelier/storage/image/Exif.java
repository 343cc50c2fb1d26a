package studio.atelier.storage.image;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// What an EXIF block says that matters when a picture is kept.
///
/// @param orientation 1 to 8, 1 for upright
/// @param located whether it tells where the picture was taken, or may: one that cannot be read is not trusted
record Exif(int orientation, boolean located) {
    static final Exif NONE = new Exif(1, false);

    private static final int ORIENTATION_TAG = 0x0112;
    private static final int GPS_TAG = 0x8825;
    private static final int ENTRY_REST = 2;

    /// @param tiff holds the TIFF header at `from`
    static Exif read(byte[] tiff, int from) {
        int orientation = 1;
        boolean located = false;
        try {
            ByteBuffer block = ByteBuffer.wrap(tiff, from, tiff.length - from).slice();
            block.order(block.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
            block.position(block.getInt(4));
            int entries = block.getShort() & 0xffff;
            for (int i = 0; i < entries; i++) {
                int tag = block.getShort() & 0xffff;
                block.position(block.position() + 6);
                int value = block.getShort() & 0xffff;
                block.position(block.position() + ENTRY_REST);
                if (tag == ORIENTATION_TAG && value >= 1 && value <= 8) {
                    orientation = value;
                }
                located |= tag == GPS_TAG;
            }
            return new Exif(orientation, located);
        } catch (BufferUnderflowException
                | IndexOutOfBoundsException
                | IllegalArgumentException e) {
            // A broken block is no reason to refuse a picture; it is shown as far as it could be
            // read.
            return new Exif(orientation, true);
        }
    }

    /// What two blocks of one picture say together; the first that turns it counts.
    Exif and(Exif other) {
        return new Exif(
                orientation == 1 ? other.orientation : orientation, located || other.located);
    }

    /// Whether the block has to go.
    boolean isUnwanted() {
        return located || orientation != 1;
    }
}
