package studio.atelier.captions;

import studio.atelier.model.Problem;
import studio.atelier.model.Problem.Kind;
import studio.atelier.model.ReferenceImage;
import studio.atelier.model.StudioException;
import studio.atelier.storage.Bucket;
import studio.atelier.storage.ObjectStore;
import studio.atelier.storage.image.Thumbnails;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/// References as a service takes them: upright JPEG without transparency, at most 1536 pixels wide and high, which
/// keeps every one of them far below the 10 MiB that servers take. Safe to share between threads.
final class CaptionPictures {
    static final int EDGE = 1536;
    private static final float QUALITY = 0.85f;

    private final ObjectStore objects;
    private final Thumbnails thumbnails;
    private final Path spool;

    /// @param spool for copies of what is not on this computer; gone after use
    CaptionPictures(ObjectStore objects, Thumbnails thumbnails, Path spool) {
        this.objects = objects;
        this.thumbnails = thumbnails;
        this.spool = spool;
    }

    /// Blocks, and keeps a core busy.
    ///
    /// @throws StudioException `REFERENCE_MISSING`, `REFERENCE_UNREADABLE`, or what the store says
    byte[] jpeg(ReferenceImage reference) {
        try {
            Optional<Path> local = objects.localFile(Bucket.REFERENCES, reference.storagePath());
            if (local.isPresent()) {
                if (Files.notExists(local.get())) {
                    throw missing(reference, "");
                }
                return thumbnails.reference(local.get(), EDGE, QUALITY, reference.filename());
            }
            return copied(reference);
        } catch (StudioException e) {
            boolean gone = e.problem().code().equals(Kind.OBJECT_MISSING.code());
            throw gone ? missing(reference, e.problem().sentence()) : e;
        } catch (IOException e) {
            throw new StudioException(
                    Problem.detailed(
                            Kind.REFERENCE_UNREADABLE,
                            e.toString(),
                            reference.filename(),
                            String.valueOf(e.getMessage())),
                    e);
        }
    }

    private byte[] copied(ReferenceImage reference) throws IOException {
        Files.createDirectories(spool);
        Path copy = Files.createTempFile(spool, "caption-", ".part");
        try {
            try (InputStream in = objects.open(Bucket.REFERENCES, reference.storagePath())) {
                Files.copy(in, copy, StandardCopyOption.REPLACE_EXISTING);
            }
            return thumbnails.reference(copy, EDGE, QUALITY, reference.filename());
        } finally {
            Files.deleteIfExists(copy);
        }
    }

    private static StudioException missing(ReferenceImage reference, String detail) {
        return new StudioException(
                Problem.detailed(Kind.REFERENCE_MISSING, detail, reference.filename()));
    }
}
