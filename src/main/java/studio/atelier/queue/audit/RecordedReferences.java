package studio.atelier.queue.audit;

import studio.atelier.db.AuditStore;
import studio.atelier.db.AuditStore.Reference;
import studio.atelier.queue.audit.Finding.Kind;
import studio.atelier.storage.Bucket;
import studio.atelier.storage.ObjectStore;
import studio.atelier.storage.ObjectStore.ObjectInfo;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Every reference whose bytes are known has its object, of that size, and of that hash when the audit is deep. Jobs
/// that are yet to be sent need it.
final class RecordedReferences implements Check {
    private final AuditStore rows;
    private final ObjectStore store;
    private final StoredBytes bytes;
    private final Depth depth;

    RecordedReferences(AuditStore rows, ObjectStore store, StoredBytes bytes, Depth depth) {
        this.rows = rows;
        this.store = store;
        this.bytes = bytes;
        this.depth = depth;
    }

    @Override
    public void run(Findings findings) {
        // Rows first: their objects were stored before them.
        List<Reference> references = rows.references();
        Map<String, Long> sizes = sizes();
        for (Reference reference : references) {
            String key = reference.path();
            if (!sizes.containsKey(key) && !isElsewhere(key)) {
                findings.add(Kind.REFERENCE_MISSING, key);
            } else if (sizes.getOrDefault(key, reference.bytes()) != reference.bytes()
                    || !hasHash(reference)) {
                findings.add(Kind.REFERENCE_CHANGED, key);
            }
        }
    }

    private Map<String, Long> sizes() {
        Map<String, Long> sizes = new HashMap<>();
        try (Stream<ObjectInfo> listed = store.list(Bucket.REFERENCES)) {
            listed.forEach(object -> sizes.put(object.key(), object.bytes()));
        }
        return sizes;
    }

    /// Those of the web client may be linked to, or lie in a bucket that is only looked at.
    private boolean isElsewhere(String key) {
        return store.find(Bucket.REFERENCES, key).isPresent();
    }

    private boolean hasHash(Reference reference) {
        return depth != Depth.DEEP
                || bytes.sha256(Bucket.REFERENCES, reference.path())
                        .filter(reference.sha256()::equals)
                        .isPresent();
    }
}
