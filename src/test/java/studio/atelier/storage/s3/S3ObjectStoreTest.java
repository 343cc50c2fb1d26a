package studio.atelier.storage.s3;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import studio.atelier.checks.BesideOthers;
import studio.atelier.model.StudioException;
import studio.atelier.storage.Bucket;
import studio.atelier.storage.Hashes;
import studio.atelier.storage.ObjectStore;
import studio.atelier.storage.ObjectStoreContract;
import studio.atelier.storage.StorageSettings;
import studio.atelier.storage.StorageSettings.Addressing;
import studio.atelier.storage.StorageSettings.Credentials;
import studio.atelier.storage.StorageSettings.Links;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;

/// The contract of an object store, and what is peculiar to S3, at a real server.
@BesideOthers
class S3ObjectStoreTest extends ObjectStoreContract {
    private static final int PART = 5 << 20;

    private final S3Server server;
    private final List<S3ObjectStore> opened = new ArrayList<>();

    S3ObjectStoreTest() throws Exception {
        server = S3Server.start();
    }

    @AfterEach
    void close() {
        opened.forEach(S3ObjectStore::close);
        server.close();
    }

    @Override
    protected ObjectStore store() {
        S3ObjectStore store = open(server.settings());
        store.check();
        return store;
    }

    @Test
    void whatIsNotedWithAnObjectIsThere() throws IOException {
        put(store(), "a.png", text("picture"));
        var metadata =
                Objects.requireNonNull(server.blobs().blobMetadata("generated-images", "a.png"));
        assertEquals("image/png", metadata.getContentMetadata().getContentType());
        assertEquals(
                "public, max-age=31536000, immutable",
                metadata.getContentMetadata().getCacheControl());
        assertEquals(Hashes.sha256("picture"), metadata.getUserMetadata().get("sha256"));
    }

    @Test
    void largeFilesGoInPartsAndAreNeverOverwritten() throws IOException {
        ObjectStore store = store();
        byte[] bytes = new byte[2 * PART + 1234];
        new Random(7).nextBytes(bytes);
        put(store, "large.png", bytes);
        put(store, "large.png", bytes);
        assertArrayEquals(bytes, read(store, "large.png"));
        bytes[PART]++;
        assertEquals("object-conflict", code(() -> put(store, "large.png", bytes)));
    }

    @Test
    void thousandsOfObjectsAreListed() throws IOException {
        ObjectStore store = store();
        var blobs = server.blobs();
        for (int i = 0; i < 2345; i++) {
            blobs.putBlob(
                    "generated-images",
                    blobs.blobBuilder("milan_%05d_.png".formatted(i)).payload("x").build());
        }
        try (var objects = store.list(Bucket.GENERATED)) {
            assertEquals(2345, objects.map(ObjectStore.ObjectInfo::key).distinct().count());
        }
    }

    @Test
    void objectsOfOtherProgramsAreComparedByTheirBytes() throws IOException {
        ObjectStore store = store();
        var blobs = server.blobs();
        blobs.putBlob("generated-images", blobs.blobBuilder("a.png").payload("same").build());
        put(store, "a.png", text("same"));
        assertEquals("object-conflict", code(() -> put(store, "a.png", text("else"))));
    }

    @Test
    void placeholdersOfFoldersAreNoPictures() throws IOException {
        ObjectStore store = store();
        var blobs = server.blobs();
        blobs.putBlob(
                "generated-images",
                blobs.blobBuilder("beach/.emptyFolderPlaceholder").payload("").build());
        blobs.putBlob("generated-images", blobs.blobBuilder("quay/").payload("").build());
        try (var objects = store.list(Bucket.GENERATED)) {
            assertEquals(0, objects.count());
        }
    }

    @Test
    void everyCharacterThatSupabaseAllowsGoesThere() throws IOException {
        ObjectStore store = store();
        String key = "be ach/d'u(n)e!*&$@=;:+,?-1.jpg";
        put(store, key, text("picture"));
        assertArrayEquals(text("picture"), read(store, key));
        try (var objects = store.list(Bucket.GENERATED)) {
            assertEquals(List.of(key), objects.map(ObjectStore.ObjectInfo::key).toList());
        }
        assertEquals(
                "http://127.0.0.1/public/generated-images/be%20ach/d%27u%28n%29e%21*%26%24%40%3D%3B%3A%2B%2C%3F-1.jpg",
                store.urlOf(Bucket.GENERATED, key).toString());
    }

