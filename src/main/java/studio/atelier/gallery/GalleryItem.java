package studio.atelier.gallery;

import studio.atelier.model.GeneratedImage;
import studio.atelier.model.JobStatus;
import studio.atelier.model.Problem;
import studio.atelier.model.ReferenceId;

import java.time.Instant;
import java.util.Optional;

/// What a cell of the gallery shows.
///
/// @param problem why the job failed, or why it waits to be tried again
public record GalleryItem(
        GalleryKey key,
        JobStatus status,
        String modelName,
        String referenceName,
        Optional<ReferenceId> reference,
        Optional<GeneratedImage> image,
        Optional<Problem> problem,
        Instant createdAt) {}
