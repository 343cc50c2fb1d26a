package studio.atelier.storage.image;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.concurrent.atomic.AtomicReference;

import javax.imageio.IIOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.ImageInputStream;

/// The JDK's JPEG reader. It decodes every pixel, whatever size is asked for, and averages none of them; rows
/// are averaged here in bands, so memory stays small. Safe to share between threads.
public final class ImageIoJpegDecoder implements JpegDecoder {
    private static final int VERIFY_STEP = 16;

    @Override
    public RgbPicture decode(Path file, PictureHeader header, int edge) throws IOException {
        int step = Math.max(1, Math.max(header.width(), header.height()) / (2 * edge));
        AtomicReference<RgbPicture> picture = new AtomicReference<>();
        read(
                file,
                reader -> {
                    ImageReadParam param = reader.getDefaultReadParam();
                    param.setSourceSubsampling(step, step, step / 2, step / 2);
                    picture.set(AwtPictures.rgb(reader.read(0, param)));
                });
        return picture.get();
    }

    /// Decodes all of the picture and throws its pixels away.
    static void verify(Path file) throws IOException {
        AtomicReference<String> warning = new AtomicReference<>();
        read(
                file,
                reader -> {
                    reader.addIIOReadWarningListener((source, text) -> warning.set(text));
                    ImageReadParam param = reader.getDefaultReadParam();
                    param.setSourceSubsampling(VERIFY_STEP, VERIFY_STEP, 0, 0);
                    reader.readRaster(0, param);
                });
        String text = warning.get();
        if (text != null) {
            throw new UnreadablePicture(PictureFault.DAMAGED, text);
        }
    }

    /// All pixels, in the colours that the file is in, as stored: not turned.
    static BufferedImage whole(Path file) throws IOException {
        AtomicReference<BufferedImage> picture = new AtomicReference<>();
        read(file, reader -> picture.set(reader.read(0)));
        return picture.get();
    }

    private static void read(Path file, Use use) throws IOException {
        Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName("jpeg");
        ImageReader reader = readers.next();
        try (ImageInputStream in = new FileImageInputStream(file.toFile())) {
            reader.setInput(in, true, true);
            use.with(reader);
        } catch (IIOException
                | IllegalArgumentException
                | IllegalStateException
                | IndexOutOfBoundsException
                | ArithmeticException
                | NegativeArraySizeException
                | UnsupportedOperationException e) {
            // The JDK's reader meets hostile bytes with whatever exception is nearest.
            throw new UnreadablePicture(PictureFault.DAMAGED, String.valueOf(e.getMessage()), e);
        } finally {
            reader.dispose();
        }
    }

    private interface Use {
        void with(ImageReader reader) throws IOException;
    }
}
