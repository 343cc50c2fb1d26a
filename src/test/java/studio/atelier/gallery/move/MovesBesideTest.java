package studio.atelier.gallery.move;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import studio.atelier.checks.BesideOthers;
import studio.atelier.db.Database;
import studio.atelier.db.PostgresExtension;
import studio.atelier.db.SharedLeases;
import studio.atelier.model.StudioException;
import studio.atelier.storage.Bucket;
import studio.atelier.storage.FolderObjectStore;
import studio.atelier.storage.ForwardingStore;
import studio.atelier.storage.Hashes;
import studio.atelier.storage.ObjectStore;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;

/// Moves of one library from several computers.
@BesideOthers
@Timeout(60)
class MovesBesideTest {
    private static final Duration LEASE = Duration.ofSeconds(1);
    private static final int PICTURES = 12;

    @RegisterExtension static final PostgresExtension postgres = new PostgresExtension();

    @TempDir private Path work;
    private Database elsewhere = postgres.database();
    private FolderObjectStore one = new FolderObjectStore(Path.of("unused"));
    private FolderObjectStore two = one;

    @BeforeEach
    void fill() throws IOException {
        postgres.clear();
        elsewhere = postgres.connect();
        one = new FolderObjectStore(work.resolve("one"));
        one.prepare();
        two = new FolderObjectStore(work.resolve("two"));
        two.prepare();
        for (int i = 0; i < PICTURES; i++) {
            String content = "picture " + i;
            Path file = Files.writeString(work.resolve("source"), content);
            one.put(Bucket.GENERATED, "p" + i + ".png", file, Hashes.sha256(content), "image/png");
        }
    }

    @Test
    void aContraryMoveOfAnotherComputerIsRefusedForAsLongAsOneRuns() {
        var slow = new HeldStore(two);
        CompletableFuture<MoveReport> running = begin("first", postgres.database(), one, slow);
        slow.awaitFirst();
        // longer than the lease of a move that died
        await().pollDelay(LEASE.multipliedBy(2)).until(() -> true);
        assertEquals("move-elsewhere", refusal("second", two, one));
        assertEquals("move-elsewhere", refusal("second", one, two));
        slow.goOn.countDown();
        assertEquals(PICTURES, running.join().deleted());
        assertEquals(PICTURES, move("second", elsewhere, two, one).deleted(), "and then at once");
        assertEquals(PICTURES, count(one));
    }

    @Test
    void aMoveThatDiedIsGoneOnWithAtHomeAtOnceAndElsewhereSoon() {
        var dead = new SharedLeases(postgres.database());
        assertTrue(dead.take("move-store", "first", LEASE.multipliedBy(3)));
        assertEquals("move-elsewhere", refusal("second", one, two));
        assertEquals(PICTURES, move("first", postgres.database(), one, two).deleted());
        assertTrue(dead.take("move-store", "first", LEASE));
        await().atMost(Duration.ofSeconds(20))
                .ignoreException(StudioException.class)
                .until(() -> move("second", elsewhere, two, one).deleted() == PICTURES);
    }

    /// Its computer slept, and another one took over.
    @Test
    void aMoveThatWasTakenOverDeletesNothing() {
        var slow = new HeldStore(two);
        CompletableFuture<MoveReport> running = begin("first", postgres.database(), one, slow);
        slow.awaitFirst();
        postgres.database()
                .useTransaction(
                        handle ->
                                handle.execute(
                                        "update atelier_settings"
                                                + " set value = 'second 99999999999'"
                                                + " where key = 'lease move-store'"));
        await().pollDelay(LEASE).until(() -> true);
        slow.goOn.countDown();
        var ended = assertThrows(CompletionException.class, running::join);
        var refused = assertInstanceOf(StudioException.class, ended.getCause());
        assertEquals("move-elsewhere", refused.problem().code());
        assertEquals(PICTURES, count(one));
    }

    private String refusal(String home, ObjectStore from, ObjectStore to) {
        return assertThrows(StudioException.class, () -> move(home, elsewhere, from, to))
                .problem()
                .code();
    }

    private CompletableFuture<MoveReport> begin(
            String home, Database database, ObjectStore from, ObjectStore to) {
        return CompletableFuture.supplyAsync(
                () -> move(home, database, from, to), Thread::startVirtualThread);
    }

    private MoveReport move(String home, Database database, ObjectStore from, ObjectStore to) {
        var place = new StoreMove.Place(database, home, work.resolve(home), InstantSource.system());
        return new StoreMove(from, to, place, LEASE).run(true, (_, _) -> {});
    }

    private static long count(ObjectStore store) {
        try (var objects = store.list(Bucket.GENERATED)) {
            return objects.count();
        }
    }

    /// Takes nothing until it is let.
    private static final class HeldStore extends ForwardingStore {
        private final CountDownLatch first = new CountDownLatch(1);
        private final CountDownLatch goOn = new CountDownLatch(1);

        HeldStore(ObjectStore behind) {
            super(behind);
        }

        void awaitFirst() {
            await().until(() -> first.getCount() == 0);
        }

        @Override
        public void put(Bucket bucket, String key, Path file, String sha256, String contentType) {
            first.countDown();
            try {
                goOn.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            super.put(bucket, key, file, sha256, contentType);
        }
    }
}
