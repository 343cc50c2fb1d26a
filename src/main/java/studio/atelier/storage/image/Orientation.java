package studio.atelier.storage.image;

import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;

/// Turns pictures as EXIF asks.
final class Orientation {
    private Orientation() {}

    /// @param orientation EXIF 1 to 8
    static RgbPicture upright(RgbPicture stored, int orientation) {
        if (orientation == 1) {
            return stored;
        }
        boolean turned = orientation >= 5;
        int width = turned ? stored.height() : stored.width();
        int height = turned ? stored.width() : stored.height();
        byte[] out = new byte[width * height * 3];
        int right = stored.width() - 1;
        int bottom = stored.height() - 1;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int fromX = fromX(orientation, x, y, right);
                int fromY = fromY(orientation, x, y, bottom);
                int from = (fromY * stored.width() + fromX) * 3;
                System.arraycopy(stored.rgb(), from, out, (y * width + x) * 3, 3);
            }
        }
        return new RgbPicture(width, height, out);
    }

    /// The same for a picture of any kind of pixels, which stay exactly what they are.
    static BufferedImage upright(BufferedImage stored, int orientation) {
        if (orientation == 1) {
            return stored;
        }
        boolean turned = orientation >= 5;
        int width = turned ? stored.getHeight() : stored.getWidth();
        int height = turned ? stored.getWidth() : stored.getHeight();
        Raster from = stored.getRaster();
        WritableRaster to = from.createCompatibleWritableRaster(width, height);
        int right = stored.getWidth() - 1;
        int bottom = stored.getHeight() - 1;
        Object pixel = null;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int fromX = fromX(orientation, x, y, right);
                int fromY = fromY(orientation, x, y, bottom);
                pixel = from.getDataElements(fromX, fromY, pixel);
                to.setDataElements(x, y, pixel);
            }
        }
        return new BufferedImage(stored.getColorModel(), to, stored.isAlphaPremultiplied(), null);
    }

    /// For each shown pixel, where it is stored.
    private static int fromX(int orientation, int x, int y, int right) {
        return switch (orientation) {
            case 2, 3 -> right - x;
            case 4 -> x;
            case 5, 6 -> y;
            default -> right - y;
        };
    }

    private static int fromY(int orientation, int x, int y, int bottom) {
        return switch (orientation) {
            case 2 -> y;
            case 3, 4 -> bottom - y;
            case 5, 8 -> x;
            default -> bottom - x;
        };
    }
}
