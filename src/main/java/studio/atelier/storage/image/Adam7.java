package studio.atelier.storage.image;

/// The seven passes of an interlaced PNG.
enum Adam7 {
    FIRST(0, 0, 8, 8),
    SECOND(4, 0, 8, 8),
    THIRD(0, 4, 4, 8),
    FOURTH(2, 0, 4, 4),
    FIFTH(0, 2, 2, 4),
    SIXTH(1, 0, 2, 2),
    SEVENTH(0, 1, 1, 2);

    private final int x;
    private final int y;
    private final int stepX;
    private final int stepY;

    Adam7(int x, int y, int stepX, int stepY) {
        this.x = x;
        this.y = y;
        this.stepX = stepX;
        this.stepY = stepY;
    }

    /// Pixels in one of this pass's rows; a pass without pixels has no rows either.
    int columns(int width) {
        return (width - x + stepX - 1) / stepX;
    }

    int rows(int height) {
        return (height - y + stepY - 1) / stepY;
    }

    /// Where the pass's pixel stands in the picture.
    int pictureX(int column) {
        return x + column * stepX;
    }

    int pictureY(int row) {
        return y + row * stepY;
    }
}
