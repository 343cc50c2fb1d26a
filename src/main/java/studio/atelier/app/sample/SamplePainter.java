package studio.atelier.app.sample;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/// Paints the sample references of a first start. The same sample always gives the same bytes; safe for any
/// thread.
public final class SamplePainter {
    private static final float QUALITY = 0.9f;

    /// All samples, six of each category.
    public List<SampleReference> all() {
        return Looks.all().stream().map(Look::reference).toList();
    }

    /// The picture as a JPEG of about one megapixel.
    ///
    /// @throws IllegalArgumentException for a reference that is none of `all`
    public byte[] paint(SampleReference reference) {
        Look look =
                Looks.all().stream()
                        .filter(candidate -> candidate.reference().equals(reference))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException("no sample " + reference));
        return jpeg(picture(look));
    }

    static BufferedImage picture(Look look) {
        Easel easel = new Easel(look.width(), look.height());
        switch (look.reference().category()) {
            case "beach" -> BeachScene.paint(easel, look);
            case "mirror" -> MirrorScene.paint(easel, look);
            case "studio" -> StudioScene.paint(easel, look);
            default -> StreetScene.paint(easel, look);
        }
        return easel.finished();
    }

    private static byte[] jpeg(BufferedImage image) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
            ImageWriteParam parameters = writer.getDefaultWriteParam();
            parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            parameters.setCompressionQuality(QUALITY);
            writer.setOutput(out);
            writer.write(null, new IIOImage(image, null, null), parameters);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }
}
