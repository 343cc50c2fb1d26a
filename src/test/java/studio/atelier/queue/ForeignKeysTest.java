package studio.atelier.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import studio.atelier.db.AuditStore;
import studio.atelier.db.PostgresExtension;
import studio.atelier.queue.audit.Audit;
import studio.atelier.queue.audit.Depth;
import studio.atelier.queue.audit.Finding;
import studio.atelier.storage.Bucket;
import studio.atelier.storage.Hashes;
import studio.atelier.storage.s3.S3ObjectStore;
import studio.atelier.storage.s3.S3Server;

import java.nio.file.Path;
import java.util.List;

/// Objects that other programs keep in a bucket of ours, under keys that Supabase would not take.
class ForeignKeysTest {
    @RegisterExtension static final PostgresExtension postgres = new PostgresExtension();

    private static final List<String> KEYS =
            List.of("50% off #1 [x].png", "Stra\u00dfe/Z\u00fcrich_00007_.png", "a+b c.png");

    @TempDir Path folder;

    @Test
    void anAuditNamesThem() throws Exception {
        postgres.clear();
        try (var server = S3Server.start();
                var store = new S3ObjectStore(server.settings())) {
            var world = new QueueWorld(folder, postgres.database());
            var engine = new FakeEngine("ComfyUI");
            store.check();
            Path picture = folder.resolve("picture.png");
            FakeEngine.writePicture(picture);
            for (String key : KEYS) {
                store.put(Bucket.GENERATED, key, picture, Hashes.sha256(picture), "image/png");
            }
            DurableQueue queue = world.queue(postgres.database(), "desk", store, engine);
            for (Depth depth : Depth.values()) {
                var report =
                        new Audit(
                                        new AuditStore(postgres.database()),
                                        Stores.of(postgres.database()).jobs(),
                                        store,
                                        () -> List.of(engine),
                                        queue.recovery())
                                .run(depth);
                assertEquals(KEYS, report.findings().stream().map(Finding::name).toList());
                assertEquals(KEYS.size(), report.objects());
            }
            world.close();
        }
    }
}
