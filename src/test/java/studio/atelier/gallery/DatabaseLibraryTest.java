package studio.atelier.gallery;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import studio.atelier.db.GalleryStore;
import studio.atelier.db.ModelStore;
import studio.atelier.db.NewReference;
import studio.atelier.db.PostgresExtension;
import studio.atelier.db.ReferenceEditStore;
import studio.atelier.db.ReferenceStore;
import studio.atelier.db.WorkflowStore;
import studio.atelier.gallery.Library.ImportReport;
import studio.atelier.model.PictureRef;
import studio.atelier.model.PictureSize;
import studio.atelier.model.Problem;
import studio.atelier.model.ReferenceId;
import studio.atelier.model.ReferenceImage;
import studio.atelier.model.StudioException;
import studio.atelier.storage.Bucket;
import studio.atelier.storage.FolderObjectStore;
import studio.atelier.storage.Hashes;
import studio.atelier.storage.image.ImageIoJpegDecoder;
import studio.atelier.storage.image.Pictures;
import studio.atelier.storage.image.ThumbnailCache;
import studio.atelier.storage.image.Thumbnails;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;

import javax.imageio.ImageIO;

class DatabaseLibraryTest {
    private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");

    @RegisterExtension static final PostgresExtension postgres = new PostgresExtension();

    @TempDir Path work;

    private ReferenceStore references = new ReferenceStore(postgres.database());
    private FolderObjectStore objects = new FolderObjectStore(Path.of("unused"));
    private Library library = library();
    private int seed = new Random().nextInt(1 << 30);

    @BeforeEach
    void open() throws IOException {
        references = new ReferenceStore(postgres.database());
        objects = new FolderObjectStore(work.resolve("objects"));
        objects.prepare();
        library = library();
        Files.createDirectories(in());
    }

    @Test
    void foldersBecomeCategoriesAndTextsCaptions() throws IOException {
        picture("beach/Düne 1.jpg");
        Files.writeString(in().resolve("beach/Düne 1.txt"), "\uFEFF orange top, sea \n");
        picture("street/night/lamp.png");
        picture("loose.png");

        ImportReport report = library.importFolder(in(), (_, _) -> {});

        assertEquals(List.of(), report.refused());
        assertEquals(
                List.of(
                        "beach|Düne 1.jpg|beach/Dune_1.jpg|orange top, sea",
                        "uncategorized|loose.png|uncategorized/loose.png|",
                        "street/night|lamp.png|street_night/lamp.png|"),
                report.imported().stream().map(DatabaseLibraryTest::line).toList());
        ReferenceImage dune = report.imported().getFirst();
        assertEquals(Optional.of(NOW), dune.analyzedAt());
        assertEquals(60, dune.width());
        assertEquals(40, dune.height());
        try (InputStream stored = objects.open(Bucket.REFERENCES, dune.storagePath())) {
            assertArrayEquals(
                    Files.readAllBytes(in().resolve("beach/Düne 1.jpg")), stored.readAllBytes());
        }
    }

    @Test
    void importingTwiceBringsNothingTwiceButFillsInACaption() throws IOException {
        picture("beach/a.png");
        ReferenceImage first = library.importFolder(in(), (_, _) -> {}).imported().getFirst();
        ImportReport second = library.importFolder(in(), (_, _) -> {});
        assertEquals(List.of(first), second.duplicates());
        assertEquals(List.of(), second.imported());

        Files.writeString(in().resolve("beach/a.txt"), "a dune");
        ImportReport third = library.importFolder(in(), (_, _) -> {});
        assertEquals("a dune", third.imported().getFirst().caption());
        assertEquals(first.id(), third.imported().getFirst().id());
        Files.writeString(in().resolve("beach/a.txt"), "other words");
        assertEquals(1, library.importFolder(in(), (_, _) -> {}).duplicates().size());
    }

