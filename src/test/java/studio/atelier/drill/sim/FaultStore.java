package studio.atelier.drill.sim;

import org.jspecify.annotations.Nullable;

import studio.atelier.model.Problem;
import studio.atelier.model.Problem.Kind;
import studio.atelier.model.StudioException;
import studio.atelier.storage.Bucket;
import studio.atelier.storage.ObjectStore;

import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/// One desktop's way to the store that all share. Safe to share between threads.
final class FaultStore implements ObjectStore {
    private final ObjectStore store;
    private final Mains mains;
    private final Weather weather;
    private final Ledger ledger;

    FaultStore(ObjectStore store, Mains mains, Weather weather, Ledger ledger) {
        this.store = store;
        this.mains = mains;
        this.weather = weather;
        this.ledger = ledger;
    }

    /// How the store is, for all desktops alike.
    static final class Weather {
        private volatile @Nullable Problem trouble;
        private volatile boolean afterwards;

        void fail(boolean full, boolean storesNevertheless) {
            afterwards = storesNevertheless;
            trouble =
                    full
                            ? Problem.of(Kind.STORE_FULL, "the drill's folder")
                            : Problem.of(Kind.STORE_FAULTY, "the drill's folder", "drill");
        }

        void clear() {
            trouble = null;
        }
    }

    @Override
    public void put(Bucket bucket, String key, Path file, String sha256, String contentType) {
        mains.pass();
        Problem problem = weather.trouble;
        if (problem == null || weather.afterwards) {
            store.put(bucket, key, file, sha256, contentType);
            ledger.note("stored " + key);
        }
        mains.pass();
        fail(problem);
    }

    @Override
    public InputStream open(Bucket bucket, String key) {
        require();
        return store.open(bucket, key);
    }

    @Override
    public Optional<ObjectInfo> find(Bucket bucket, String key) {
        require();
        return store.find(bucket, key);
    }

    @Override
    public void delete(Bucket bucket, String key) {
        require();
        store.delete(bucket, key);
    }

    @Override
    public Stream<ObjectInfo> list(Bucket bucket) {
        require();
        return store.list(bucket);
    }

    @Override
    public URI urlOf(Bucket bucket, String key) {
        return store.urlOf(bucket, key);
    }

    @Override
    public Optional<Path> localFile(Bucket bucket, String key) {
        require();
        return store.localFile(bucket, key);
    }

    @Override
    public void check() {
        require();
    }

    @Override
    public String description() {
        return store.description();
    }

    private void require() {
        mains.pass();
        fail(weather.trouble);
    }

    private void fail(@Nullable Problem problem) {
        if (problem != null) {
            ledger.injected("store failed");
            throw new StudioException(problem);
        }
    }
}
