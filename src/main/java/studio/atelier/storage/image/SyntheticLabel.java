package studio.atelier.storage.image;

import studio.atelier.model.Problem.Kind;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// Marks a picture as made by AI: the IPTC DigitalSourceType in an XMP packet, and the text that tells how it was
/// made. Pixels are not touched and everything else in the file stays (ComfyUI's `prompt` and `workflow`
/// among it); labelling twice gives the same bytes as labelling once.
///
/// @param text the `parameters` text, see `GenerationText`
public record SyntheticLabel(Origin origin, String text) {
    private static final String NEWSCODES = "http://cv.iptc.org/newscodes/digitalsourcetype/";
    private static final int BUFFER = 64 * 1024;

    /// How much of the picture a model made, in the words of IPTC.
    public enum Origin {
        /// Wholly made by a model.
        TEXT_TO_IMAGE("trainedAlgorithmicMedia"),
        /// An existing picture, changed by a model.
        IMAGE_TO_IMAGE("compositeWithTrainedAlgorithmicMedia");

        private final String term;

        Origin(String term) {
            this.term = term;
        }

        /// The value of the property DigitalSourceType.
        public String digitalSourceType() {
            return NEWSCODES + term;
        }
    }

    /// Writes a labelled copy of a PNG or JPEG; `target` is replaced. Not durable: the object store is.
    ///
    /// @param name the picture's name, for the problem
    /// @throws studio.atelier.model.StudioException with `OUTPUT_UNREADABLE`
    /// @throws IOException when the copy cannot be written, as on a full disk: nothing is wrong with the picture then
    public void write(Path source, Path target, String name) throws IOException {
        Path unfinished = target.resolveSibling(target.getFileName() + ".part");
        try {
            try {
                label(source, unfinished);
                Files.move(unfinished, target, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(unfinished);
            }
        } catch (UnreadablePicture | EOFException e) {
            throw PictureCheck.problem(Kind.OUTPUT_UNREADABLE, name, e);
        } catch (NoSuchFileException e) {
            if (source.toString().equals(e.getFile())) {
                throw PictureCheck.problem(Kind.OUTPUT_UNREADABLE, name, e);
            }
            throw e;
        }
    }

    private void label(Path source, Path target) throws IOException {
        PictureFormat format = PictureHeader.read(source).format();
        String xmp =
                PictureMetadata.read(source)
                        .xmp()
                        .map(existing -> XmpPacket.merged(existing, origin))
                        .orElseGet(() -> XmpPacket.of(origin));
        try (InputStream in = new BufferedInputStream(Files.newInputStream(source), BUFFER);
                OutputStream out =
                        new BufferedOutputStream(Files.newOutputStream(target), BUFFER)) {
            switch (format) {
                case PNG -> PngLabel.copy(in, out, text, xmp);
                case JPEG -> JpegLabel.copy(in, out, text, xmp);
                case WEBP, GIF ->
                        throw new UnreadablePicture(
                                PictureFault.FORMAT_UNSUPPORTED, format.mimeType());
            }
        }
    }
}
