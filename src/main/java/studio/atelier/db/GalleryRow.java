package studio.atelier.db;

import studio.atelier.model.GeneratedImage;
import studio.atelier.model.Job;

import java.util.Optional;

/// A job with one of its pictures, or with none, and the names that a screen shows beside it.
///
/// @param modelName as it was when the job was asked for
/// @param referenceName file name of the reference, empty when it is not known
public record GalleryRow(
        Job job, Optional<GeneratedImage> image, String modelName, String referenceName) {}
