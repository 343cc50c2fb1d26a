package studio.atelier.gallery.move;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import studio.atelier.checks.BesideOthers;
import studio.atelier.db.PostgresExtension;
import studio.atelier.model.Problem;
import studio.atelier.model.Problem.Kind;
import studio.atelier.model.StudioException;
import studio.atelier.storage.Bucket;
import studio.atelier.storage.FolderObjectStore;
import studio.atelier.storage.ForwardingStore;
import studio.atelier.storage.Hashes;
import studio.atelier.storage.ObjectKeys;
import studio.atelier.storage.ObjectStore;
import studio.atelier.storage.s3.S3ObjectStore;
import studio.atelier.storage.s3.S3Server;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// A library moves from a folder to a real S3 server, with a real database.
@BesideOthers
class StoreMoveTest {
    private static final int PICTURES = 60;

    @RegisterExtension static final PostgresExtension postgres = new PostgresExtension();

    @TempDir private Path work;
    private final S3Server server;
    private final S3ObjectStore bucket;
    private FolderObjectStore folder = new FolderObjectStore(Path.of("unused"));

    StoreMoveTest() throws Exception {
        server = S3Server.start();
        bucket = new S3ObjectStore(server.settings());
    }

    @BeforeEach
    void fill() throws IOException {
        folder = new FolderObjectStore(work.resolve("objects"));
        folder.prepare();
        postgres.database()
                .useTransaction(
                        handle -> {
                            handle.execute(
                                    "truncate generated_images, generation_jobs, models cascade");
                            handle.execute(
                                    "insert into models (id, name, slug) values (1, 'Milan', 'milan')");
                        });
        for (int i = 0; i < PICTURES; i++) {
            put(Bucket.GENERATED, key(i), "picture " + i);
            int id = i + 1;
            postgres.database()
                    .useTransaction(
                            handle ->
                                    handle.execute(
                                            "insert into generation_jobs (id, model_id, status,"
                                                    + " result_image_url) values (?, 1, 'completed', ?)",
                                            id,
                                            folder.urlOf(Bucket.GENERATED, key(id - 1))
                                                    .toString()));
        }
        put(Bucket.REFERENCES, "beach/dune.jpg", "reference");
    }

    @AfterEach
    void close() {
        bucket.close();
        server.close();
    }

    /// Every object would be found at its target, and deleted there as at its source.
    @Test
    void aStoreThatGoesByTwoNamesLosesNothing() throws IOException {
        Path link = Files.createSymbolicLink(work.resolve("link"), work.resolve("objects"));
        var same = new FolderObjectStore(link);
        assertEquals(
                "setting-invalid",
                assertThrows(StudioException.class, () -> move(folder, same, true))
                        .problem()
                        .code());
        assertEquals(PICTURES, count(folder));
    }

    @Test
    void aMoveThatIsBrokenOffGoesOnWhereItWas() throws IOException {
        var breaking = new BreakingStore(bucket, 25);
        assertEquals(
                "store-unreachable",
                assertThrows(StudioException.class, () -> move(folder, breaking, true))
                        .problem()
                        .code());
        assertEquals(PICTURES, count(folder), "nothing is deleted before all is there");
        assertTrue(addresses().stream().allMatch(url -> url.startsWith("file:")));

        var counting = new BreakingStore(bucket, Integer.MAX_VALUE);
        MoveReport report = move(folder, counting, false);

        assertEquals(List.of(), report.problems());
        assertEquals(PICTURES + 1, report.objects());
        assertTrue(report.copied() < PICTURES, "only what was left: " + report);
        assertEquals(report.copied(), counting.puts.get());
        assertEquals(PICTURES, report.addresses());
        assertTrue(
                addresses().stream()
                        .allMatch(url -> url.startsWith("http://127.0.0.1/public/generated-")));
        for (int i = 0; i < PICTURES; i++) {
            try (InputStream in = bucket.open(Bucket.GENERATED, key(i))) {
                assertArrayEquals(
                        ("picture " + i).getBytes(StandardCharsets.UTF_8), in.readAllBytes());
            }
        }
        assertEquals(PICTURES, count(folder), "the source stays without a word");
        MoveReport again = move(folder, bucket, true);
        assertEquals(0, again.copied());
        assertEquals(PICTURES + 1, again.deleted());
        assertEquals(0, count(folder));
    }

    @Test
    void whatIsElsewhereAtTheTargetKeepsTheSource() throws IOException {
        bucket.check();
        Path other = Files.writeString(work.resolve("other"), "other bytes");
        bucket.put(Bucket.GENERATED, key(7), other, Hashes.sha256("other bytes"), "image/png");
        MoveReport report = move(folder, bucket, true);
        assertEquals(
                List.of("object-conflict"), report.problems().stream().map(Problem::code).toList());
        assertEquals(PICTURES, report.objects());
        assertEquals(0, report.addresses());
        assertEquals(0, report.deleted());
        assertEquals(PICTURES, count(folder));
        assertTrue(addresses().stream().allMatch(url -> url.startsWith("file:")));
    }

    @Test
    void bytesThatTheDatabaseDoesNotKnowAreNamedAndNotDeleted() {
        postgres.database()
                .useTransaction(
                        handle ->
                                handle.execute(
                                        "insert into generated_images (job_id, ordinal, storage_path,"
                                                + " sha256, width, height, bytes) values (4, 0, ?, ?, 1, 1, 9)",
                                        key(3),
                                        Hashes.sha256("as it was")));
        MoveReport report = move(folder, bucket, true);
        assertEquals(List.of("generated-images/" + key(3)), report.damaged());
        assertEquals(List.of(), report.problems());
        assertEquals(PICTURES, report.deleted());
        assertEquals(1, count(folder));
    }

