package studio.atelier.storage.image;

/// How much picture is read at all: beyond this a file is a bomb or a mistake. What a picture may cost is
/// decided by its header, before anything is allocated or inflated.
public final class PictureLimits {
    /// Longest edge in pixels.
    public static final int MAX_EDGE = 16_384;

    public static final long MAX_PIXELS = 200_000_000;

    /// A progressive JPEG is held whole by its decoder, and each of its scans walks over all of it.
    static final long MAX_PROGRESSIVE_PIXELS = 50_000_000;

    /// What is decoded whole, to be turned or written in another format, is held in memory twice.
    static final long MAX_DECODED_PIXELS = 50_000_000;

    static final int MAX_JPEG_SCANS = 100;

    private PictureLimits() {}

    static boolean exceeded(int width, int height) {
        return width > MAX_EDGE || height > MAX_EDGE || (long) width * height > MAX_PIXELS;
    }

    /// The edge to name to a person: a square of this edge would just pass, and so would the longest line.
    static int edgeToName(int width, int height) {
        return width > MAX_EDGE || height > MAX_EDGE ? MAX_EDGE : (int) Math.sqrt(MAX_PIXELS);
    }
}
