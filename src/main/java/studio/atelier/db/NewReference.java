package studio.atelier.db;

import java.time.Instant;
import java.util.Optional;

/// A reference picture to be recorded; its bytes are in the object store already.
///
/// @param caption empty when the picture was not described
/// @param analyzedAt when the caption was written
/// @param sha256 of the stored bytes
/// @param sourceSha256 of the person's own file, where it has other bytes
public record NewReference(
        String filename,
        String category,
        String storagePath,
        String caption,
        Optional<Instant> analyzedAt,
        String sha256,
        int width,
        int height,
        long bytes,
        Optional<String> sourceSha256) {}
