package studio.atelier.queue.audit;

import studio.atelier.model.Problem.Kind;
import studio.atelier.model.StudioException;
import studio.atelier.storage.Bucket;
import studio.atelier.storage.Hashes;
import studio.atelier.storage.ObjectStore;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Reads stored pictures for checks.
final class StoredBytes {
    private static final Set<String> UNUSABLE =
            Set.of(
                    Kind.OBJECT_MISSING.code(),
                    Kind.OBJECT_DAMAGED.code(),
                    Kind.OUTPUT_UNREADABLE.code());

    private final ObjectStore store;
    private final Path scratch;

    /// @param scratch folder for copies that last as long as one look
    StoredBytes(ObjectStore store, Path scratch) {
        this.store = store;
        this.scratch = scratch;
    }

    /// @return empty when the object is gone or cannot be read to its end
    Optional<String> sha256(String key) {
        return sha256(Bucket.GENERATED, key);
    }

    /// @return empty when the object is gone or cannot be read to its end
    Optional<String> sha256(Bucket bucket, String key) {
        try (InputStream in = store.open(bucket, key)) {
            return Optional.of(Hashes.sha256(in));
        } catch (IOException e) {
            return Optional.empty();
        } catch (StudioException e) {
            return ifGone(e);
        }
    }

    /// Looks at an object as a file, which is a copy where the store is not a local folder.
    ///
    /// @return empty when the object is gone, cannot be read, or `look` says so
    <T> Optional<T> look(String key, Function<Path, Optional<T>> look) {
        try {
            Optional<Path> local = store.localFile(Bucket.GENERATED, key);
            return local.isPresent() ? look.apply(local.get()) : lookAtCopy(key, look);
        } catch (IOException e) {
            return Optional.empty();
        } catch (StudioException e) {
            return ifGone(e);
        }
    }

    private <T> Optional<T> lookAtCopy(String key, Function<Path, Optional<T>> look)
            throws IOException {
        Path copy = Files.createTempFile(Files.createDirectories(scratch), "audit", ".part");
        try (InputStream in = store.open(Bucket.GENERATED, key)) {
            Files.copy(in, copy, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            return look.apply(copy);
        } finally {
            Files.deleteIfExists(copy);
        }
    }

    private static <T> Optional<T> ifGone(StudioException e) {
        if (UNUSABLE.contains(e.problem().code())) {
            return Optional.empty();
        }
        throw e;
    }
}
