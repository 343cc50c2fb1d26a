package studio.atelier.model;

/// The sizes in which pictures are served: thumbnails that fit a square of so many pixels, or the file itself.
public enum PictureSize {
    SMALL(256),
    LARGE(512),
    FULL(Integer.MAX_VALUE);

    private final int edge;

    PictureSize(int edge) {
        this.edge = edge;
    }

    /// The longest edge in pixels.
    public int edge() {
        return edge;
    }
}
