package studio.atelier.bench;

import java.awt.image.BufferedImage;

/// How alike two pictures of the same size are.
final class Similarity {
    private static final int WINDOW = 8;
    private static final int STEP = 4;
    private static final double C1 = 6.5025;
    private static final double C2 = 58.5225;

    private Similarity() {}

    /// Structural similarity of the luma, the mean over windows of 8 x 8; 1 for equal pictures.
    static double ssim(BufferedImage one, BufferedImage other) {
        double[][] a = luma(one);
        double[][] b = luma(other);
        double sum = 0;
        int windows = 0;
        for (int y = 0; y + WINDOW <= a.length; y += STEP) {
            for (int x = 0; x + WINDOW <= a[0].length; x += STEP) {
                sum += window(a, b, x, y);
                windows++;
            }
        }
        return sum / windows;
    }

    private static double window(double[][] a, double[][] b, int left, int top) {
        double sumA = 0;
        double sumB = 0;
        double sumAa = 0;
        double sumBb = 0;
        double sumAb = 0;
        for (int y = top; y < top + WINDOW; y++) {
            for (int x = left; x < left + WINDOW; x++) {
                sumA += a[y][x];
                sumB += b[y][x];
                sumAa += a[y][x] * a[y][x];
                sumBb += b[y][x] * b[y][x];
                sumAb += a[y][x] * b[y][x];
            }
        }
        int n = WINDOW * WINDOW;
        double meanA = sumA / n;
        double meanB = sumB / n;
        double varianceA = sumAa / n - meanA * meanA;
        double varianceB = sumBb / n - meanB * meanB;
        double covariance = sumAb / n - meanA * meanB;
        return ((2 * meanA * meanB + C1) * (2 * covariance + C2))
                / ((meanA * meanA + meanB * meanB + C1) * (varianceA + varianceB + C2));
    }

    private static double[][] luma(BufferedImage image) {
        double[][] luma = new double[image.getHeight()][image.getWidth()];
        for (int y = 0; y < luma.length; y++) {
            for (int x = 0; x < luma[y].length; x++) {
                int rgb = image.getRGB(x, y);
                luma[y][x] =
                        0.299 * (rgb >> 16 & 0xff)
                                + 0.587 * (rgb >> 8 & 0xff)
                                + 0.114 * (rgb & 0xff);
            }
        }
        return luma;
    }
}
