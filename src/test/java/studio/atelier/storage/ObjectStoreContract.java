package studio.atelier.storage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import studio.atelier.model.StudioException;
import studio.atelier.storage.ObjectStore.ObjectInfo;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

/// What every object store must do, whatever it stands on.
public abstract class ObjectStoreContract {
    private static final String KEY = "milan_dune_00001_.png";

    @TempDir Path work;

    /// An empty store that is ready.
    protected abstract ObjectStore store() throws IOException;

    @Test
    void bytesComeBackAsTheyWerePut() throws IOException {
        ObjectStore store = store();
        byte[] bytes = new byte[300_000];
        new java.util.Random(1).nextBytes(bytes);
        put(store, KEY, bytes);
        assertArrayEquals(bytes, read(store, KEY));
        assertEquals(
                new ObjectInfo(KEY, bytes.length), store.find(Bucket.GENERATED, KEY).orElseThrow());
    }

    @Test
    void emptyObjectsAreObjects() throws IOException {
        ObjectStore store = store();
        put(store, KEY, new byte[0]);
        assertEquals(0, read(store, KEY).length);
    }

    @Test
    void bucketsAreApart() throws IOException {
        ObjectStore store = store();
        put(store, KEY, text("made"));
        assertTrue(store.find(Bucket.REFERENCES, KEY).isEmpty());
    }

    @Test
    void theSameBytesAreAdopted() throws IOException {
        ObjectStore store = store();
        put(store, KEY, text("picture"));
        put(store, KEY, text("picture"));
        assertArrayEquals(text("picture"), read(store, KEY));
    }

    @Test
    void otherBytesAreNeverOverwritten() throws IOException {
        ObjectStore store = store();
        put(store, KEY, text("first"));
        assertEquals("object-conflict", code(() -> put(store, KEY, text("second"))));
        assertArrayEquals(text("first"), read(store, KEY));
    }

    @Test
    void oneOfManyWritersWinsAndTheOthersSeeTheConflict() throws Exception {
        ObjectStore store = store();
        Set<String> outcomes;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<String>> writers =
                    java.util.stream.IntStream.range(0, 8)
                            .<Callable<String>>mapToObj(i -> () -> attempt(store, text("by " + i)))
                            .toList();
            outcomes =
                    threads.invokeAll(writers).stream()
                            .map(ObjectStoreContract::result)
                            .collect(Collectors.toSet());
        }
        assertEquals(Set.of("stored", "object-conflict"), outcomes);
        assertTrue(new String(read(store, KEY), StandardCharsets.UTF_8).startsWith("by "));
    }

    @Test
    void aMissingObjectIsNamed() throws IOException {
        ObjectStore store = store();
        StudioException failure =
                assertThrows(StudioException.class, () -> store.open(Bucket.GENERATED, KEY));
        assertEquals("object-missing", failure.problem().code());
        assertTrue(failure.problem().sentence().contains("generated-images/" + KEY));
        assertTrue(store.find(Bucket.GENERATED, KEY).isEmpty());
        assertTrue(store.localFile(Bucket.GENERATED, KEY).isEmpty());
    }

    @Test
    void deletedObjectsAreGoneAndDeletingTwiceIsNoFailure() throws IOException {
        ObjectStore store = store();
        put(store, KEY, text("picture"));
        store.delete(Bucket.GENERATED, KEY);
        store.delete(Bucket.GENERATED, KEY);
        assertTrue(store.find(Bucket.GENERATED, KEY).isEmpty());
    }

    @Test
    void everyObjectIsListedUnderItsKey() throws IOException {
        ObjectStore store = store();
        put(store, "beach/dune.jpg", text("a"));
        put(store, "beach/sea.jpg", text("bb"));
        put(store, KEY, text("ccc"));
        try (var objects = store.list(Bucket.GENERATED)) {
            assertEquals(
                    Set.of(
                            new ObjectInfo("beach/dune.jpg", 1),
                            new ObjectInfo("beach/sea.jpg", 2),
                            new ObjectInfo(KEY, 3)),
                    objects.collect(Collectors.toSet()));
        }
        try (var objects = store.list(Bucket.REFERENCES)) {
            assertEquals(0, objects.count());
        }
    }

    @Test
    void aLocalFileHoldsTheObject() throws IOException {
        ObjectStore store = store();
        put(store, KEY, text("picture"));
        var file = store.localFile(Bucket.GENERATED, KEY);
        if (file.isPresent()) {
            assertArrayEquals(text("picture"), Files.readAllBytes(file.get()));
        }
        assertFalse(store.urlOf(Bucket.GENERATED, KEY).toString().isBlank());
    }

    @Test
    void aHealthyStorePassesItsCheckAndSaysWhereItIs() throws IOException {
        ObjectStore store = store();
        store.check();
        assertFalse(store.description().isBlank());
        try (var objects = store.list(Bucket.GENERATED)) {
            assertEquals(0, objects.count());
        }
    }

    @Test
    void impossibleKeysAreRefused() throws IOException {
        ObjectStore store = store();
        for (String key :
                List.of("", "/a.png", "a//b.png", "../a.png", "a/../../b.png", "a\u0000b"))
            assertEquals("object-name", code(() -> put(store, key, text("x"))), key);
    }

    /// Supabase takes none of these; other stores hold them, and other programs store them there.
    @Test
    void keysOfOtherProgramsAreObjectsLikeOthers() throws IOException {
        ObjectStore store = store();
        Set<String> keys =
                Set.of(
                        "Stra\u00dfe/Z\u00fcrich & M\u00fcnchen.png",
                        "50% off #1 [x] {y} ~z^.png",
                        "a+b c.png",
                        "\ud83c\udfd6 beach.png");
        for (String key : keys) {
            put(store, key, text(key));
            assertArrayEquals(text(key), read(store, key));
            assertEquals(
                    text(key).length,
                    store.find(Bucket.GENERATED, key).map(ObjectInfo::bytes).orElse(-1L));
            assertFalse(store.urlOf(Bucket.GENERATED, key).toString().isBlank());
        }
        try (var objects = store.list(Bucket.GENERATED)) {
            assertEquals(keys, objects.map(ObjectInfo::key).collect(Collectors.toSet()));
        }
        for (String key : keys) {
            store.delete(Bucket.GENERATED, key);
            assertTrue(store.find(Bucket.GENERATED, key).isEmpty());
        }
    }

    private String attempt(ObjectStore store, byte[] bytes) throws IOException {
        try {
            put(store, KEY, bytes);
            return "stored";
        } catch (StudioException e) {
            return e.problem().code();
        }
    }

    private static String result(Future<String> writer) {
        try {
            return writer.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        } catch (ExecutionException e) {
            return e.toString();
        }
    }

    protected void put(ObjectStore store, String key, byte[] bytes) throws IOException {
        Path file = Files.createTempFile(work, "source", "");
        Files.write(file, bytes);
        store.put(Bucket.GENERATED, key, file, Hashes.sha256(file), "image/png");
    }

    protected static byte[] read(ObjectStore store, String key) throws IOException {
        try (InputStream in = store.open(Bucket.GENERATED, key)) {
            return in.readAllBytes();
        }
    }

    protected static String code(org.junit.jupiter.api.function.Executable action) {
        return assertThrows(StudioException.class, action).problem().code();
    }

    protected static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
