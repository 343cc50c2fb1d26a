package studio.atelier.ui.gallery;

import studio.atelier.gallery.GalleryKey;
import studio.atelier.ui.kit.GridItems;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The cells of the gallery at one moment, in order. Immutable. The way back from a key to its place costs
/// about 12 bytes a cell, so that a million cells stay cheap.
public final class GallerySnapshot implements GridItems<GalleryKey> {
    public static final GallerySnapshot EMPTY = new GallerySnapshot(List.of(), Map.of());

    private final List<GalleryKey> keys;
    private final Map<GalleryKey, GalleryKey> replaced;
    private final int[] places;
    private final int pictures;

    /// @param replaced cells of the snapshot before, each with the one that now stands in its place
    GallerySnapshot(List<GalleryKey> keys, Map<GalleryKey, GalleryKey> replaced) {
        this.keys = List.copyOf(keys);
        this.replaced = Map.copyOf(replaced);
        this.places = new int[Integer.highestOneBit(Math.max(1, keys.size())) << 2];
        int withImage = 0;
        for (int index = 0; index < this.keys.size(); index++) {
            GalleryKey key = this.keys.get(index);
            places[slot(key)] = index + 1;
            withImage += key.hasImage() ? 1 : 0;
        }
        pictures = withImage;
    }

    @Override
    public int size() {
        return keys.size();
    }

    @Override
    public GalleryKey get(int index) {
        return keys.get(index);
    }

    public List<GalleryKey> keys() {
        return keys;
    }

    public boolean isEmpty() {
        return keys.isEmpty();
    }

    /// How many cells are pictures; the others are jobs that have none.
    public int pictures() {
        return pictures;
    }

    /// @return the place of a cell, or -1
    public int indexOf(GalleryKey key) {
        return places[slot(key)] - 1;
    }

    public boolean contains(GalleryKey key) {
        return indexOf(key) >= 0;
    }

    /// Where a cell of the snapshot before went: itself, or the picture that took the place of its job.
    public GalleryKey successor(GalleryKey key) {
        return replaced.getOrDefault(key, key);
    }

    GallerySnapshot without(Set<GalleryKey> gone) {
        List<GalleryKey> left = new ArrayList<>(keys);
        left.removeIf(gone::contains);
        return new GallerySnapshot(left, Map.of());
    }

    /// Open addressing: the slot that holds `key`, or the free one where it belongs.
    private int slot(GalleryKey key) {
        int mask = places.length - 1;
        int slot = spread(key) & mask;
        while (places[slot] != 0 && !keys.get(places[slot] - 1).equals(key)) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private static int spread(GalleryKey key) {
        long mixed = (key.image() * 31 + key.job()) * 0x9E3779B97F4A7C15L;
        return (int) (mixed >>> 32);
    }
}
