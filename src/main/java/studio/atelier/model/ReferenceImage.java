package studio.atelier.model;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/// A captioned input picture.
///
/// @param filename the person's own file name, any characters
/// @param storagePath key in bucket `reference-images`, for example `beach/dune.jpg`
/// @param caption `vision_description`, empty when the picture was never described
/// @param sha256 lower-case hex of the stored bytes, when known
/// @param width pixels, 0 when unknown
/// @param height pixels, 0 when unknown
/// @param bytes size of the stored file, 0 when unknown
public record ReferenceImage(
        ReferenceId id,
        String filename,
        String category,
        String storagePath,
        String caption,
        Optional<Instant> analyzedAt,
        Optional<String> sha256,
        int width,
        int height,
        long bytes) {
    public ReferenceImage {
        Objects.requireNonNull(id);
        Objects.requireNonNull(filename);
        Objects.requireNonNull(category);
        Objects.requireNonNull(storagePath);
        Objects.requireNonNull(caption);
    }

    /// The file name without its extension, as workflows use it for `{{reference_filename}}`.
    public String stem() {
        int dot = filename.lastIndexOf('.');
        return dot > 0 ? filename.substring(0, dot) : filename;
    }
}
