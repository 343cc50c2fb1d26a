package studio.atelier.model;

import java.time.Instant;
import java.util.Optional;

/// One picture that came back: a row of `generated_images`.
///
/// @param ordinal 0 for a job's first picture
/// @param storagePath key in bucket `generated-images`
/// @param sha256 lower-case hex of the stored bytes, empty for pictures of the older client
/// @param deletedAt set while the picture lies in the trash
public record GeneratedImage(
        ImageId id,
        JobId job,
        int ordinal,
        String storagePath,
        String sha256,
        int width,
        int height,
        long bytes,
        Instant createdAt,
        Optional<Instant> deletedAt) {
    public String filename() {
        return storagePath.substring(storagePath.lastIndexOf('/') + 1);
    }
}
