package studio.atelier.model;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
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
    /// The last part of where it is. Of a web address that is without its query, which may be somebody's right to see
    /// the picture.
    public String filename() {
        boolean web = storagePath.matches("(?is)https?://.*");
        String path = web ? storagePath.replaceFirst("(?s)[?#].*", "") : storagePath;
        String name = lastOf(path);
        return web ? lastOf(decoded(name)) : name;
    }

    private static String lastOf(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private static String decoded(String name) {
        try {
            return URLDecoder.decode(name.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            // a stray percent sign
            return name;
        }
    }
}
