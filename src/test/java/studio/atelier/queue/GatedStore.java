package studio.atelier.queue;

import studio.atelier.model.Problem;
import studio.atelier.model.Problem.Kind;
import studio.atelier.model.StudioException;
import studio.atelier.storage.Bucket;
import studio.atelier.storage.ObjectStore;

import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/// A store that takes no picture while its gate is shut.
final class GatedStore implements ObjectStore {
    private final ObjectStore behind;
    private final AtomicInteger refused = new AtomicInteger();
    private volatile boolean shut;

    GatedStore(ObjectStore behind) {
        this.behind = behind;
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
        behind.put(bucket, key, file, sha256, contentType);
    }

    @Override
    public InputStream open(Bucket bucket, String key) {
        return behind.open(bucket, key);
    }

    @Override
    public Optional<ObjectInfo> find(Bucket bucket, String key) {
        return behind.find(bucket, key);
    }

    @Override
    public void delete(Bucket bucket, String key) {
        behind.delete(bucket, key);
    }

    @Override
    public Stream<ObjectInfo> list(Bucket bucket) {
        return behind.list(bucket);
    }

    @Override
    public URI urlOf(Bucket bucket, String key) {
        return behind.urlOf(bucket, key);
    }

    @Override
    public Optional<Path> localFile(Bucket bucket, String key) {
        return behind.localFile(bucket, key);
    }

    @Override
    public void check() {
        behind.check();
    }

    @Override
    public String description() {
        return behind.description();
    }
}
