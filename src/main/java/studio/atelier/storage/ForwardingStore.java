package studio.atelier.storage;

import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/// An object store that does everything as another one does; a subclass does some of it differently.
public abstract class ForwardingStore implements ObjectStore {
    private final ObjectStore behind;

    protected ForwardingStore(ObjectStore behind) {
        this.behind = behind;
    }

    @Override
    public void put(Bucket bucket, String key, Path file, String sha256, String contentType) {
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
