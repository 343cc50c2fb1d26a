package studio.atelier.queue;

import studio.atelier.model.Problem;
import studio.atelier.model.Problem.Kind;
import studio.atelier.model.StudioException;
import studio.atelier.storage.Bucket;
import studio.atelier.storage.ForwardingStore;
import studio.atelier.storage.ObjectStore;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/// A store that takes no picture while its gate is shut.
final class GatedStore extends ForwardingStore {
    private final AtomicInteger refused = new AtomicInteger();
    private volatile CountDownLatch looks = new CountDownLatch(0);
    private volatile Optional<Problem> shut = Optional.empty();

    GatedStore(ObjectStore behind) {
        super(behind);
    }

    void shut() {
        shut(Problem.of(Kind.STORE_FAULTY, "the store", "down"));
    }

    void shut(Problem why) {
        shut = Optional.of(why);
    }

    void open() {
        shut = Optional.empty();
    }

    int refused() {
        return refused.get();
    }

    /// From now on whoever asks for an object waits until this is counted down.
    void holdLooks(CountDownLatch until) {
        looks = until;
    }

    @Override
    public Optional<ObjectInfo> find(Bucket bucket, String key) {
        try {
            looks.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return super.find(bucket, key);
    }

    @Override
    public void put(Bucket bucket, String key, Path file, String sha256, String contentType) {
        Optional<Problem> why = shut;
        if (why.isPresent()) {
            refused.incrementAndGet();
            throw new StudioException(why.get());
        }
        super.put(bucket, key, file, sha256, contentType);
    }
}