    @Test
    void whatTheOlderClientHasIsKnownByItsContentToo() throws IOException {
        picture("beach/Sand.png");
        picture("beach/gone.png");
        ReferenceImage first = library.importFolder(in(), (_, _) -> {}).imported().getFirst();
        postgres.database()
                .useTransaction(
                        handle ->
                                handle.execute(
                                        """
                                        update reference_images
                                        set sha256 = null, source_sha256 = null, bytes = null,
                                            filename = case when filename = 'Sand.png' then 'sand.PNG'
                                                       else filename end
                                        where filename in ('Sand.png', 'gone.png')
                                        """));
        Files.delete(objects.localFile(Bucket.REFERENCES, "beach/gone.png").orElseThrow());
        ImportReport again = library.importFolder(in(), (_, _) -> {});
        assertEquals(
                List.of(first.id()), again.duplicates().stream().map(ReferenceImage::id).toList());
        assertEquals(first.sha256(), again.duplicates().getFirst().sha256());
        assertEquals(
                List.of("gone.png"),
                again.imported().stream().map(ReferenceImage::filename).toList());
    }

    @Test
    void namesThatFallTogetherStayApart() throws IOException {
        picture("beach/ä.png");
        picture("beach/a.png");
        ImportReport report = library.importFolder(in(), (_, _) -> {});
        assertEquals(
                2, report.imported().stream().map(ReferenceImage::storagePath).distinct().count());
        assertEquals(List.of(), report.refused());
    }

    @Test
    void whatCannotBeReadIsNamedAndTheRestGoesOn() throws IOException {
        picture("beach/good.png");
        Files.writeString(in().resolve("beach/page.png"), "<html>");
        Path cut = picture("beach/cut.png");
        Files.write(cut, java.util.Arrays.copyOf(Files.readAllBytes(cut), 400));
        Path huge = in().resolve("beach/huge.png");
        Files.write(huge, new Pictures.PngBuilder(20_000, 20_000, 8, 2, 0).end());
        Files.createSymbolicLink(in().resolve("beach/loop"), in());
        Files.createSymbolicLink(in().resolve("beach/dead.png"), in().resolve("nowhere.png"));
        Files.writeString(in().resolve("beach/.hidden.png"), "x");
        Files.writeString(in().resolve("beach/Thumbs.db"), "x");
        List<String> progress = new ArrayList<>();

        ImportReport report =
                library.importFolder(in(), (done, of) -> progress.add(done + "/" + of));

        assertEquals(List.of("good.png"), names(report.imported()));
        assertEquals(
                List.of(
                        "cut.png reference-unreadable",
                        "dead.png reference-unopened",
                        "huge.png reference-too-large",
                        "page.png reference-unreadable"),
                report.refused().stream()
                        .map(p -> p.arguments().getFirst() + " " + p.code())
                        .toList());
        assertTrue(
                report.refused().get(1).sentence().endsWith("cannot be read: it is not there"),
                report.refused().get(1).sentence());
        assertEquals(List.of("1/5", "2/5", "3/5", "4/5", "5/5"), progress);
    }

    @Test
    void singleFilesComeUnderTheCategoryAskedFor() throws IOException {
        Path turned = Pictures.turnedJpeg(in().resolve("t.jpg"), Pictures.photo(60, 40, seed++), 6);
        ReferenceImage one =
                library.importPaths(List.of(turned), " Studio ", (_, _) -> {})
                        .imported()
                        .getFirst();
        assertEquals("Studio", one.category());
        assertEquals("Studio/t.jpg", one.storagePath());
        assertEquals(40, one.width(), "as a person sees it");
    }

    @Test
    void aPhotoWhosePlaceWasRemovedIsKnownWhenItComesAgain() throws IOException {
        byte[] located = sample("located.jpg");
        Files.write(in().resolve("IMG_1.jpg"), located);
        Files.write(in().resolve("copy of IMG_1.jpg"), located);

        ImportReport first = library.importPaths(List.of(in()), "", (_, _) -> {});

        assertEquals(1, first.imported().size());
        assertEquals(1, first.duplicates().size(), "the same bytes within one import");
        ReferenceImage kept = first.imported().getFirst();
        assertEquals("in", kept.category(), "the folder's own name");
        assertArrayEquals(located, Files.readAllBytes(in().resolve("IMG_1.jpg")));
        ImportReport second = library.importPaths(List.of(in()), "", (_, _) -> {});
        assertEquals(List.of(kept, kept), second.duplicates());
        Path stored = objects.localFile(Bucket.REFERENCES, kept.storagePath()).orElseThrow();
        assertEquals(kept.sha256(), Optional.of(Hashes.sha256(stored)));
        Path cleaned = Files.copy(stored, in().resolve("cleaned.jpg"));
        assertEquals(
                List.of(kept),
                library.importPaths(List.of(cleaned), "x", (_, _) -> {}).duplicates());
    }

