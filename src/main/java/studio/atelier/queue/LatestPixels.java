package studio.atelier.queue;

import studio.atelier.storage.image.RgbPicture;
import studio.atelier.storage.image.ThumbnailCache;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What the latest pictures look like that were proved whole, until their thumbnails can be made: those are named by
/// the bytes that are stored, which are not known yet. Of the latest few, as a picture may wait long for its store;
/// one that is forgotten is decoded again when it is looked at. Safe to share between threads.
final class LatestPixels {
    /// Each takes 0.8 MB at most.
    private static final int MOST = 16;

    private final Optional<ThumbnailCache> thumbnails;
    private final Map<Path, RgbPicture> pixels = new LinkedHashMap<>();

    /// @param thumbnails empty where nobody looks at pictures
    LatestPixels(Optional<ThumbnailCache> thumbnails) {
        this.thumbnails = thumbnails;
    }

    synchronized void keep(Path file, RgbPicture large) {
        pixels.put(file, large);
        if (pixels.size() > MOST) {
            pixels.remove(pixels.keySet().iterator().next());
        }
    }

    /// The picture in this file is stored with these bytes.
    void stored(Path file, String sha256) {
        Optional<RgbPicture> large = take(file);
        thumbnails.ifPresent(cache -> large.ifPresent(kept -> cache.offer(sha256, kept)));
    }

    private synchronized Optional<RgbPicture> take(Path file) {
        return Optional.ofNullable(pixels.remove(file));
    }
}
