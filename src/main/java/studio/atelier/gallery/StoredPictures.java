package studio.atelier.gallery;

import studio.atelier.db.GalleryStore;
import studio.atelier.db.ReferenceStore;
import studio.atelier.model.GeneratedImage;
import studio.atelier.model.PictureRef;
import studio.atelier.model.PictureSize;
import studio.atelier.model.Problem;
import studio.atelier.model.Problem.Kind;
import studio.atelier.model.ReferenceImage;
import studio.atelier.model.StudioException;
import studio.atelier.storage.Bucket;
import studio.atelier.storage.Hashes;
import studio.atelier.storage.ObjectStore;
import studio.atelier.storage.image.PictureCheck;
import studio.atelier.storage.image.PictureHeader;
import studio.atelier.storage.image.ThumbnailCache;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Pictures that the database names and the object store holds. Rows of the older client lack the content hash;
/// it is computed when such a picture is first looked at. Safe to share between threads.
public final class StoredPictures implements PictureSource {
    private final ReferenceStore references;
    private final GalleryStore images;
    private final ObjectStore objects;
    private final Originals originals;
    private final ThumbnailCache thumbnails;

    public StoredPictures(
            ReferenceStore references,
            GalleryStore images,
            ObjectStore objects,
            ThumbnailCache thumbnails) {
        this.references = references;
        this.images = images;
        this.objects = objects;
        this.originals = new Originals(objects);
        this.thumbnails = thumbnails;
    }

    @Override
    public InputStream open(PictureRef picture, PictureSize size) throws IOException {
        return switch (picture) {
            case PictureRef.Reference reference -> {
                ReferenceImage row =
                        references.find(reference.id()).orElseThrow(() -> unknown(picture));
                yield open(row, size);
            }
            case PictureRef.Generated generated -> {
                List<GeneratedImage> rows = images.images(List.of(generated.id()));
                if (rows.isEmpty()) {
                    throw unknown(picture);
                }
                yield open(rows.getFirst(), size);
            }
            case PictureRef.Result result ->
                    open(images.firstOf(result.job()).orElseThrow(() -> noResult(result)), size);
        };
    }

    private InputStream open(ReferenceImage row, PictureSize size) throws IOException {
        if (size == PictureSize.FULL) {
            return objects.open(Bucket.REFERENCES, row.storagePath());
        }
        Optional<String> known = row.sha256().filter(hash -> !hash.isEmpty());
        String sha256 = known.isPresent() ? known.get() : learn(row);
        return thumbnails.open(
                sha256,
                size,
                row.filename(),
                temporary -> originals.fetch(Bucket.REFERENCES, row.storagePath(), temporary));
    }

    private InputStream open(GeneratedImage row, PictureSize size) throws IOException {
        if (size == PictureSize.FULL) {
            return objects.open(Bucket.GENERATED, row.storagePath());
        }
        return thumbnails.open(
                row.sha256().isEmpty() ? learn(row) : row.sha256(),
                size,
                row.filename(),
                temporary -> originals.fetch(Bucket.GENERATED, row.storagePath(), temporary));
    }

    /// Looks at the bytes once and notes in the row what they are.
    private String learn(ReferenceImage row) throws IOException {
        Path temporary = thumbnails.temporary();
        try {
            return originals.learn(row, references, temporary);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private String learn(GeneratedImage row) throws IOException {
        Path temporary = thumbnails.temporary();
        try {
            Path file = originals.fetch(Bucket.GENERATED, row.storagePath(), temporary);
            String sha256 = Hashes.sha256(file);
            PictureHeader header = PictureCheck.header(file, row.filename());
            images.learned(
                    row, sha256, header.shownWidth(), header.shownHeight(), Files.size(file));
            return sha256;
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private StudioException noResult(PictureRef.Result result) {
        return images.isTrashed(result.job())
                ? new StudioException(Problem.of(Kind.IN_TRASH))
                : unknown(result);
    }

    private static StudioException unknown(PictureRef picture) {
        return new StudioException(
                Problem.of(Kind.NOT_FOUND, Problem.words("thing.picture", picture.toString())));
    }
}
