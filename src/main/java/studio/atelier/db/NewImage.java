package studio.atelier.db;

/// A picture that lies in the object store and is about to be recorded with its job.
///
/// @param ordinal 0 for a job's first picture
/// @param storagePath key in bucket `generated-images`
/// @param sha256 lower-case hex of the stored bytes
public record NewImage(
        int ordinal, String storagePath, String sha256, int width, int height, long bytes) {}
