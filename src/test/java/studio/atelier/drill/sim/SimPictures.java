package studio.atelier.drill.sim;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

import javax.imageio.IIOException;
import javax.imageio.ImageIO;

/// The engine's pictures: small, and of a colour that says which they are. The same job gives the same bytes
/// in every run, as a seed does at a real engine.
final class SimPictures {
    private SimPictures() {}

    static byte[] png(int job, int ordinal) {
        var picture = new BufferedImage(12, 9, BufferedImage.TYPE_INT_RGB);
        for (int x = 0; x < 12; x++) {
            for (int y = 0; y < 9; y++) {
                picture.setRGB(x, y, colour(job, ordinal));
            }
        }
        var bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(picture, "png", bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static byte[] truncated(byte[] png) {
        return Arrays.copyOf(png, png.length / 2);
    }

    static byte[] corrupt(byte[] png) {
        byte[] broken = png.clone();
        broken[broken.length - 20] ^= 0x55;
        return broken;
    }

    static boolean shows(Path file, int job, int ordinal) throws IOException {
        BufferedImage picture;
        try (var in = Files.newInputStream(file)) {
            picture = ImageIO.read(in);
        } catch (IIOException e) {
            // shows nothing at all
            return false;
        }
        return picture != null && (picture.getRGB(5, 5) & 0xFFFFFF) == colour(job, ordinal);
    }

    private static int colour(int job, int ordinal) {
        return 0x102030 + (job << 16) + (ordinal << 4);
    }
}