    @Test
    void aSignedAddressOpensThePictureForAnyone() throws Exception {
        StorageSettings.S3 plain = server.settings();
        var store = open(with(plain, plain.credentials(), new Links.Signed(), true));
        store.check();
        put(store, "beach/a.png", text("picture"));
        URI address = store.urlOf(Bucket.GENERATED, "beach/a.png");
        assertFalse(address.toString().contains(S3Server.KEYS.secretKey()));
        try (var http = HttpClient.newHttpClient()) {
            var answer =
                    http.send(
                            HttpRequest.newBuilder(address).build(),
                            HttpResponse.BodyHandlers.ofString());
            assertEquals(200, answer.statusCode());
            assertEquals("picture", answer.body());
        }
    }

    @Test
    void missingBucketsAreMadeByTheFirstPictureToo() throws IOException {
        ObjectStore store = open(server.settings());
        put(store, "a.png", text("picture"));
        assertArrayEquals(text("picture"), read(store, "a.png"));
    }

    @Test
    void aMissingBucketThatMayNotBeMadeIsNamed() {
        StorageSettings.S3 plain = server.settings();
        var store = open(with(plain, plain.credentials(), plain.links(), false));
        assertEquals("store-bucket-missing", code(store::check));
        assertEquals("store-bucket-missing", code(() -> put(store, "a.png", text("x"))));
        assertEquals("store-bucket-missing", code(() -> store.list(Bucket.GENERATED)));
    }

    @Test
    void aBucketThatNoServerTakesIsNamed() throws IOException {
        var store = open(named("Beach_Pictures"));
        assertEquals("store-bucket-name", code(store::check));
        assertEquals("store-bucket-name", code(() -> put(store, "a.png", text("x"))));
        var dotted = open(named("beach..pictures"));
        assertEquals("store-bucket-name", code(dotted::check));
    }

    @Test
    void aWrongKeyIsToldAndNeverShown() {
        StorageSettings.S3 plain = server.settings();
        for (var keys :
                List.of(
                        new Credentials("test-access-key", "planted-secret", Optional.empty()),
                        new Credentials("planted-key", "planted-secret", Optional.empty()))) {
            var store = open(with(plain, keys, plain.links(), true));
            var problem = assertThrows(StudioException.class, store::check).problem();
            assertEquals("store-refused", problem.code(), problem.detail());
            String all = problem.sentence() + problem.detail() + problem + plain;
            assertFalse(all.contains("planted"), all);
            assertFalse(all.contains("test-secret"), all);
        }
    }

    @Test
    void serversThatAreNotThereAreUnreachable() {
        var store = open(S3Server.settings(URI.create("http://127.0.0.1:1/s3"), S3Server.KEYS));
        assertEquals("store-unreachable", code(store::check));
        assertEquals("store-unreachable", code(() -> store.open(Bucket.GENERATED, "a.png")));
        var nowhere =
                open(S3Server.settings(URI.create("http://no.such.invalid/s3"), S3Server.KEYS));
        assertEquals("store-host-unknown", code(nowhere::check));
    }

    @Test
    void aPlainServerBehindASafeAddressIsACertificateProblem() {
        String address = server.endpoint().toString().replace("http:", "https:");
        var store = open(S3Server.settings(URI.create(address), S3Server.KEYS));
        assertEquals("store-certificate", code(store::check));
        assertTrue(store.description().contains("https://127.0.0.1"));
    }

    private S3ObjectStore open(StorageSettings.S3 settings) {
        var store = new S3ObjectStore(settings, S3Server.FAST, PART);
        opened.add(store);
        return store;
    }

    private StorageSettings.S3 named(String bucket) {
        StorageSettings.S3 plain = server.settings();
        return new StorageSettings.S3(
                plain.endpoint(),
                plain.region(),
                plain.credentials(),
                Map.of(Bucket.REFERENCES, bucket, Bucket.GENERATED, bucket),
                plain.links(),
                true,
                Addressing.PATH);
    }

    private static StorageSettings.S3 with(
            StorageSettings.S3 plain, Credentials keys, Links links, boolean makesBuckets) {
        return new StorageSettings.S3(
                plain.endpoint(),
                plain.region(),
                keys,
                Map.of(),
                links,
                makesBuckets,
                Addressing.PATH);
    }
}
