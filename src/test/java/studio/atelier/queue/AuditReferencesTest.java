package studio.atelier.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import studio.atelier.checks.BesideOthers;
import studio.atelier.db.AuditStore;
import studio.atelier.db.PostgresExtension;
import studio.atelier.queue.audit.Audit;
import studio.atelier.queue.audit.AuditReport;
import studio.atelier.queue.audit.AuditWords;
import studio.atelier.queue.audit.Depth;
import studio.atelier.queue.audit.Finding;
import studio.atelier.queue.audit.Finding.Kind;
import studio.atelier.storage.Hashes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// References are compared with the store too: jobs that wait need them.
@BesideOthers
class AuditReferencesTest {
    @RegisterExtension static final PostgresExtension postgres = new PostgresExtension();

    @TempDir Path folder;
    private final FakeEngine engine = new FakeEngine("ComfyUI");
    private QueueWorld world;
    private DurableQueue queue;

    @BeforeEach
    void openQueue() {
        postgres.clear();
        world = new QueueWorld(folder, postgres.database());
        queue = world.queue(postgres.database(), "desk", engine);
    }

    @AfterEach
    void closeQueues() {
        world.close();
    }

    @Test
    void aReferenceWhoseFileIsGoneOrChangedIsNamed() throws IOException {
        for (int id = 1; id <= 3; id++) {
            reference(id, "beach/r" + id + ".png");
        }
        // Deleted ones need no file, and of one that nobody has opened nothing is known.
        alterReferences("deleted_at = now()", 3);
        alterReferences("storage_path = 'beach/old.png'", 4);
        Files.delete(objects("reference-images/beach/r3.png"));
        assertEquals(List.of(), audit(Depth.DEEP).findings());

        Path flipped = objects("reference-images/beach/r1.png");
        byte[] bytes = Files.readAllBytes(flipped);
        bytes[60] ^= 1;
        Files.write(flipped, bytes);
        Files.delete(objects("reference-images/beach/r2.png"));
        assertEquals(List.of(Kind.REFERENCE_MISSING), kinds(audit(Depth.QUICK)));
        AuditReport deep = audit(Depth.DEEP);
        assertEquals(List.of(Kind.REFERENCE_CHANGED, Kind.REFERENCE_MISSING), kinds(deep));
        assertEquals(2, deep.missing());

        Files.write(flipped, new byte[7]);
        assertEquals(
                List.of(Kind.REFERENCE_CHANGED, Kind.REFERENCE_MISSING), kinds(audit(Depth.QUICK)));
        assertTrue(
                new AuditWords()
                        .lines(deep)
                        .contains(
                                "References whose file is not in the store; restore it from a"
                                        + " backup, or import the picture again (1):"));
    }

    private void reference(int id, String key) throws IOException {
        Path file = objects("reference-images/" + key);
        FakeEngine.writePicture(file);
        alterReferences(
                "storage_path = '%s', sha256 = '%s', bytes = %d"
                        .formatted(key, Hashes.sha256(file), Files.size(file)),
                id);
    }

    private static void alterReferences(String change, int id) {
        postgres.database()
                .useTransaction(
                        handle ->
                                handle.execute(
                                        "update reference_images set " + change + " where id = ?",
                                        id));
    }

    private AuditReport audit(Depth depth) {
        return new Audit(
                        new AuditStore(postgres.database()),
                        Stores.of(postgres.database()).jobs(),
                        world.store(),
                        () -> List.of(engine),
                        queue.recovery())
                .run(depth);
    }

    private static List<Kind> kinds(AuditReport report) {
        return report.findings().stream().map(Finding::kind).toList();
    }

    private Path objects(String path) {
        return folder.resolve("objects").resolve(path);
    }
}
