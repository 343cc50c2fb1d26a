package studio.atelier.app;

import javafx.scene.image.Image;
import javafx.scene.image.PixelFormat;

import studio.atelier.storage.image.ImageIoJpegDecoder;
import studio.atelier.storage.image.JpegDecoder;
import studio.atelier.storage.image.PictureHeader;
import studio.atelier.storage.image.RgbPicture;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// JavaFX's JPEG decoder, which works at an eighth, a quarter or half of the size when it is asked for exactly
/// that, several times faster than decoding every pixel. Asked for any other size it would scale by itself, and
/// badly. Needs no window and no JavaFX thread; safe to share between threads.
public final class FxJpegDecoder implements JpegDecoder {
    private final JpegDecoder fallback = new ImageIoJpegDecoder();

    @Override
    public RgbPicture decode(Path file, PictureHeader header, int edge) throws IOException {
        int fraction = 8;
        int longest = Math.max(header.width(), header.height());
        while (fraction > 1 && longest / fraction < edge) {
            fraction /= 2;
        }
        int width = (header.width() + fraction - 1) / fraction;
        int height = (header.height() + fraction - 1) / fraction;
        try (InputStream in = Files.newInputStream(file)) {
            Image image = new Image(in, width, height, false, false);
            if (image.isError()) {
                // CMYK, for one.
                return fallback.decode(file, header, edge);
            }
            return rgb(image);
        }
    }

    private static RgbPicture rgb(Image image) {
        int width = (int) image.getWidth();
        int height = (int) image.getHeight();
        byte[] rgb = new byte[width * height * 3];
        byte[] row = new byte[width * 4];
        int at = 0;
        for (int y = 0; y < height; y++) {
            image.getPixelReader()
                    .getPixels(
                            0,
                            y,
                            width,
                            1,
                            PixelFormat.getByteBgraPreInstance(),
                            row,
                            0,
                            row.length);
            for (int x = 0; x < row.length; x += 4) {
                rgb[at++] = row[x + 2];
                rgb[at++] = row[x + 1];
                rgb[at++] = row[x];
            }
        }
        return new RgbPicture(width, height, rgb);
    }
}
