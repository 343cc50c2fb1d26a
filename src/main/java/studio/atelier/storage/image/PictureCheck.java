package studio.atelier.storage.image;

import studio.atelier.model.PictureSize;
import studio.atelier.model.Problem;
import studio.atelier.model.Problem.Kind;
import studio.atelier.model.StudioException;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Decides whether a file is a picture that the studio keeps. Bounded in memory by a row, and in time by the
/// limits that the header is held against first. Blocks; safe to share between threads.
public final class PictureCheck {
    private PictureCheck() {}

    /// Proves that what an engine sent is one whole picture: every check sum, every pixel, nothing behind it.
    ///
    /// @param name the file's name, for the problem
    /// @throws StudioException with `OUTPUT_UNREADABLE`
    public static PictureHeader output(Path file, String name) {
        try {
            return requireEnd(whole(file)).header();
        } catch (IOException e) {
            throw problem(Kind.OUTPUT_UNREADABLE, name, e);
        }
    }

    /// A picture that was proved whole.
    ///
    /// @param large upright and as large as the large thumbnail, where the proof decoded it anyway
    public record Look(PictureHeader header, Optional<RgbPicture> large) {}

    /// As `output`, and keeps what the picture looks like: most of its thumbnails' price was paid for the proof.
    ///
    /// @throws StudioException with `OUTPUT_UNREADABLE`
    public static Look look(Path file, String name) {
        try {
            PictureHeader header = readable(file);
            if (header.format() != PictureFormat.PNG) {
                requireEnd(new Whole(header, goesOn(file, header)));
                return new Look(header, Optional.empty());
            }
            var shrunk = PngShrinker.shrink(file, PictureSize.LARGE.edge());
            requireEnd(new Whole(header, shrunk.goesOn()));
            RgbPicture large = Orientation.upright(shrunk.picture(), header.orientation());
            return new Look(header, Optional.of(large));
        } catch (IOException e) {
            throw problem(Kind.OUTPUT_UNREADABLE, name, e);
        }
    }

    private static Whole requireEnd(Whole whole) throws UnreadablePicture {
        if (whole.goesOn()) {
            throw new UnreadablePicture(PictureFault.TRAILING_DATA, "bytes after the picture");
        }
        return whole;
    }

    /// The quick check before a reference is sent to an engine: its header alone. Lets every known format
    /// pass, because an engine may read more than we do.
    ///
    /// @throws StudioException with `REFERENCE_TOO_LARGE` or `REFERENCE_UNREADABLE`
    public static PictureHeader usableReference(Path file, String name) {
        PictureHeader header = referenceHeader(file, name);
        requireReferenceSize(header, name);
        return header;
    }

    /// The header alone, for a picture that is already kept.
    ///
    /// @throws StudioException with `OUTPUT_UNREADABLE`
    public static PictureHeader header(Path file, String name) {
        try {
            return PictureHeader.read(file);
        } catch (IOException e) {
            throw problem(Kind.OUTPUT_UNREADABLE, name, e);
        }
    }

    private static PictureHeader referenceHeader(Path file, String name) {
        try {
            return PictureHeader.read(file);
        } catch (IOException e) {
            throw problem(Kind.REFERENCE_UNREADABLE, name, e);
        }
    }

    static void requireReferenceSize(PictureHeader header, String name) {
        if (PictureLimits.exceeded(header.width(), header.height())) {
            throw new StudioException(
                    Problem.of(
                            Kind.REFERENCE_TOO_LARGE,
                            name,
                            String.valueOf(header.shownWidth()),
                            String.valueOf(header.shownHeight()),
                            String.valueOf(
                                    PictureLimits.edgeToName(header.width(), header.height()))));
        }
    }

    /// A whole picture.
    ///
    /// @param goesOn whether the file goes on after it
    record Whole(PictureHeader header, boolean goesOn) {}

    static Whole whole(Path file) throws IOException {
        PictureHeader header = readable(file);
        return new Whole(header, goesOn(file, header));
    }

    private static PictureHeader readable(Path file) throws IOException {
        PictureHeader header = PictureHeader.read(file);
        if (!header.format().isReadable()) {
            throw new UnreadablePicture(
                    PictureFault.FORMAT_UNSUPPORTED, header.format().mimeType());
        }
        if (PictureLimits.exceeded(header.width(), header.height())) {
            throw new UnreadablePicture(PictureFault.TOO_LARGE, "by its header");
        }
        return header;
    }

    private static boolean goesOn(Path file, PictureHeader header) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return switch (header.format()) {
                case PNG -> verifyPng(in);
                case JPEG -> JpegCheck.verify(file, in);
                case WEBP, GIF -> false;
            };
        }
    }

    /// @return whether the file goes on after the picture
    private static boolean verifyPng(InputStream in) throws IOException {
        try (PngRows rows = new PngRows(in)) {
            PngHeader header = rows.header();
            byte[] row = new byte[header.rowBytes(header.width())];
            if (header.interlaced()) {
                for (Adam7 pass : Adam7.values()) {
                    int columns = pass.columns(header.width());
                    for (int y = 0; columns > 0 && y < pass.rows(header.height()); y++) {
                        rows.read(row, header.rowBytes(columns));
                    }
                }
            } else {
                for (int y = 0; y < header.height(); y++) {
                    rows.read(row, row.length);
                }
            }
            return rows.finish();
        }
    }

    static StudioException problem(Kind kind, String name, IOException failure) {
        String why =
                failure instanceof UnreadablePicture unreadable
                        ? unreadable.fault().text()
                        : String.valueOf(failure.getMessage());
        return new StudioException(Problem.detailed(kind, failure.toString(), name, why), failure);
    }
}
