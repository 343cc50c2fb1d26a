package studio.atelier.ui.kit;

import javafx.application.Platform;
import javafx.scene.image.PixelWriter;
import javafx.scene.image.WritableImage;
import javafx.scene.paint.Color;

import studio.atelier.model.PictureRef;
import studio.atelier.model.PictureSize;
import studio.atelier.model.ReferenceId;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Soft landscapes in memory, a different one for each id, as PNG of the asked size.
final class FakePictures implements PictureLoader.Source {
    private static final int KINDS = 24;

    private final Map<Integer, byte[]> files = new ConcurrentHashMap<>();
    private final int edge;

    FakePictures(int edge) {
        this.edge = edge;
    }

    @Override
    public InputStream open(PictureRef picture, PictureSize size) throws IOException {
        int id = id(picture);
        byte[] file = files.get(id % KINDS);
        if (file == null) {
            file = png(paint(id % KINDS, edge, edge * 5 / 4));
            files.put(id % KINDS, file);
        }
        return new ByteArrayInputStream(file);
    }

    static int id(PictureRef picture) {
        return switch (picture) {
            case PictureRef.Reference(ReferenceId reference) -> reference.value();
            case PictureRef.Generated(var image) -> (int) image.value();
            case PictureRef.Result(var job) -> job.value();
        };
    }

    static byte[] png(WritableImage image) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PngWriter.write(image, out);
        return out.toByteArray();
    }

    /// A sky with a sun and hills.
    static WritableImage paint(int kind, int width, int height) {
        assert !Platform.isFxApplicationThread() || width > 0;
        WritableImage image = new WritableImage(width, height);
        PixelWriter pixels = image.getPixelWriter();
        double hue = kind * 47 % 360;
        double sunX = (0.2 + kind * 0.37 % 0.6) * width;
        double sunY = (0.2 + kind * 0.23 % 0.2) * height;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                double sky = (double) y / height;
                Color color = Color.hsb(hue + 40 * sky, 0.45 - 0.25 * sky, 0.75 + 0.22 * sky);
                if (Math.hypot(x - sunX, y - sunY) < width * 0.09) {
                    color = Color.hsb(45, 0.3, 1);
                }
                for (int hill = 0; hill < 3; hill++) {
                    double line =
                            height
                                    * (0.55
                                            + 0.14 * hill
                                            + 0.07 * Math.sin(x * 5.0 / width + hill * 2 + kind));
                    if (y > line) {
                        color = Color.hsb(hue + 150 + hill * 18, 0.4, 0.62 - 0.15 * hill);
                    }
                }
                pixels.setColor(x, y, color);
            }
        }
        return image;
    }
}
