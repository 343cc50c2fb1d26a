package studio.atelier.gallery.move;

import studio.atelier.gallery.move.MoveLedger.Entry;
import studio.atelier.gallery.move.MoveLedger.Name;
import studio.atelier.model.Problem;
import studio.atelier.model.Problem.Kind;
import studio.atelier.model.StudioException;
import studio.atelier.storage.Hashes;
import studio.atelier.storage.ObjectStore;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.Map;

/// Copies one object and reads it back. Safe to share between threads.
final class ObjectCopy {
    private static final Map<String, String> TYPES =
            Map.of(
                    "png", "image/png",
                    "jpg", "image/jpeg",
                    "jpeg", "image/jpeg",
                    "webp", "image/webp",
                    "gif", "image/gif");

    private final ObjectStore from;
    private final ObjectStore to;
    private final Map<Name, String> known;
    private final Path scratch;

    /// @param known hashes that the database has
    /// @param scratch folder for copies that last as long as one object
    ObjectCopy(ObjectStore from, ObjectStore to, Map<Name, String> known, Path scratch) {
        this.from = from;
        this.to = to;
        this.known = Map.copyOf(known);
        this.scratch = scratch;
    }

    /// @return what is at the target now, compared byte by byte
    Entry copy(Name name) {
        try {
            Path temporary = Files.createTempFile(scratch, "move", ".part");
            try {
                return copy(name, temporary);
            } finally {
                Files.deleteIfExists(temporary);
            }
        } catch (IOException e) {
            throw faulty(from, e);
        }
    }

    static StudioException faulty(ObjectStore store, IOException e) {
        return new StudioException(
                Problem.detailed(
                        Kind.STORE_FAULTY,
                        e.toString(),
                        store.description(),
                        String.valueOf(e.getMessage())),
                e);
    }

    private Entry copy(Name name, Path temporary) throws IOException {
        try (InputStream in = from.open(name.bucket(), name.key())) {
            Files.copy(in, temporary, StandardCopyOption.REPLACE_EXISTING);
        }
        String sha256 = Hashes.sha256(temporary);
        to.put(name.bucket(), name.key(), temporary, sha256, typeOf(name.key()));
        try (InputStream stored = to.open(name.bucket(), name.key())) {
            if (!Hashes.sha256(stored).equals(sha256)) {
                throw new StudioException(
                        Problem.of(
                                Kind.OBJECT_DAMAGED,
                                name.bucket().bucketName() + "/" + name.key()));
            }
        }
        boolean damaged = !known.getOrDefault(name, sha256).equals(sha256);
        return new Entry(Files.size(temporary), sha256, damaged);
    }

    static String typeOf(String key) {
        String extension = key.substring(key.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return TYPES.getOrDefault(extension, "application/octet-stream");
    }
}
