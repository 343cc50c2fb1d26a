package studio.atelier.gallery;

import studio.atelier.db.NewReference;
import studio.atelier.db.ReferenceStore;
import studio.atelier.model.Problem;
import studio.atelier.model.Problem.Kind;
import studio.atelier.model.ReferenceImage;
import studio.atelier.model.StudioException;
import studio.atelier.storage.Bucket;
import studio.atelier.storage.Hashes;
import studio.atelier.storage.ObjectKeys;
import studio.atelier.storage.ObjectStore;
import studio.atelier.storage.image.PictureCheck;
import studio.atelier.storage.image.PictureHeader;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/// Brings one picture into the library: check, content hash, bytes into the object store, then the row. Stopped in
/// between, it leaves at most an object that the next import of the same file adopts.
final class ReferenceImport {
    private static final int LONGEST_CAPTION = 64 * 1024;

    private final ReferenceStore references;
    private final ObjectStore objects;
    private final InstantSource clock;

    ReferenceImport(ReferenceStore references, ObjectStore objects, InstantSource clock) {
        this.references = references;
        this.objects = objects;
        this.clock = clock;
    }

    /// @param isNews false when the same bytes were there, with a caption or with none to add
    record Outcome(ReferenceImage reference, boolean isNews) {}

    /// Whether the next picture may still be imported after this problem.
    static boolean concernsOnePicture(Problem problem) {
        return problem.code().equals(Kind.REFERENCE_UNREADABLE.code())
                || problem.code().equals(Kind.REFERENCE_TOO_LARGE.code());
    }

    Outcome bring(ImportFiles.Candidate candidate) {
        PictureHeader header = PictureCheck.reference(candidate.file(), candidate.name());
        try {
            String sha256 = Hashes.sha256(candidate.file());
            String caption = caption(candidate.file());
            Optional<ReferenceImage> known = references.findBySha256(sha256);
            if (known.isPresent()) {
                return describe(known.get(), caption);
            }
            return new Outcome(add(candidate, header, sha256, caption), true);
        } catch (IOException e) {
            throw new StudioException(ImportFiles.unreadable(candidate.file(), e), e);
        }
    }

    private Outcome describe(ReferenceImage known, String caption) {
        if (caption.isEmpty() || !known.caption().isEmpty()) {
            return new Outcome(known, false);
        }
        references.updateCaption(known.id(), caption, clock.instant());
        return new Outcome(references.find(known.id()).orElse(known), true);
    }

    private ReferenceImage add(
            ImportFiles.Candidate candidate, PictureHeader header, String sha256, String caption)
            throws IOException {
        String key = store(candidate, header, sha256);
        Optional<Instant> describedAt =
                caption.isEmpty() ? Optional.empty() : Optional.of(clock.instant());
        return references.insert(
                new NewReference(
                        candidate.name(),
                        candidate.category(),
                        key,
                        caption,
                        describedAt,
                        sha256,
                        header.shownWidth(),
                        header.shownHeight(),
                        Files.size(candidate.file())));
    }

    /// @return the key, made distinct when another picture has the plain one
    private String store(ImportFiles.Candidate candidate, PictureHeader header, String sha256) {
        String mimeType = header.format().mimeType();
        String plain = ObjectKeys.referenceKey(candidate.category(), candidate.name());
        if (!references.isTaken(plain)) {
            try {
                objects.put(Bucket.REFERENCES, plain, candidate.file(), sha256, mimeType);
                return plain;
            } catch (StudioException e) {
                if (!e.problem().code().equals(Kind.OBJECT_CONFLICT.code())) {
                    throw e;
                }
            }
        }
        String distinct = ObjectKeys.distinguished(plain, sha256);
        objects.put(Bucket.REFERENCES, distinct, candidate.file(), sha256, mimeType);
        return distinct;
    }

    /// From the `.txt` beside the picture, empty when there is none.
    private static String caption(Path picture) throws IOException {
        String name = ImportFiles.nameOf(picture);
        int dot = name.lastIndexOf('.');
        Path text = picture.resolveSibling((dot > 0 ? name.substring(0, dot) : name) + ".txt");
        if (!Files.isRegularFile(text)) {
            return "";
        }
        try (InputStream in = Files.newInputStream(text)) {
            String caption =
                    new String(in.readNBytes(LONGEST_CAPTION), StandardCharsets.UTF_8)
                            .replace("\0", "");
            return (caption.startsWith("\uFEFF") ? caption.substring(1) : caption).strip();
        }
    }
}
