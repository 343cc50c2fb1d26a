package studio.atelier.ui.gallery;

import studio.atelier.gallery.GalleryKey;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What of a fresh reading may appear by itself. Nothing that a person looks at jumps: a picture takes the
/// place of the job that made it, what is gone leaves, and whatever else is new waits until it is asked for.
///
/// @param shown what to show now
/// @param news how many cells wait
record SnapshotMerge(GallerySnapshot shown, int news) {

    /// @param trashed leave out even though the reading still had them
    static SnapshotMerge everything(
            GallerySnapshot before, List<GalleryKey> fresh, Set<GalleryKey> trashed) {
        List<GalleryKey> keys = new ArrayList<>(fresh.size());
        for (GalleryKey key : fresh) {
            if (!trashed.contains(key)) {
                keys.add(key);
            }
        }
        return new SnapshotMerge(new GallerySnapshot(keys, successors(before, keys)), 0);
    }

    /// @param accepted new cells that may appear, because they were there a moment ago
    static SnapshotMerge keepingPlaces(
            GallerySnapshot before,
            List<GalleryKey> fresh,
            Set<GalleryKey> accepted,
            Set<GalleryKey> trashed) {
        if (before.isEmpty()) {
            return everything(before, fresh, trashed);
        }
        Map<GalleryKey, GalleryKey> replaced = successors(before, fresh);
        Set<GalleryKey> arrived = new HashSet<>(replaced.values());
        List<GalleryKey> keys = new ArrayList<>(before.size());
        int news = 0;
        for (GalleryKey key : fresh) {
            if (trashed.contains(key)) {
                continue;
            }
            if (before.contains(key) || arrived.contains(key) || accepted.contains(key)) {
                keys.add(key);
            } else {
                news++;
            }
        }
        return new SnapshotMerge(new GallerySnapshot(keys, replaced), news);
    }

    /// The first picture of each job that was shown without one.
    private static Map<GalleryKey, GalleryKey> successors(
            GallerySnapshot before, List<GalleryKey> fresh) {
        Map<GalleryKey, GalleryKey> replaced = new HashMap<>();
        if (before.size() == before.pictures()) {
            return replaced;
        }
        for (GalleryKey key : fresh) {
            GalleryKey job = new GalleryKey(key.job(), 0);
            if (key.hasImage() && before.contains(job)) {
                replaced.putIfAbsent(job, key);
            }
        }
        return replaced;
    }
}
