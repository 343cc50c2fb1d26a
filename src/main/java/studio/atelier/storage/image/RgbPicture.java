package studio.atelier.storage.image;

/// Pixels in memory, row by row: red, green and blue, a byte each.
public record RgbPicture(int width, int height, byte[] rgb) {
    public RgbPicture {
        if (rgb.length != width * height * 3) {
            throw new IllegalArgumentException("three bytes for each pixel");
        }
    }
}