    @Test
    void anImportEndsWhereItIsStoppedAndKeepsWhatItHas() throws IOException {
        for (int i = 0; i < 6; i++) {
            picture("beach/" + i + ".png");
        }
        var progress =
                new Library.ImportProgress() {
                    private volatile int files;

                    @Override
                    public void done(int done, int of) {
                        files = done;
                    }

                    @Override
                    public boolean isStopped() {
                        return files >= 2;
                    }
                };
        ImportReport report = library.importFolder(in(), progress);
        assertTrue(report.imported().size() >= 2 && report.imported().size() <= 3);
        assertEquals(
                6 - report.imported().size(),
                library.importFolder(in(), (_, _) -> {}).imported().size());
    }

    @Test
    void aMissingFolderIsSaidAndAStoreThatIsGoneEndsTheImport() throws IOException {
        Path nowhere = work.resolve("nowhere");
        assertEquals("not-found", code(() -> library.importFolder(nowhere, (_, _) -> {})));
        picture("beach/a.png");
        Files.move(work.resolve("objects"), work.resolve("pulled out"));
        assertEquals("store-faulty", code(() -> library.importFolder(in(), (_, _) -> {})));
    }

    @Test
    void picturesAreServedInEverySizeAndAnOldRowLearnsItsHash() throws IOException {
        Path file = Pictures.png(work.resolve("old.png"), 800, 600);
        String sha256 = Hashes.sha256(file);
        objects.put(Bucket.REFERENCES, "old/old.png", file, sha256, "image/png");
        ReferenceImage row =
                references.insert(
                        new NewReference(
                                "old.png",
                                "old",
                                "old/old.png",
                                "",
                                Optional.empty(),
                                "",
                                0,
                                0,
                                0,
                                Optional.empty()));
        PictureSource pictures =
                new StoredPictures(
                        references,
                        new GalleryStore(postgres.database()),
                        objects,
                        new ThumbnailCache(
                                work.resolve("thumbnails"),
                                new Thumbnails(new ImageIoJpegDecoder())));
        PictureRef picture = new PictureRef.Reference(row.id());

        assertEquals(256, width(pictures, picture, PictureSize.SMALL));
        assertEquals(512, width(pictures, picture, PictureSize.LARGE));
        assertEquals(800, width(pictures, picture, PictureSize.FULL));
        ReferenceImage learnt = references.find(row.id()).orElseThrow();
        assertEquals(Optional.of(sha256), learnt.sha256());
        assertEquals(800, learnt.width());
        PictureRef unknown = new PictureRef.Reference(new ReferenceId(-1));
        assertEquals("not-found", code(() -> pictures.open(unknown, PictureSize.SMALL)));
    }

    private byte[] sample(String name) throws IOException {
        try (InputStream in =
                Objects.requireNonNull(
                        getClass().getResourceAsStream("/studio/atelier/references/" + name))) {
            return in.readAllBytes();
        }
    }

    private Library library() {
        return new DatabaseLibrary(
                new ModelStore(postgres.database()),
                new WorkflowStore(postgres.database()),
                references,
                new ReferenceEditStore(postgres.database()),
                objects,
                InstantSource.fixed(NOW));
    }

    private static int width(PictureSource pictures, PictureRef picture, PictureSize size)
            throws IOException {
        try (InputStream in = pictures.open(picture, size)) {
            return ImageIO.read(new ByteArrayInputStream(in.readAllBytes())).getWidth();
        }
    }

    /// A picture that no other test has.
    private Path picture(String name) throws IOException {
        Path file = in().resolve(name);
        Files.createDirectories(file.resolveSibling(".").normalize());
        var image = Pictures.photo(60, 40, seed++);
        if (name.endsWith("jpg")) {
            return Pictures.jpeg(file, image, false);
        }
        return Files.write(file, Pictures.encode(image, 4));
    }

    private Path in() {
        return work.resolve("in");
    }

    private static String line(ReferenceImage image) {
        return String.join(
                "|", image.category(), image.filename(), image.storagePath(), image.caption());
    }

    private static List<String> names(List<ReferenceImage> images) {
        return images.stream().map(ReferenceImage::filename).toList();
    }

    private static String code(org.junit.jupiter.api.function.Executable action) {
        Problem problem = assertThrows(StudioException.class, action).problem();
        assertTrue(!problem.sentence().isBlank());
        return problem.code();
    }
}
