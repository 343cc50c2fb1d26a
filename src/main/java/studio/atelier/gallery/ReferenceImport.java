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
import studio.atelier.storage.image.PictureFault;
import studio.atelier.storage.image.PictureHeader;
import studio.atelier.storage.image.ReferencePicture;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// Brings one picture into the library: content hash, check, bytes into the object store, then the row. Stopped in
/// between, it leaves at most an object that the next import of the same file adopts. Safe to share between threads.
final class ReferenceImport {
    private static final int LONGEST_CAPTION = 64 * 1024;

    private final ReferenceStore references;
    private final ObjectStore objects;
    private final OlderReferences older;
    private final InstantSource clock;
    private final Set<String> underway = new HashSet<>();

    ReferenceImport(ReferenceStore references, ObjectStore objects, InstantSource clock) {
        this.references = references;
        this.objects = objects;
        this.older = new OlderReferences(references, objects);
        this.clock = clock;
    }

    /// @param isNews false when the same bytes were there, with a caption or with none to add
    record Outcome(ReferenceImage reference, boolean isNews) {}

    /// Whether the next picture may still be imported after this problem.
    static boolean concernsOnePicture(Problem problem) {
        return problem.code().equals(Kind.REFERENCE_UNREADABLE.code())
                || problem.code().equals(Kind.REFERENCE_UNOPENED.code())
                || problem.code().equals(Kind.REFERENCE_HEIC.code())
                || problem.code().equals(Kind.REFERENCE_TOO_LARGE.code());
    }

    Outcome bring(ImportFiles.Candidate candidate) {
        try {
            if (!Files.isRegularFile(candidate.file())) {
                throw Files.exists(candidate.file())
                        ? new FileSystemException(
                                candidate.name(), null, PictureFault.NOT_A_FILE.text())
                        : new NoSuchFileException(candidate.name());
            }
            String sha256 = Hashes.sha256(candidate.file());
            begin(sha256);
            try {
                return bring(candidate, sha256);
            } finally {
                end(sha256);
            }
        } catch (IOException e) {
            throw new StudioException(ImportFiles.unreadable(candidate.file(), e), e);
        }
    }

    private Outcome bring(ImportFiles.Candidate candidate, String sha256) throws IOException {
        String caption = caption(candidate.file());
        Optional<ReferenceStore.Match> known = references.findBySha256(sha256);
        if (known.isEmpty() && older.learn(candidate.name())) {
            known = references.findBySha256(sha256);
        }
        if (known.isPresent()) {
            return meet(known.get(), caption, candidate.category());
        }
        Path spare = Files.createTempDirectory("atelier-reference-");
        try {
            ReferencePicture picture =
                    ReferencePicture.prepare(
                            candidate.file(), candidate.name(), spare.resolve("picture"));
            return addUnlessKnown(candidate, picture, sha256, caption);
        } finally {
            Files.deleteIfExists(spare.resolve("picture"));
            Files.delete(spare);
        }
    }

    /// The same photo may be there as another program stored it without its place.
    private Outcome addUnlessKnown(
            ImportFiles.Candidate candidate,
            ReferencePicture picture,
            String source,
            String caption)
            throws IOException {
        boolean changed = !picture.file().equals(candidate.file());
        String sha256 = changed ? Hashes.sha256(picture.file()) : source;
        if (changed) {
            Optional<ReferenceStore.Match> known = references.findBySha256(sha256);
            if (known.isPresent()) {
                return meet(known.get(), caption, candidate.category());
            }
        }
        String key = store(candidate.category(), picture, sha256);
        Optional<Instant> describedAt =
                caption.isEmpty() ? Optional.empty() : Optional.of(clock.instant());
        PictureHeader header = picture.header();
        ReferenceStore.Addition done =
                references.insertUnlessKnown(
                        new NewReference(
                                picture.filename(),
                                candidate.category(),
                                key,
                                caption,
                                describedAt,
                                sha256,
                                header.shownWidth(),
                                header.shownHeight(),
                                Files.size(picture.file()),
                                changed ? Optional.of(source) : Optional.empty()));
        if (done.added()) {
            return new Outcome(done.match().reference(), true);
        }
        takeAway(key, done.match().reference());
        return meet(done.match(), caption, candidate.category());
    }

    /// Another studio brought the same picture a moment before; where its file has another key, ours is nobody's.
    private void takeAway(String key, ReferenceImage known) {
        if (!key.equals(known.storagePath()) && !references.isTaken(key)) {
            objects.delete(Bucket.REFERENCES, key);
        }
    }

    /// What was deleted comes back; what has no caption gets the one beside the file.
    private Outcome meet(ReferenceStore.Match match, String caption, String category) {
        ReferenceImage known = match.reference();
        if (match.deleted()) {
            references.bringBack(known.id(), category);
        }
        boolean described = !caption.isEmpty() && known.caption().isEmpty();
        if (described) {
            references.updateCaption(known.id(), caption, clock.instant());
        }
        boolean news = described || match.deleted();
        return new Outcome(news ? references.find(known.id()).orElse(known) : known, news);
    }

    /// Two files of the same bytes, met at the same time, take turns: the second finds the first one's row.
    private synchronized void begin(String sha256) throws IOException {
        try {
            while (!underway.add(sha256)) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
    }

    private synchronized void end(String sha256) {
        underway.remove(sha256);
        notifyAll();
    }

    /// @return the key, made distinct when another picture has the plain one
    private String store(String category, ReferencePicture picture, String sha256) {
        String mimeType = picture.header().format().mimeType();
        String plain = ObjectKeys.referenceKey(category, picture.filename());
        if (!references.isTaken(plain)) {
            try {
                objects.put(Bucket.REFERENCES, plain, picture.file(), sha256, mimeType);
                return plain;
            } catch (StudioException e) {
                if (!e.problem().code().equals(Kind.OBJECT_CONFLICT.code())) {
                    throw e;
                }
            }
        }
        String distinct = ObjectKeys.distinguished(plain, sha256);
        objects.put(Bucket.REFERENCES, distinct, picture.file(), sha256, mimeType);
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
