package studio.atelier.storage.image;

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
                // For each shown pixel, where it is stored.
                int fromX =
                        switch (orientation) {
                            case 2, 3 -> right - x;
                            case 4 -> x;
                            case 5, 6 -> y;
                            default -> right - y;
                        };
                int fromY =
                        switch (orientation) {
                            case 2 -> y;
                            case 3, 4 -> bottom - y;
                            case 5, 8 -> x;
                            default -> bottom - x;
                        };
                int from = (fromY * stored.width() + fromX) * 3;
                System.arraycopy(stored.rgb(), from, out, (y * width + x) * 3, 3);
            }
        }
        return new RgbPicture(width, height, out);
    }
}
