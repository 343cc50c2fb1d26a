package studio.atelier.gallery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import studio.atelier.db.GalleryStore;
import studio.atelier.db.ModelStore;
import studio.atelier.db.PostgresExtension;
import studio.atelier.db.ReferenceStore;
import studio.atelier.db.WorkflowStore;
import studio.atelier.model.ImageId;
import studio.atelier.model.JobId;
import studio.atelier.model.PictureRef;
import studio.atelier.model.PictureSize;
import studio.atelier.model.Problem.Kind;
import studio.atelier.model.StudioException;
import studio.atelier.storage.Bucket;
import studio.atelier.storage.FolderObjectStore;
import studio.atelier.storage.image.ImageIoJpegDecoder;
import studio.atelier.storage.image.ThumbnailCache;
import studio.atelier.storage.image.Thumbnails;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

class DatabaseGalleryTest {
    @RegisterExtension static final PostgresExtension postgres = new PostgresExtension();

    /// Of the three bytes `abc`.
    private static final String SHA256 =
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    @TempDir private Path folder;

    @BeforeEach
    void fill() {
        postgres.clear();
        postgres.database()
                .useTransaction(
                        handle -> {
                            handle.execute("insert into models (name) values ('Milan')");
                            handle.execute(
                                    "insert into generation_jobs (model_id, status) values (1, 'completed'), (1, 'failed')");
                            handle.execute(
                                    """
                                    insert into generated_images
                                        (job_id, ordinal, storage_path, sha256, width, height, bytes)
                                    values (1, 0, 'milan_dune_00001_.png', ?, 8, 8, 3)
                                    """,
                                    SHA256);
                        });
    }

    @Test
    void showsPicturesAndJobsWithoutOne() {
        Gallery gallery = gallery();
        List<GalleryKey> keys = gallery.keys(GalleryQuery.ALL);

        assertEquals(List.of(new GalleryKey(2, 0), new GalleryKey(1, 1)), keys);
        assertEquals(keys, gallery.items(keys).stream().map(GalleryItem::key).toList());
        GalleryDetail detail = gallery.detail(keys.getLast()).orElseThrow();
        assertEquals("Milan", detail.model().orElseThrow().name());
        assertEquals("milan_dune_00001_.png", detail.image().orElseThrow().filename());
        assertEquals(Optional.empty(), gallery.detail(new GalleryKey(99, 0)));
    }

    @Test
    void deletionCanBeUndone() {
        Gallery gallery = gallery();
        gallery.delete(List.of(new ImageId(1)));
        assertEquals(List.of(new GalleryKey(2, 0)), gallery.keys(GalleryQuery.ALL));
        gallery.restore(List.of(new ImageId(1)));
        assertEquals(2, gallery.keys(GalleryQuery.ALL).size());
    }

    @Test
    void theResultOfAJobSaysWhenItIsInTheTrash() {
        var store = new GalleryStore(postgres.database());
        assertFalse(store.isTrashed(new JobId(1)));
        gallery().delete(List.of(new ImageId(1)));
        assertTrue(store.isTrashed(new JobId(1)));
        assertFalse(store.isTrashed(new JobId(2)));
        var pictures =
                new StoredPictures(
                        new ReferenceStore(postgres.database()),
                        store,
                        new FolderObjectStore(folder),
                        new ThumbnailCache(
                                folder.resolve("thumbnails"),
                                new Thumbnails(new ImageIoJpegDecoder())));
        assertEquals(Kind.IN_TRASH.code(), refusal(pictures, 1));
        assertEquals(Kind.NOT_FOUND.code(), refusal(pictures, 2));
    }

    private static String refusal(StoredPictures pictures, int job) {
        var picture = new PictureRef.Result(new JobId(job));
        return assertThrows(StudioException.class, () -> pictures.open(picture, PictureSize.SMALL))
                .problem()
                .code();
    }

    @Test
    void savesOverTheChosenFileAndBesideOthers() throws IOException {
        Gallery gallery = gallery();
        Path target = Files.writeString(folder.resolve("chosen.png"), "old");
        gallery.saveAs(new ImageId(1), target);
        assertEquals("abc", Files.readString(target));

        Path out = folder.resolve("out");
        List<Integer> progress = new ArrayList<>();
        gallery.saveAll(List.of(new ImageId(1)), out, progress::add);
        List<Path> second = gallery.saveAll(List.of(new ImageId(1)), out, progress::add);

        assertEquals(List.of(out.resolve("milan_dune_00001_ (2).png")), second);
        assertEquals("abc", Files.readString(out.resolve("milan_dune_00001_.png")));
        assertEquals(List.of(1, 1), progress);
        try (var files = Files.list(out)) {
            assertEquals(2, files.count());
        }
    }

    @Test
    void saysWhenThePictureOrTheFolderIsNotThere() throws IOException {
        Gallery gallery = gallery();
        assertEquals(
                "not-found",
                assertThrows(
                                StudioException.class,
                                () -> gallery.saveAs(new ImageId(9), folder.resolve("x.png")))
                        .problem()
                        .code());
        Path file = Files.writeString(folder.resolve("file"), "");
        assertThrows(
                StudioException.class,
                () -> gallery.saveAll(List.of(new ImageId(1)), file, _ -> {}));
    }

    private Gallery gallery() {
        var objects = new FolderObjectStore(folder.resolve("store"));
        objects.prepare();
        try {
            Path source = Files.writeString(folder.resolve("source"), "abc");
            objects.put(Bucket.GENERATED, "milan_dune_00001_.png", source, SHA256, "image/png");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        var database = postgres.database();
        return new DatabaseGallery(
                new GalleryStore(database),
                new ModelStore(database),
                new WorkflowStore(database),
                new ReferenceStore(database),
                objects);
    }
}
