package studio.atelier.ui.gallery;

import javafx.scene.image.PixelWriter;
import javafx.scene.image.WritableImage;
import javafx.scene.paint.Color;

import studio.atelier.model.ImageId;
import studio.atelier.model.JobId;
import studio.atelier.model.PictureRef;
import studio.atelier.model.PictureSize;
import studio.atelier.model.Problem;
import studio.atelier.model.ReferenceId;
import studio.atelier.model.StudioException;
import studio.atelier.ui.kit.PictureLoader;
import studio.atelier.ui.kit.SceneShots;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Abstract paintings: soft discs on a gradient. A picture resembles its reference, in other colours.
final class PaintedPictures implements PictureLoader.Source {
    private static final int KINDS = 30;

    private record Kind(int motif, int hue, int edge) {}

    private final Map<Kind, byte[]> files = new ConcurrentHashMap<>();
    final Set<PictureRef> asked = ConcurrentHashMap.newKeySet();
    volatile Optional<PictureRef> missing = Optional.empty();

    @Override
    public InputStream open(PictureRef picture, PictureSize size) throws IOException {
        if (missing.equals(Optional.of(picture))) {
            throw new StudioException(
                    Problem.of(Problem.Kind.OBJECT_MISSING, "generated-images/milan.png"));
        }
        if (size == PictureSize.FULL) {
            asked.add(picture);
        }
        int edge = size == PictureSize.FULL ? 640 : 256;
        Kind kind =
                switch (picture) {
                    case PictureRef.Reference(ReferenceId id) ->
                            new Kind((id.value() + 5) % 6, 30, edge);
                    case PictureRef.Generated(ImageId id) -> {
                        int number = (int) (id.value() / 10);
                        yield new Kind(number % 6, number % KINDS * 12, edge);
                    }
                    case PictureRef.Result(JobId id) ->
                            new Kind(id.value() % 6, id.value() % KINDS * 12, edge);
                };
        byte[] file = files.get(kind);
        if (file == null) {
            file = png(paint(kind.motif(), kind.hue(), edge * 4 / 5, edge));
            files.put(kind, file);
        }
        return new ByteArrayInputStream(file);
    }

    static byte[] png(WritableImage image) throws IOException {
        Path file = Files.createTempFile("painted", ".png");
        new SceneShots().write(image, file);
        byte[] bytes = Files.readAllBytes(file);
        Files.delete(file);
        return bytes;
    }

    static WritableImage paint(int motif, int hue, int width, int height) {
        WritableImage image = new WritableImage(width, height);
        PixelWriter pixels = image.getPixelWriter();
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                pixels.setColor(x, y, colour(motif, hue, (double) x / width, (double) y / height));
            }
        }
        return image;
    }

    private static Color colour(int motif, int hue, double x, double y) {
        Color colour = Color.hsb(hue + 40 * y, 0.28 + 0.2 * y, 0.95 - 0.35 * y);
        for (int disc = 0; disc < 4; disc++) {
            double angle = motif * 1.7 + disc * 2.1;
            double centreX = 0.5 + 0.28 * Math.cos(angle);
            double centreY = 0.5 + 0.3 * Math.sin(angle * 1.3);
            double radius = 0.12 + 0.07 * ((motif + disc * 2) % 4);
            double distance = Math.hypot(x - centreX, (y - centreY) * 1.25);
            double cover = Math.clamp((radius - distance) / 0.02, 0, 1) * 0.75;
            Color paint = Color.hsb(hue + 70 + disc * 38, 0.5, 0.9 - 0.12 * disc);
            colour = colour.interpolate(paint, cover);
        }
        return colour;
    }
}
