package studio.atelier.queue.audit;

import studio.atelier.db.AuditStore;
import studio.atelier.db.AuditStore.Picture;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Recorded pictures that are missing under their name but lie in the store under another, by size and hash: the
/// row is corrected.
final class MovedPictures implements Check {
    private final AuditStore rows;
    private final StoredBytes bytes;
    private final Inventory inventory;

    MovedPictures(AuditStore rows, StoredBytes bytes, Inventory inventory) {
        this.rows = rows;
        this.bytes = bytes;
        this.inventory = inventory;
    }

    @Override
    public void run(Findings findings) {
        List<Picture> missing = inventory.missing();
        if (missing.isEmpty()) {
            return;
        }
        List<String> strays = inventory.strays();
        Set<String> taken = new HashSet<>(rows.known(strays));
        Map<String, Optional<String>> hashes = new HashMap<>();
        for (Picture picture : missing) {
            Optional<String> there =
                    strays.stream()
                            .filter(key -> !taken.contains(key))
                            .filter(key -> inventory.hasSize(key, picture.bytes()))
                            .filter(
                                    key ->
                                            hashes.computeIfAbsent(key, bytes::sha256)
                                                    .filter(picture.sha256()::equals)
                                                    .isPresent())
                            .findFirst();
            if (there.isPresent() && rows.relocate(picture, there.get())) {
                taken.add(there.get());
                findings.add(Finding.Kind.MOVED, there.get(), picture.job());
            }
        }
    }
}
