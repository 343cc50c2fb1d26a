package studio.atelier.storage.image;

import studio.atelier.model.PictureSize;
import studio.atelier.model.Problem.Kind;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/// Makes thumbnails: JPEG, upright, fitting a square. A PNG costs memory for a few rows; a JPEG what its decoder
/// needs at a fraction of its size. Blocks; safe to share between threads.
public final class Thumbnails {
    private static final float QUALITY = 0.8f;

    private final JpegDecoder jpegDecoder;

    public Thumbnails(JpegDecoder jpegDecoder) {
        this.jpegDecoder = jpegDecoder;
    }

    /// The encoded thumbnails of both sizes.
    public record Pair(byte[] small, byte[] large) {}

    /// Both sizes from one decoding.
    ///
    /// @param name the picture's name, for the problem
    /// @throws studio.atelier.model.StudioException with `OUTPUT_UNREADABLE`
    public Pair both(Path file, String name) {
        try {
            return both(upright(file, PictureSize.LARGE.edge()));
        } catch (IOException e) {
            throw PictureCheck.problem(Kind.OUTPUT_UNREADABLE, name, e);
        }
    }

    /// Both sizes of a picture that was decoded before.
    ///
    /// @param large as large as the large one, upright
    Pair both(RgbPicture large) {
        try {
            RgbPicture small = shrink(large, PictureSize.SMALL.edge());
            return new Pair(AwtPictures.jpeg(small, QUALITY), AwtPictures.jpeg(large, QUALITY));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// One thumbnail whose longest edge is at most `edge` pixels.
    public byte[] one(Path file, int edge, String name) {
        try {
            return AwtPictures.jpeg(upright(file, edge), QUALITY);
        } catch (IOException e) {
            throw PictureCheck.problem(Kind.OUTPUT_UNREADABLE, name, e);
        }
    }

    /// A reference for somebody else's eyes: JPEG whose longest edge is at most `edge` pixels.
    ///
    /// @param quality 0 to 1
    /// @throws studio.atelier.model.StudioException with `REFERENCE_UNREADABLE`
    public byte[] reference(Path file, int edge, float quality, String name) {
        try {
            return AwtPictures.jpeg(upright(file, edge), quality);
        } catch (IOException e) {
            throw PictureCheck.problem(Kind.REFERENCE_UNREADABLE, name, e);
        }
    }

    private RgbPicture upright(Path file, int edge) throws IOException {
        PictureHeader header = PictureHeader.read(file);
        if (PictureLimits.exceeded(header.width(), header.height())) {
            throw new UnreadablePicture(PictureFault.TOO_LARGE, "by its header");
        }
        RgbPicture small =
                switch (header.format()) {
                    case PNG -> PngShrinker.shrink(file, edge).picture();
                    case JPEG -> {
                        JpegCheck.requireBounded(file);
                        yield shrink(jpegDecoder.decode(file, header, edge), edge);
                    }
                    case WEBP -> {
                        int orientation = WebpFile.read(file, header).orientation();
                        RgbPicture whole = AwtPictures.rgb(WebpFile.decode(file));
                        yield Orientation.upright(shrink(whole, edge), orientation);
                    }
                    case GIF ->
                            throw new UnreadablePicture(
                                    PictureFault.FORMAT_UNSUPPORTED, header.format().mimeType());
                };
        return Orientation.upright(small, header.orientation());
    }

    private static RgbPicture shrink(RgbPicture picture, int edge) {
        FitSize size = FitSize.of(picture.width(), picture.height(), edge);
        if (size.width() == picture.width() && size.height() == picture.height()) {
            return picture;
        }
        BoxSum sum = new BoxSum(picture.width(), picture.height(), size.width(), size.height());
        int length = picture.width() * 3;
        byte[] row = new byte[length];
        for (int y = 0; y < picture.height(); y++) {
            System.arraycopy(picture.rgb(), y * length, row, 0, length);
            sum.add(row);
        }
        return sum.picture();
    }
}
