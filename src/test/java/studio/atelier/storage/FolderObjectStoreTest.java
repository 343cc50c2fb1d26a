package studio.atelier.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import studio.atelier.model.Problem;
import studio.atelier.model.StudioException;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

class FolderObjectStoreTest extends ObjectStoreContract {
    @Override
    protected FolderObjectStore store() {
        FolderObjectStore store = new FolderObjectStore(base());
        store.prepare();
        return store;
    }

    @Test
    void objectsAreFilesThatOtherProgramsFind() throws IOException {
        FolderObjectStore store = store();
        put(store, "beach/dune.jpg", text("picture"));
        Path file = base().resolve("generated-images/beach/dune.jpg");
        assertEquals("picture", Files.readString(file));
        assertEquals(file, store.localFile(Bucket.GENERATED, "beach/dune.jpg").orElseThrow());
        assertEquals(file.toUri(), store.urlOf(Bucket.GENERATED, "beach/dune.jpg"));
    }

    @Test
    void whatFileManagersLeaveIsNoPicture() throws IOException {
        FolderObjectStore store = store();
        put(store, "beach/dune.jpg", text("picture"));
        for (String name : List.of(".DS_Store", "beach/._dune.jpg", "Thumbs.db", "Desktop.ini")) {
            Files.writeString(base().resolve("generated-images").resolve(name), "x");
        }
        try (var objects = store.list(Bucket.GENERATED)) {
            assertEquals(List.of("beach/dune.jpg"), objects.map(object -> object.key()).toList());
        }
    }

    @Test
    void noLinkLeadsOutOfTheBucket() throws IOException {
        FolderObjectStore store = store();
        Path outside = Files.createDirectory(work.resolve("outside"));
        Files.writeString(outside.resolve("secret.png"), "secret");
        Path bucket = base().resolve("generated-images");
        Files.createSymbolicLink(bucket.resolve("out"), outside);
        Files.createSymbolicLink(bucket.resolve("link.png"), outside.resolve("secret.png"));

        assertThrows(StudioException.class, () -> store.open(Bucket.GENERATED, "out/secret.png"));
        assertEquals("object-missing", code(() -> store.open(Bucket.GENERATED, "link.png")));
        assertThrows(StudioException.class, () -> put(store, "out/new.png", text("x")));
        assertThrows(StudioException.class, () -> put(store, "out/sub/new.png", text("x")));
        assertEquals("object-conflict", code(() -> put(store, "link.png", text("x"))));
        assertEquals(1, outside.toFile().list().length);
        try (var objects = store.list(Bucket.GENERATED)) {
            assertEquals(0, objects.count());
        }
    }

    @Test
    void aVanishedFolderIsNamedAndNotMadeAgain() throws IOException {
        FolderObjectStore store = store();
        put(store, "a.png", text("x"));
        Files.move(base(), work.resolve("elsewhere"));
        Problem problem =
                assertThrows(StudioException.class, () -> put(store, "b.png", text("x"))).problem();
        assertEquals("store-faulty", problem.code());
        assertTrue(problem.sentence().contains(base().toString()), problem.sentence());
        assertEquals("store-faulty", code(store::check));
        assertEquals("store-faulty", code(() -> store.open(Bucket.GENERATED, "a.png")));
        assertFalse(Files.exists(base()));
    }

    @Test
    void aFileInPlaceOfTheFolderIsAProblem() throws IOException {
        Files.writeString(base(), "not a folder");
        FolderObjectStore store = new FolderObjectStore(base());
        assertEquals("store-faulty", code(store::prepare));
        assertEquals("store-faulty", code(store::check));
    }

    @Test
    void bytesThatChangedMeanwhileAreNotStored() throws IOException {
        FolderObjectStore store = store();
        Path file = Files.writeString(work.resolve("source"), "now other bytes");
        String sha256 = Hashes.sha256("the bytes that were checked");
        assertEquals(
                "store-faulty",
                code(() -> store.put(Bucket.GENERATED, "a.png", file, sha256, "image/png")));
        assertTrue(store.find(Bucket.GENERATED, "a.png").isEmpty());
        assertEquals(0, base().resolve("generated-images").toFile().list().length);
    }

    @Test
    void whatADyingWriterLeftBehindIsRemovedInTime() throws IOException {
        FolderObjectStore store = store();
        Path old = Files.writeString(base().resolve("generated-images/.part-old"), "half");
        Path young = Files.writeString(base().resolve("generated-images/.part-young"), "half");
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofDays(2))));
        try (var objects = store.list(Bucket.GENERATED)) {
            assertEquals(0, objects.count());
        }
        store.check();
        assertFalse(Files.exists(old));
        assertTrue(Files.exists(young));
    }

    @Test
    void theWordsOfTheSystemBecomeProblems() throws IOException {
        Path base = Files.createDirectories(base());
        assertEquals(
                "store-full",
                FolderProblems.problem(
                                new FileSystemException("f", null, "No space left on device"),
                                base,
                                base)
                        .code());
        assertEquals(
                "store-full",
                FolderProblems.problem(new IOException("Disk quota exceeded"), base, base).code());
        assertEquals(
                "store-read-only",
                FolderProblems.problem(
                                new FileSystemException("f", null, "Read-only file system"),
                                base,
                                base)
                        .code());
        assertEquals(
                "store-read-only",
                FolderProblems.problem(new AccessDeniedException("f"), base, base).code());
        assertEquals(
                "store-faulty",
                FolderProblems.problem(new IOException("Input/output error"), base, base).code());
    }

    private Path base() {
        return work.resolve("objects");
    }
}
