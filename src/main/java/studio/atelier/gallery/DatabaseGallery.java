package studio.atelier.gallery;

import studio.atelier.db.GalleryFilter;
import studio.atelier.db.GalleryRow;
import studio.atelier.db.GalleryStore;
import studio.atelier.db.ModelStore;
import studio.atelier.db.ReferenceStore;
import studio.atelier.db.WorkflowStore;
import studio.atelier.model.GeneratedImage;
import studio.atelier.model.ImageId;
import studio.atelier.model.Job;
import studio.atelier.model.Problem;
import studio.atelier.model.Problem.Kind;
import studio.atelier.model.StudioException;
import studio.atelier.storage.ObjectStore;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;

/// The gallery as the database and the object store hold it.
public final class DatabaseGallery implements Gallery {
    private final GalleryStore store;
    private final ModelStore models;
    private final WorkflowStore workflows;
    private final ReferenceStore references;
    private final PictureFiles files;

    public DatabaseGallery(
            GalleryStore store,
            ModelStore models,
            WorkflowStore workflows,
            ReferenceStore references,
            ObjectStore objects) {
        this.store = store;
        this.models = models;
        this.workflows = workflows;
        this.references = references;
        this.files = new PictureFiles(objects);
    }

    @Override
    public List<GalleryKey> keys(GalleryQuery query) {
        return store.cells(filter(query), GalleryKey::new);
    }

    @Override
    public List<GalleryItem> items(List<GalleryKey> keys) {
        if (keys.isEmpty()) {
            return List.of();
        }
        return rows(keys).stream().map(DatabaseGallery::item).toList();
    }

    @Override
    public Optional<GalleryDetail> detail(GalleryKey key) {
        return rows(List.of(key)).stream().findFirst().map(row -> detail(key, row));
    }

    @Override
    public void delete(List<ImageId> images) {
        store.trash(images);
    }

    @Override
    public void restore(List<ImageId> images) {
        store.restore(images);
    }

    @Override
    public void saveAs(ImageId image, Path target) {
        GeneratedImage found =
                store.images(List.of(image)).stream().findFirst().orElseThrow(() -> unknown(image));
        files.replace(found, target);
    }

    @Override
    public List<Path> saveAll(List<ImageId> images, Path folder, IntConsumer progress) {
        List<Path> written = new ArrayList<>();
        for (GeneratedImage image : store.images(images)) {
            written.add(files.add(image, folder));
            progress.accept(written.size());
        }
        return written;
    }

    private List<GalleryRow> rows(List<GalleryKey> keys) {
        return store.rows(
                keys.stream().map(GalleryKey::job).toList(),
                keys.stream().map(GalleryKey::image).toList());
    }

    private static GalleryFilter filter(GalleryQuery query) {
        GalleryFilter.Sort sort =
                switch (query.order()) {
                    case NEWEST_FIRST -> GalleryFilter.Sort.NEWEST_FIRST;
                    case OLDEST_FIRST -> GalleryFilter.Sort.OLDEST_FIRST;
                    case MODEL -> GalleryFilter.Sort.MODEL;
                    case REFERENCE -> GalleryFilter.Sort.REFERENCE;
                };
        return new GalleryFilter(
                query.model(), query.status(), query.category(), query.text(), sort);
    }

    private static GalleryItem item(GalleryRow row) {
        Job job = row.job();
        return new GalleryItem(
                new GalleryKey(
                        job.id().value(), row.image().map(image -> image.id().value()).orElse(0L)),
                job.status(),
                row.modelName(),
                row.referenceName(),
                job.reference(),
                row.image(),
                job.problem(),
                job.createdAt());
    }

    private GalleryDetail detail(GalleryKey key, GalleryRow row) {
        Job job = row.job();
        return new GalleryDetail(
                key,
                job,
                row.image(),
                job.model().flatMap(models::find),
                job.workflow().flatMap(workflows::find),
                job.reference().flatMap(references::find));
    }

    private static StudioException unknown(ImageId image) {
        return new StudioException(
                Problem.of(Kind.NOT_FOUND, Problem.words("thing.picture", image.toString())));
    }
}
