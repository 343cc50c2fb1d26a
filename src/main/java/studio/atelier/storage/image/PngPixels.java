package studio.atelier.storage.image;

/// Turns unfiltered PNG rows of any colour type and depth into eight-bit RGB; what is transparent lies on a
/// neutral grey. For one thread.
final class PngPixels {
    /// Between a light and a dark theme.
    private static final int GROUND = 0x80;

    private final PngHeader header;
    private final byte[] palette = new byte[256 * 3];
    private final byte[] transparency;
    private final byte[] rgb;

    PngPixels(PngHeader header, byte[] palette, byte[] transparency) {
        this.header = header;
        this.transparency = transparency;
        System.arraycopy(palette, 0, this.palette, 0, palette.length);
        rgb = new byte[header.width() * 3];
        if (header.colorType() == PngHeader.PALETTE) {
            for (int i = 0; i < Math.min(256, transparency.length); i++) {
                int alpha = transparency[i] & 0xff;
                for (int channel = i * 3; channel < i * 3 + 3; channel++) {
                    this.palette[channel] = over(this.palette[channel] & 0xff, alpha);
                }
            }
        }
    }

    /// @return three bytes for each pixel; valid until the next call, may be `row` itself
    byte[] rgb(byte[] row, int pixels) {
        boolean deep = header.bitDepth() == 16;
        switch (header.colorType()) {
            case PngHeader.RGB -> {
                if (!deep && transparency.length < 6) {
                    return row;
                }
                colours(row, pixels, deep ? 2 : 1);
            }
            case PngHeader.RGBA -> coloursWithAlpha(row, pixels, deep ? 2 : 1);
            case PngHeader.GRAY_ALPHA -> grayWithAlpha(row, pixels, deep ? 2 : 1);
            case PngHeader.PALETTE -> indexed(row, pixels);
            default -> gray(row, pixels);
        }
        return rgb;
    }

    private void colours(byte[] row, int pixels, int bytes) {
        for (int x = 0; x < pixels; x++) {
            int at = x * 3 * bytes;
            boolean clear = transparency.length >= 6 && isKey(row, at, 3, bytes);
            for (int channel = 0; channel < 3; channel++) {
                rgb[x * 3 + channel] = clear ? (byte) GROUND : row[at + channel * bytes];
            }
        }
    }

    private void coloursWithAlpha(byte[] row, int pixels, int bytes) {
        int from = 0;
        for (int to = 0; to < pixels * 3; to += 3) {
            int alpha = row[from + 3 * bytes] & 0xff;
            rgb[to] = over(row[from] & 0xff, alpha);
            rgb[to + 1] = over(row[from + bytes] & 0xff, alpha);
            rgb[to + 2] = over(row[from + 2 * bytes] & 0xff, alpha);
            from += 4 * bytes;
        }
    }

    private void grayWithAlpha(byte[] row, int pixels, int bytes) {
        for (int x = 0; x < pixels; x++) {
            int at = x * 2 * bytes;
            set(x, over(row[at] & 0xff, row[at + bytes] & 0xff));
        }
    }

    private void gray(byte[] row, int pixels) {
        int depth = header.bitDepth();
        int bytes = depth == 16 ? 2 : 1;
        boolean keyed = transparency.length >= 2;
        for (int x = 0; x < pixels; x++) {
            boolean clear;
            int value;
            if (depth >= 8) {
                value = row[x * bytes];
                clear = keyed && isKey(row, x * bytes, 1, bytes);
            } else {
                int bits = bits(row, x, depth);
                value = bits * 255 / ((1 << depth) - 1);
                clear = keyed && bits == (transparency[1] & 0xff);
            }
            set(x, clear ? (byte) GROUND : (byte) value);
        }
    }

    private void indexed(byte[] row, int pixels) {
        int depth = header.bitDepth();
        for (int x = 0; x < pixels; x++) {
            int index = depth == 8 ? row[x] & 0xff : bits(row, x, depth);
            rgb[x * 3] = palette[index * 3];
            rgb[x * 3 + 1] = palette[index * 3 + 1];
            rgb[x * 3 + 2] = palette[index * 3 + 2];
        }
    }

    private void set(int x, byte value) {
        rgb[x * 3] = value;
        rgb[x * 3 + 1] = value;
        rgb[x * 3 + 2] = value;
    }

    /// Whether the samples at `at` are the one colour that tRNS makes clear; its samples take two bytes.
    private boolean isKey(byte[] row, int at, int channels, int bytes) {
        for (int channel = 0; channel < channels; channel++) {
            int low = channel * 2 + 1;
            boolean same =
                    bytes == 1
                            ? row[at + channel] == transparency[low]
                            : row[at + channel * 2] == transparency[low - 1]
                                    && row[at + channel * 2 + 1] == transparency[low];
            if (!same) {
                return false;
            }
        }
        return true;
    }

    private static int bits(byte[] row, int x, int depth) {
        int bit = x * depth;
        return (row[bit >> 3] >> (8 - depth - (bit & 7))) & ((1 << depth) - 1);
    }

    /// The exact quotient by 255, rounded, without dividing.
    static byte over(int value, int alpha) {
        int sum = value * alpha + GROUND * (255 - alpha) + 128;
        return (byte) ((sum + (sum >> 8)) >> 8);
    }
}
