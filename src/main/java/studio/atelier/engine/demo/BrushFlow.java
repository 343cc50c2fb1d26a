package studio.atelier.engine.demo;

import java.util.random.RandomGenerator;

/// Where a brush goes: along the edges of a colour field, and along slow eddies where it is flat. Directions are
/// kept on a coarse grid as unit vectors without sign.
final class BrushFlow {
    private static final int COLUMNS = 96;
    private static final int BLUR_PASSES = 3;

    private final int rows;
    private final float[] dx;
    private final float[] dy;

    BrushFlow(ColourField field, RandomGenerator random) {
        rows = Math.max(4, COLUMNS * field.height() / field.width());
        // Doubled angles, so that opposite directions are the same and can be averaged.
        double[] cosines = new double[COLUMNS * rows];
        double[] sines = new double[COLUMNS * rows];
        double phase = random.nextDouble() * Math.TAU;
        double turn = 0.8 + random.nextDouble() * 1.6;
        double wave = 1.6 + random.nextDouble() * 2.4;
        for (int y = 0; y < rows; y++) {
            for (int x = 0; x < COLUMNS; x++) {
                double u = (double) x / COLUMNS;
                double v = (double) y / rows;
                double eddy =
                        phase
                                + turn * Math.sin(u * wave * 2 + phase)
                                + turn * Math.cos(v * wave * 2.4 - phase);
                int fx = (int) (u * field.width());
                int fy = (int) (v * field.height());
                double slopeX = field.light(fx + 2, fy) - field.light(fx - 2, fy);
                double slopeY = field.light(fx, fy + 2) - field.light(fx, fy - 2);
                double strength = slopeX * slopeX + slopeY * slopeY;
                double edge = 2 * Math.atan2(slopeX, -slopeY);
                int i = y * COLUMNS + x;
                cosines[i] = 40 * strength * Math.cos(edge) + 0.05 * Math.cos(2 * eddy);
                sines[i] = 40 * strength * Math.sin(edge) + 0.05 * Math.sin(2 * eddy);
            }
        }
        for (int pass = 0; pass < BLUR_PASSES; pass++) {
            cosines = blurred(cosines);
            sines = blurred(sines);
        }
        dx = new float[cosines.length];
        dy = new float[cosines.length];
        for (int i = 0; i < cosines.length; i++) {
            double angle = Math.atan2(sines[i], cosines[i]) / 2;
            dx[i] = (float) Math.cos(angle);
            dy[i] = (float) Math.sin(angle);
        }
    }

    private double[] blurred(double[] values) {
        double[] result = new double[values.length];
        for (int y = 0; y < rows; y++) {
            for (int x = 0; x < COLUMNS; x++) {
                double sum = 0;
                for (int oy = -1; oy <= 1; oy++) {
                    for (int ox = -1; ox <= 1; ox++) {
                        int nx = Math.clamp(x + ox, 0, COLUMNS - 1);
                        int ny = Math.clamp(y + oy, 0, rows - 1);
                        sum += values[ny * COLUMNS + nx];
                    }
                }
                result[y * COLUMNS + x] = sum / 9;
            }
        }
        return result;
    }

    /// Draws every pixel out along the flow, as bristles do.
    ///
    /// @param reach steps of the brush to either side
    int[] smeared(int[] pixels, int width, int height, int reach, float stride) {
        int[] result = new int[pixels.length];
        int[] sums = new int[3];
        float toColumn = (float) COLUMNS / width;
        float toRow = (float) rows / height;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int own = pixels[y * width + x];
                sums[0] = (own >> 16) & 255;
                sums[1] = (own >> 8) & 255;
                sums[2] = own & 255;
                int count = 1;
                for (int side = -1; side <= 1; side += 2) {
                    float px = x;
                    float py = y;
                    int cell = cell(px * toColumn, py * toRow);
                    float lastX = dx[cell] * side;
                    float lastY = dy[cell] * side;
                    for (int step = 0; step < reach; step++) {
                        px += lastX * stride;
                        py += lastY * stride;
                        if (px < 0 || py < 0 || px >= width || py >= height) {
                            break;
                        }
                        int pixel = pixels[((int) py) * width + (int) px];
                        sums[0] += (pixel >> 16) & 255;
                        sums[1] += (pixel >> 8) & 255;
                        sums[2] += pixel & 255;
                        count++;
                        cell = cell(px * toColumn, py * toRow);
                        float along = dx[cell] * lastX + dy[cell] * lastY;
                        lastX = along < 0 ? -dx[cell] : dx[cell];
                        lastY = along < 0 ? -dy[cell] : dy[cell];
                    }
                }
                result[y * width + x] =
                        ((sums[0] / count) << 16) | ((sums[1] / count) << 8) | (sums[2] / count);
            }
        }
        return result;
    }

    private int cell(float column, float row) {
        return Math.min(rows - 1, (int) row) * COLUMNS + Math.min(COLUMNS - 1, (int) column);
    }
}
