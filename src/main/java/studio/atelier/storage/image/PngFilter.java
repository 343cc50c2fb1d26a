package studio.atelier.storage.image;

/// Undoes the filters of PNG rows, in place. The predictors are written without branches, because their
/// outcomes are as good as random to a processor: with branches they take more than twice the time.
final class PngFilter {
    private PngFilter() {}

    /// @param filter 0 to 4
    /// @param above the row above, unfiltered; zeros for the first row
    /// @param step bytes to the pixel on the left
    static void undo(int filter, byte[] row, byte[] above, int length, int step) {
        switch (filter) {
            case 1 -> undoSub(row, length, step);
            case 2 -> undoUp(row, above, length);
            case 3 -> {
                if (step == 3) {
                    undoAverage3(row, above, length);
                } else {
                    undoAverage(row, above, length, step);
                }
            }
            case 4 -> {
                switch (step) {
                    case 3 -> undoPaeth3(row, above, length);
                    case 4 -> undoPaeth4(row, above, length);
                    default -> undoPaeth(row, above, length, step);
                }
            }
            default -> {}
        }
    }

    private static void undoSub(byte[] row, int length, int step) {
        for (int i = step; i < length; i++) {
            row[i] += row[i - step];
        }
    }

    private static void undoUp(byte[] row, byte[] above, int length) {
        for (int i = 0; i < length; i++) {
            row[i] += above[i];
        }
    }

    private static void undoAverage(byte[] row, byte[] above, int length, int step) {
        int start = Math.min(step, length);
        for (int i = 0; i < start; i++) {
            row[i] += (byte) ((above[i] & 0xff) >> 1);
        }
        for (int i = start; i < length; i++) {
            row[i] += (byte) (((row[i - step] & 0xff) + (above[i] & 0xff)) >> 1);
        }
    }

    /// Three bytes a pixel: what lies left stays in registers.
    private static void undoAverage3(byte[] row, byte[] above, int length) {
        int a0 = 0;
        int a1 = 0;
        int a2 = 0;
        for (int i = 0; i + 2 < length; i += 3) {
            a0 = (row[i] + ((a0 + (above[i] & 0xff)) >> 1)) & 0xff;
            a1 = (row[i + 1] + ((a1 + (above[i + 1] & 0xff)) >> 1)) & 0xff;
            a2 = (row[i + 2] + ((a2 + (above[i + 2] & 0xff)) >> 1)) & 0xff;
            row[i] = (byte) a0;
            row[i + 1] = (byte) a1;
            row[i + 2] = (byte) a2;
        }
    }

    private static void undoPaeth(byte[] row, byte[] above, int length, int step) {
        int start = Math.min(step, length);
        for (int i = 0; i < start; i++) {
            row[i] += above[i];
        }
        for (int i = start; i < length; i++) {
            row[i] += (byte) paeth(row[i - step] & 0xff, above[i] & 0xff, above[i - step] & 0xff);
        }
    }

    /// Three bytes a pixel: left and upper left stay in registers.
    private static void undoPaeth3(byte[] row, byte[] above, int length) {
        int a0 = 0;
        int a1 = 0;
        int a2 = 0;
        int c0 = 0;
        int c1 = 0;
        int c2 = 0;
        for (int i = 0; i + 2 < length; i += 3) {
            int b0 = above[i] & 0xff;
            int b1 = above[i + 1] & 0xff;
            int b2 = above[i + 2] & 0xff;
            a0 = (row[i] + paeth(a0, b0, c0)) & 0xff;
            a1 = (row[i + 1] + paeth(a1, b1, c1)) & 0xff;
            a2 = (row[i + 2] + paeth(a2, b2, c2)) & 0xff;
            row[i] = (byte) a0;
            row[i + 1] = (byte) a1;
            row[i + 2] = (byte) a2;
            c0 = b0;
            c1 = b1;
            c2 = b2;
        }
    }

    /// Four bytes a pixel: two halves of the loop above, so that its values fit the registers.
    private static void undoPaeth4(byte[] row, byte[] above, int length) {
        for (int half = 0; half < 4; half += 2) {
            int a0 = 0;
            int a1 = 0;
            int c0 = 0;
            int c1 = 0;
            for (int i = half; i + 1 < length; i += 4) {
                int b0 = above[i] & 0xff;
                int b1 = above[i + 1] & 0xff;
                a0 = (row[i] + paeth(a0, b0, c0)) & 0xff;
                a1 = (row[i + 1] + paeth(a1, b1, c1)) & 0xff;
                row[i] = (byte) a0;
                row[i + 1] = (byte) a1;
                c0 = b0;
                c1 = b1;
            }
        }
    }

    /// The nearest to `a + b - c` of left, above and upper left; of equals the first. `x >> 31` is all ones for
    /// a negative difference, and selects.
    private static int paeth(int a, int b, int c) {
        int toA = Math.abs(b - c);
        int toB = Math.abs(a - c);
        int toC = Math.abs(a + b - 2 * c);
        int bWins = (toB - toA) >> 31;
        int nearest = a ^ ((a ^ b) & bWins);
        int distance = toA ^ ((toA ^ toB) & bWins);
        int cWins = (toC - distance) >> 31;
        return nearest ^ ((nearest ^ c) & cWins);
    }
}