    @Test
    void addressesInAnotherFormAreChangedToo() {
        String project = "https://abcd.supabase.co/storage/v1/object";
        postgres.database()
                .useTransaction(
                        handle -> {
                            handle.execute(
                                    "update generation_jobs set result_image_url = ? where id = 1",
                                    project + "/sign/generated-images/" + key(0) + "?token=ey");
                            handle.execute(
                                    "update generation_jobs set result_image_url = ? where id = 2",
                                    project + "/public/generated-images/milan_elsewhere.png");
                        });
        move(folder, bucket, false);
        assertEquals(
                List.of(project + "/public/generated-images/milan_elsewhere.png"),
                addresses().stream().filter(url -> !url.startsWith("http://127")).toList());
        assertTrue(addresses().contains(bucket.urlOf(Bucket.GENERATED, key(0)).toString()));
    }

    @Test
    void aLibraryComesBack() {
        move(folder, bucket, true);
        MoveReport back = move(bucket, folder, true);
        assertEquals(PICTURES + 1, back.copied());
        assertEquals(PICTURES, back.addresses());
        assertEquals(PICTURES, count(folder));
        assertEquals(0, count(bucket));
    }

    @Test
    void keysOfOtherProgramsMoveTooOrAreNamed() throws IOException {
        String key = "Stra\u00dfe/Z\u00fcrich #1 a+b.png";
        bucket.check();
        Path file = Files.writeString(work.resolve("source"), "another program's");
        bucket.put(Bucket.GENERATED, key, file, Hashes.sha256("another program's"), "image/png");
        assertEquals(1, count(bucket), "seen");
        var strict = new StrictStore(folder);
        tellOf(bucket.urlOf(Bucket.GENERATED, key).toString());
        MoveReport refused = move(bucket, strict, true);
        assertEquals(
                List.of("object-name"), refused.problems().stream().map(Problem::code).toList());
        assertTrue(refused.problems().getFirst().sentence().contains(key));
        assertEquals(0, refused.deleted());
        assertEquals(1, count(bucket));
        MoveReport moved = move(bucket, folder, true);
        assertEquals(List.of(), moved.problems());
        assertEquals(0, count(bucket));
        try (InputStream in = folder.open(Bucket.GENERATED, key)) {
            assertArrayEquals(
                    "another program's".getBytes(StandardCharsets.UTF_8), in.readAllBytes());
        }
    }

    @Test
    void aStrangersFileWhoseNameIsNotTakenStaysAndTheRestMoves() throws IOException {
        put(Bucket.GENERATED, "50% [old].png", "a stranger's");
        MoveReport moved = move(folder, new StrictStore(bucket), true);
        assertEquals(List.of(), moved.problems());
        assertEquals(List.of("generated-images/50% [old].png"), moved.left());
        assertEquals(PICTURES, moved.addresses());
        assertEquals(PICTURES, count(bucket));
        assertEquals(1, count(folder));
    }

    private static void tellOf(String address) {
        postgres.database()
                .useTransaction(
                        handle ->
                                handle.execute(
                                        "insert into generation_jobs (id, status, result_image_url)"
                                                + " values (9999, 'completed', ?)",
                                        address));
    }

    private MoveReport move(ObjectStore from, ObjectStore to, boolean deletes) {
        var place =
                new StoreMove.Place(
                        postgres.database(), "home", work.resolve("spool"), InstantSource.system());
        return new StoreMove(from, to, place).run(deletes, (_, _) -> {});
    }

    private void put(Bucket place, String key, String content) throws IOException {
        Path file = Files.writeString(work.resolve("source"), content);
        folder.put(place, key, file, Hashes.sha256(content), "image/png");
    }

    private static String key(int number) {
        return "milan_dune_%05d_.png".formatted(number);
    }

    private static long count(ObjectStore store) {
        try (var objects = store.list(Bucket.GENERATED)) {
            return objects.count();
        }
    }

    private static List<String> addresses() {
        return postgres.database()
                .read(
                        handle ->
                                handle.createQuery("select result_image_url from generation_jobs")
                                        .mapTo(String.class)
                                        .list());
    }

    /// Takes no other keys than Supabase does.
    private static final class StrictStore extends ForwardingStore {
        StrictStore(ObjectStore behind) {
            super(behind);
        }

        @Override
        public void put(Bucket bucket, String key, Path file, String sha256, String contentType) {
            if (!ObjectKeys.isValid(key)) {
                throw new StudioException(Problem.of(Kind.OBJECT_NAME, key, description()));
            }
            super.put(bucket, key, file, sha256, contentType);
        }
    }

    /// The network goes away after so many pictures.
    private static final class BreakingStore extends ForwardingStore {
        private final int limit;
        private final AtomicInteger puts = new AtomicInteger();

        BreakingStore(ObjectStore behind, int limit) {
            super(behind);
            this.limit = limit;
        }

        @Override
        public void put(Bucket bucket, String key, Path file, String sha256, String contentType) {
            if (puts.incrementAndGet() > limit) {
                throw new StudioException(Problem.of(Kind.STORE_UNREACHABLE, "the drill"));
            }
            super.put(bucket, key, file, sha256, contentType);
        }
    }
}
