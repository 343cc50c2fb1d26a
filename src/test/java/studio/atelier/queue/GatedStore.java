package studio.atelier.queue;

import studio.atelier.model.Problem;
import studio.atelier.model.Problem.Kind;
import studio.atelier.model.StudioException;
import studio.atelier.storage.Bucket;
import studio.atelier.storage.ForwardingStore;
import studio.atelier.storage.ObjectStore;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/// A store that takes no picture while its gate is shut.
final class GatedStore extends ForwardingStore {
    private final AtomicInteger refused = new AtomicInteger();
    private volatile boolean shut;

    GatedStore(ObjectStore behind) {
        super(behind);
    }

    void shut() {
        shut = true;
    }

    void open() {
        shut = false;
    }

    int refused() {
        return refused.get();
    }

    @Override
    public void put(Bucket bucket, String key, Path file, String sha256, String contentType) {
        if (shut) {
            refused.incrementAndGet();
            throw new StudioException(Problem.of(Kind.STORE_FAULTY, "the store", "down"));
        }
        super.put(bucket, key, file, sha256, contentType);
    }
}
