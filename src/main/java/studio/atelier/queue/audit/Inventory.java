package studio.atelier.queue.audit;

import studio.atelier.db.AuditStore;
import studio.atelier.db.AuditStore.Picture;
import studio.atelier.storage.Bucket;
import studio.atelier.storage.ObjectStore;
import studio.atelier.storage.ObjectStore.ObjectInfo;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// The recorded pictures and the stored objects of one moment. Rows are read first: a row's object is stored
/// before the row is written, so an object that is not listed is missing indeed.
///
/// @param objects bytes by key
record Inventory(List<Picture> pictures, Map<String, Long> objects) {
    static Inventory read(AuditStore rows, ObjectStore store) {
        List<Picture> pictures = rows.pictures();
        Map<String, Long> objects = new HashMap<>();
        try (Stream<ObjectInfo> listed = store.list(Bucket.GENERATED)) {
            listed.forEach(object -> objects.put(object.key(), object.bytes()));
        }
        return new Inventory(pictures, objects);
    }

    /// The inventory as it is after rows were corrected.
    ///
    /// @param corrections none when the rows are as they were
    Inventory after(List<Finding> corrections, AuditStore rows, ObjectStore store) {
        return corrections.isEmpty() ? this : read(rows, store);
    }

    boolean hasSize(String key, long bytes) {
        return objects.getOrDefault(key, -1L) == bytes;
    }

    /// Recorded pictures that are not in the store.
    List<Picture> missing() {
        return pictures.stream().filter(picture -> !objects.containsKey(picture.path())).toList();
    }

    /// Keys of objects without a row, sorted. One that was stored a moment ago may get its row still.
    List<String> strays() {
        Set<String> recorded = new HashSet<>();
        pictures.forEach(picture -> recorded.add(picture.path()));
        List<String> strays = new ArrayList<>(objects.keySet());
        strays.removeIf(recorded::contains);
        strays.sort(null);
        return strays;
    }
}
