package studio.atelier.storage.image;

/// Shrinks a picture row by row to the average of what falls into each pixel, exactly weighted where a
/// source pixel lies across a border. Rows are summed up first and columns when a row is full: adding whole
/// rows is what processors do best. Memory is a row and the result. For one thread.
final class BoxSum {
    /// Weight of a source pixel that lies wholly inside.
    private static final int WHOLE = 256;

    private static final int SHIFT = 8;

    private final int width;
    private final int height;
    private final int outWidth;
    private final int outHeight;
    private final int[] columns;
    private final byte[] out;
    private int inRow;
    private int outRow;
    private int rowWeight;

    /// @param outWidth at most the width
    /// @param outHeight at most the height
    BoxSum(int width, int height, int outWidth, int outHeight) {
        this.width = width;
        this.height = height;
        this.outWidth = outWidth;
        this.outHeight = outHeight;
        columns = new int[width * 3];
        out = new byte[outWidth * outHeight * 3];
    }

    /// Takes the next row.
    ///
    /// @param rgb at least three bytes for each of the width's pixels
    void add(byte[] rgb) {
        long top = (long) inRow * outHeight;
        long border = (long) (outRow + 1) * height;
        inRow++;
        if (top + outHeight <= border) {
            addWeighted(rgb, WHOLE);
            if (top + outHeight == border) {
                finishRow();
            }
        } else {
            int above = (int) (((border - top) * WHOLE + outHeight / 2) / outHeight);
            addWeighted(rgb, above);
            finishRow();
            addWeighted(rgb, WHOLE - above);
        }
    }

    /// The result, when every row was added.
    RgbPicture picture() {
        return new RgbPicture(outWidth, outHeight, out);
    }

    private void addWeighted(byte[] rgb, int weight) {
        int[] sums = columns;
        for (int i = 0; i < sums.length; i++) {
            sums[i] += (rgb[i] & 0xff) * weight;
        }
        rowWeight += weight;
    }

    private void finishRow() {
        int at = outRow * outWidth * 3;
        if (width == outWidth * (width / outWidth)) {
            averageWhole(at, width / outWidth);
        } else {
            averageWeighted(at);
        }
        java.util.Arrays.fill(columns, 0);
        rowWeight = 0;
        outRow++;
    }

    /// Where each pixel of the result covers the same whole number of columns.
    private void averageWhole(int start, int span) {
        float scale = 1f / ((float) rowWeight * span);
        int column = 0;
        for (int at = start; at < start + outWidth * 3; at += 3) {
            int r = 0;
            int g = 0;
            int b = 0;
            for (int i = 0; i < span; i++) {
                r += columns[column];
                g += columns[column + 1];
                b += columns[column + 2];
                column += 3;
            }
            out[at] = (byte) (r * scale + 0.5f);
            out[at + 1] = (byte) (g * scale + 0.5f);
            out[at + 2] = (byte) (b * scale + 0.5f);
        }
    }

    private void averageWeighted(int start) {
        long left = 0;
        for (int x = 0; x < outWidth; x++) {
            long right = left + width;
            int first = (int) (left / outWidth);
            int last = (int) ((right - 1) / outWidth);
            int firstWeight = weight(Math.min(right, (first + 1L) * outWidth) - left);
            int lastWeight = last == first ? 0 : weight(right - (long) last * outWidth);
            int whole = Math.max(0, last - first - 1);
            float scale =
                    (float) WHOLE
                            / ((float) rowWeight * (firstWeight + lastWeight + whole * WHOLE));
            for (int channel = 0; channel < 3; channel++) {
                int column = first * 3 + channel;
                int sum = (columns[column] * firstWeight) >> SHIFT;
                for (int i = 1; i <= whole; i++) {
                    sum += columns[column + i * 3];
                }
                if (lastWeight > 0) {
                    sum += (columns[last * 3 + channel] * lastWeight) >> SHIFT;
                }
                out[start + x * 3 + channel] = (byte) (sum * scale + 0.5f);
            }
            left = right;
        }
    }

    private int weight(long covered) {
        return (int) ((covered * WHOLE + outWidth / 2) / outWidth);
    }
}
