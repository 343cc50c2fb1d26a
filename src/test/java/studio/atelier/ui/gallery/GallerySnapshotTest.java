package studio.atelier.ui.gallery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import studio.atelier.gallery.GalleryKey;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

class GallerySnapshotTest {
    private static final Set<GalleryKey> NONE = Set.of();

    @Test
    void findsTheWayBackFromEveryKeyOfMany() {
        List<GalleryKey> keys = new ArrayList<>();
        for (int job = 100_000; job > 0; job--) {
            keys.add(new GalleryKey(job, job % 7 == 0 ? 0 : job * 3L));
        }
        GallerySnapshot snapshot = new GallerySnapshot(keys, Map.of());
        for (int place = 0; place < keys.size(); place++) {
            assertEquals(place, snapshot.indexOf(keys.get(place)));
        }
        assertEquals(-1, snapshot.indexOf(new GalleryKey(7, 21)));
        assertEquals(100_000 - 100_000 / 7, snapshot.pictures());
        assertEquals(-1, GallerySnapshot.EMPTY.indexOf(keys.getFirst()));
    }

    @Test
    void newPicturesWaitAndNothingMoves() {
        GallerySnapshot before = snapshot(Samples.key(2), Samples.key(1));
        var merged =
                SnapshotMerge.keepingPlaces(
                        before,
                        List.of(Samples.key(4), Samples.key(3), Samples.key(2), Samples.key(1)),
                        NONE,
                        NONE);
        assertEquals(before.keys(), merged.shown().keys());
        assertEquals(2, merged.news());
    }

    @Test
    void aPictureTakesThePlaceOfItsJobAndItsSiblingsWait() {
        GalleryKey job = new GalleryKey(2, 0);
        GallerySnapshot before = snapshot(Samples.key(3), job, Samples.key(1));
        GalleryKey sibling = new GalleryKey(2, 21);
        var merged =
                SnapshotMerge.keepingPlaces(
                        before,
                        List.of(Samples.key(3), Samples.key(2), sibling, Samples.key(1)),
                        NONE,
                        NONE);
        assertEquals(
                List.of(Samples.key(3), Samples.key(2), Samples.key(1)), merged.shown().keys());
        assertEquals(Samples.key(2), merged.shown().successor(job));
        assertEquals(1, merged.news());
    }

    @Test
    void whatIsGoneLeavesAndWhatIsRestoredComesBackToItsPlace() {
        GallerySnapshot before = snapshot(Samples.key(3), Samples.key(1));
        var merged =
                SnapshotMerge.keepingPlaces(
                        before,
                        List.of(Samples.key(3), Samples.key(2)),
                        Set.of(Samples.key(2)),
                        NONE);
        assertEquals(List.of(Samples.key(3), Samples.key(2)), merged.shown().keys());
        assertEquals(0, merged.news());
    }

    @Test
    void whatLiesInTheTrashIsNeitherShownNorNews() {
        var merged =
                SnapshotMerge.keepingPlaces(
                        snapshot(Samples.key(1)),
                        List.of(Samples.key(3), Samples.key(2), Samples.key(1)),
                        NONE,
                        Set.of(Samples.key(3), Samples.key(1)));
        assertTrue(merged.shown().isEmpty());
        assertEquals(1, merged.news());
        assertFalse(merged.shown().contains(Samples.key(1)));
    }

    private static GallerySnapshot snapshot(GalleryKey... keys) {
        return new GallerySnapshot(List.of(keys), Map.of());
    }
}
