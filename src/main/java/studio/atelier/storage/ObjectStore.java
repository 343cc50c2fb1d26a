package studio.atelier.storage;

import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/// Keeps picture bytes by bucket and key. Every method blocks and fails with `StudioException`; safe to share
/// between threads. Keys that the studio makes use only characters that Supabase accepts (`ObjectKeys` makes them);
/// those of other programs are listed, opened and deleted whatever they are made of.
public interface ObjectStore {
    /// Stores the file's bytes durably under the key. Idempotent: the same bytes under the same key are
    /// adopted, other bytes are never overwritten (`OBJECT_CONFLICT`). `OBJECT_NAME` for a key that this store does not
    /// take.
    ///
    /// @param sha256 lower-case hex of the file's bytes, as already computed by the caller
    /// @param contentType for example `image/png`
    void put(Bucket bucket, String key, Path file, String sha256, String contentType);

    /// The stored bytes; the caller closes the stream. `OBJECT_MISSING` when there are none.
    InputStream open(Bucket bucket, String key);

    Optional<ObjectInfo> find(Bucket bucket, String key);

    /// Removes an object; a missing one is no failure.
    void delete(Bucket bucket, String key);

    /// All objects of a bucket in no particular order; close the stream.
    Stream<ObjectInfo> list(Bucket bucket);

    /// An address for other programs: a file URL, or a public one.
    URI urlOf(Bucket bucket, String key);

    /// The file itself where the store is a local folder, so that nothing is copied needlessly.
    Optional<Path> localFile(Bucket bucket, String key);

    /// Fails with the problem that would keep a picture from being stored: read-only, full, unreachable.
    void check();

    /// Where this is, in words for the screen, without secrets.
    String description();

    record ObjectInfo(String key, long bytes) {}
}
