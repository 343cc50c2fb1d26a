package studio.atelier.captions;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import studio.atelier.db.Database;
import studio.atelier.db.NewReference;
import studio.atelier.db.PostgresExtension;
import studio.atelier.db.ReferenceEditStore;
import studio.atelier.db.ReferenceStore;
import studio.atelier.db.SharedLeases;
import studio.atelier.model.Problem;
import studio.atelier.model.ReferenceImage;
import studio.atelier.storage.Bucket;
import studio.atelier.storage.FolderObjectStore;
import studio.atelier.storage.Hashes;
import studio.atelier.storage.image.ImageIoJpegDecoder;
import studio.atelier.storage.image.Pictures;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;

/// What whole runs need: a real database, pictures in a folder, a service over HTTP.
@Timeout(120)
abstract class CaptionShelf {
    static final Instant NOW = Instant.parse("2026-11-27T10:00:00.250Z");
    static final String PROMPT = "What is it?";

    /// As usual, but in milliseconds.
    static final CaptionLimits QUICK =
            new CaptionLimits(
                    Duration.ofSeconds(20),
                    Duration.ofMillis(20),
                    Duration.ofMillis(1500),
                    Duration.ofHours(2),
                    3,
                    8,
                    4,
                    6,
                    Duration.ofSeconds(2));

    @RegisterExtension static final PostgresExtension postgres = new PostgresExtension();

    @TempDir Path folder;

    final VisionServer server = VisionServer.start();
    final ConcurrentLinkedQueue<CaptionProgress> heard = new ConcurrentLinkedQueue<>();
    ReferenceStore references = new ReferenceStore(postgres.database());
    ReferenceEditStore edits = new ReferenceEditStore(postgres.database());
    FolderObjectStore objects = new FolderObjectStore(Path.of("unused"));
    VisionCaptioner captioner = captioner();

    CaptionShelf() throws IOException {}

    @BeforeEach
    void open() {
        postgres.clear();
        references = new ReferenceStore(postgres.database());
        edits = new ReferenceEditStore(postgres.database());
        objects = new FolderObjectStore(folder.resolve("objects"));
        objects.prepare();
        captioner = captioner();
    }

    @AfterEach
    void close() {
        captioner.close();
        server.close();
        assertEquals(List.of(), server.violations);
    }

    private VisionCaptioner captioner() {
        return captioner(postgres.database());
    }

    /// One of another desktop, where the database is another pool.
    VisionCaptioner captioner(Database database) {
        return new VisionCaptioner(
                new VisionCaptioner.Shelf(
                        new ReferenceStore(database),
                        new ReferenceEditStore(database),
                        objects,
                        new SharedLeases(database)),
                new ImageIoJpegDecoder(),
                Path.of("target", "spool"),
                InstantSource.fixed(NOW),
                QUICK);
    }

    ReferenceImage add(String name, String caption) throws IOException {
        Path file = Files.createTempFile(folder, "picture", ".png");
        return add(name, caption, Pictures.png(file, 40, 20));
    }

    ReferenceImage add(String name, String caption, Path file) throws IOException {
        String sha256 = Hashes.sha256(file);
        String key = "beach/" + name;
        objects.put(Bucket.REFERENCES, key, file, sha256, "image/png");
        return references.insert(
                new NewReference(
                        name,
                        "beach",
                        key,
                        caption,
                        Optional.empty(),
                        sha256,
                        40,
                        20,
                        Files.size(file),
                        Optional.empty()));
    }

    void addSome(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            add("p" + i + ".png", "");
        }
    }

    CaptionReport run(boolean replaces) {
        return captioner.caption(order(replaces), heard::add, new StopSignal());
    }

    CaptionOrder order(boolean replaces) {
        return new CaptionOrder(server.address(), references.list(), PROMPT, replaces);
    }

    CaptionOrder order(CaptionsAddress service) {
        return new CaptionOrder(service, references.list(), PROMPT, false);
    }

    List<String> captions() {
        return references.list().stream().map(ReferenceImage::caption).toList();
    }

    static String halt(CaptionReport report) {
        return report.halted().map(Problem::code).orElse("");
    }

    static List<String> codes(CaptionReport report) {
        return report.failed().stream().map(failed -> failed.problem().code()).toList();
    }
}
