package studio.atelier.storage.image;

import studio.atelier.model.Problem;
import studio.atelier.model.Problem.Kind;
import studio.atelier.model.StudioException;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// A picture as it is kept as a reference: a whole PNG or JPEG, upright, without the place where it was taken.
/// A file that is all that already is kept byte for byte. Otherwise the pixels of PNG and JPEG stay too, unless
/// they have to be turned; WebP becomes PNG. The person's own file is only read.
///
/// @param file the person's own, or the one that was written
/// @param filename the person's, with another extension when the format is another
/// @param header of `file`
public record ReferencePicture(Path file, String filename, PictureHeader header) {
    private static final int BUFFER = 64 * 1024;

    /// Blocks, and keeps a core busy.
    ///
    /// @param spare where to write; nothing needs to be there
    /// @throws StudioException with `REFERENCE_TOO_LARGE`, `REFERENCE_HEIC` or `REFERENCE_UNREADABLE`
    public static ReferencePicture prepare(Path file, String name, Path spare) {
        try {
            PictureHeader header = PictureHeader.read(file);
            PictureCheck.requireReferenceSize(header, name);
            return switch (header.format()) {
                case WEBP -> {
                    webpAsPng(file, spare);
                    yield written(spare, withExtension(name, PictureFormat.PNG));
                }
                case PNG -> png(file, name, spare);
                case JPEG -> jpeg(file, name, spare);
                case GIF ->
                        throw new UnreadablePicture(
                                PictureFault.FORMAT_UNSUPPORTED, header.format().mimeType());
            };
        } catch (IOException e) {
            throw problem(name, e);
        }
    }

    private static ReferencePicture png(Path file, String name, Path spare) throws IOException {
        PictureCheck.Whole whole = PictureCheck.whole(file);
        Exif exif;
        try (InputStream in = input(file)) {
            exif = CleanPng.look(in);
        }
        if (exif.orientation() != 1 && isDecodable(whole.header())) {
            AwtPictures.writePng(
                    Orientation.upright(AwtPictures.png(file), exif.orientation()), spare);
            return written(spare, name);
        }
        if (!exif.isUnwanted() && !whole.goesOn()) {
            return new ReferencePicture(file, name, whole.header());
        }
        try (InputStream in = input(file);
                OutputStream out = output(spare)) {
            CleanPng.copy(in, out);
        }
        return written(spare, name);
    }

    private static ReferencePicture jpeg(Path file, String name, Path spare) throws IOException {
        PictureCheck.Whole whole = PictureCheck.whole(file);
        Exif exif;
        try (InputStream in = input(file)) {
            exif = CleanJpeg.look(in);
        }
        if (exif.orientation() != 1 && isDecodable(whole.header()) && !isOfInks(file)) {
            AwtPictures.writeJpeg(
                    Orientation.upright(ImageIoJpegDecoder.whole(file), exif.orientation()), spare);
            return written(spare, name);
        }
        if (!exif.isUnwanted() && !whole.goesOn()) {
            return new ReferencePicture(file, name, whole.header());
        }
        try (InputStream in = input(file);
                OutputStream out = output(spare)) {
            CleanJpeg.copy(in, out, exif.orientation());
        }
        return written(spare, name);
    }

    /// CMYK is not decoded here; such a picture keeps the mark that says how it stands.
    private static boolean isOfInks(Path file) throws IOException {
        try (var in = new DataInputStream(input(file))) {
            return JpegHeader.read(in).components() == 4;
        }
    }

    /// @param target where to write; nothing needs to be there
    static void webpAsPng(Path file, Path target) throws IOException {
        WebpFile webp = WebpFile.read(file, PictureHeader.read(file));
        AwtPictures.writePng(
                Orientation.upright(
                        AwtPictures.standardColours(WebpFile.decode(file)), webp.orientation()),
                target);
    }

    /// What is too large to be turned in memory stays as it is stored.
    private static boolean isDecodable(PictureHeader header) {
        return (long) header.width() * header.height() <= PictureLimits.MAX_DECODED_PIXELS;
    }

    private static ReferencePicture written(Path spare, String name) throws IOException {
        return new ReferencePicture(spare, name, PictureHeader.read(spare));
    }

    private static String withExtension(String name, PictureFormat format) {
        int dot = name.lastIndexOf('.');
        return (dot > 0 ? name.substring(0, dot) : name) + "." + format.extension();
    }

    private static InputStream input(Path file) throws IOException {
        return new BufferedInputStream(Files.newInputStream(file), BUFFER);
    }

    private static OutputStream output(Path file) throws IOException {
        return new BufferedOutputStream(Files.newOutputStream(file), BUFFER);
    }

    private static StudioException problem(String name, IOException failure) {
        boolean heic =
                failure instanceof UnreadablePicture unreadable
                        && unreadable.fault() == PictureFault.HEIC;
        return heic
                ? new StudioException(
                        Problem.detailed(Kind.REFERENCE_HEIC, failure.toString(), name), failure)
                : PictureCheck.problem(Kind.REFERENCE_UNREADABLE, name, failure);
    }
}
