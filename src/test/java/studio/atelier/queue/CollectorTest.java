package studio.atelier.queue;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import studio.atelier.checks.BesideOthers;
import studio.atelier.db.PostgresExtension;
import studio.atelier.model.BatchId;
import studio.atelier.model.Job;
import studio.atelier.model.JobStatus;
import studio.atelier.model.Problem;
import studio.atelier.model.Problem.Kind;
import studio.atelier.storage.Bucket;
import studio.atelier.storage.ObjectStore.ObjectInfo;
import studio.atelier.storage.image.PictureCheck;
import studio.atelier.storage.image.PictureFormat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

import javax.imageio.ImageIO;

@BesideOthers
class CollectorTest {
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
    void aJobThatFailsForOnePictureStoresNoneAndKeepsTheOthersAside() throws IOException {
        engine.setPictures(3);
        engine.setMissing("_2.png");
        BatchId batch = queue.enqueue(world.plan(1, 1));
        queue.start();
        await().until(() -> job(batch).status() == JobStatus.FAILED);

        assertEquals(Kind.OUTPUT_MISSING.code(), job(batch).problem().orElseThrow().code());
        try (var objects = world.store().list(Bucket.GENERATED)) {
            assertEquals(0, objects.count());
        }
        try (var files = Files.walk(folder)) {
            assertEquals(
                    2,
                    files.filter(file -> !file.startsWith(folder.resolve("objects")))
                            .filter(file -> file.toString().endsWith(".png"))
                            .count());
        }
    }

    @Test
    void aPictureThatArrivesDamagedIsAskedForAgainAndNeverStored() {
        engine.damageFetches(2);
        BatchId batch = queue.enqueue(world.plan(1, 1));
        queue.start();
        await().until(() -> job(batch).status() == JobStatus.COMPLETED);
        assertEquals(3, engine.fetches());
        try (var objects = world.store().list(Bucket.GENERATED)) {
            String key = objects.map(ObjectInfo::key).toList().getFirst();
            Path stored = world.store().localFile(Bucket.GENERATED, key).orElseThrow();
            assertEquals(40, PictureCheck.output(stored, key).width());
        }
    }

    /// Some nodes save WebP. It was paid for, and is kept as what every part of the studio reads.
    @Test
    void aWebpBecomesAPngOfTheSamePixels() throws IOException {
        engine.send(sample("lossy.webp"));
        BatchId batch = queue.enqueue(world.plan(1, 1));
        queue.start();
        await().until(() -> job(batch).status() == JobStatus.COMPLETED);

        try (var objects = world.store().list(Bucket.GENERATED)) {
            String key = objects.map(ObjectInfo::key).toList().getFirst();
            Path stored = world.store().localFile(Bucket.GENERATED, key).orElseThrow();
            assertTrue(key.endsWith(".png"), key);
            assertEquals(PictureFormat.PNG, PictureCheck.output(stored, key).format());
            int green = ImageIO.read(stored.toFile()).getRGB(30, 3) >> 8 & 0xff;
            assertTrue(green > 190 && green < 210, "green: " + green);
        }
        assertEquals(1, engine.fetches());
    }

    @Test
    void aWebpThatMovesIsGivenUpWithASentence() throws IOException {
        engine.send(sample("animated.webp"));
        BatchId batch = queue.enqueue(world.plan(1, 1));
        queue.start();
        await().until(() -> job(batch).status() == JobStatus.FAILED);

        Problem problem = job(batch).problem().orElseThrow();
        assertEquals(Kind.OUTPUT_UNREADABLE.code(), problem.code());
        assertTrue(problem.sentence().contains("animation"), problem.sentence());
    }

    private static byte[] sample(String name) throws IOException {
        try (InputStream in =
                CollectorTest.class.getResourceAsStream("/studio/atelier/references/" + name)) {
            return Objects.requireNonNull(in).readAllBytes();
        }
    }

    private Job job(BatchId batch) {
        BatchView view = queue.latest(1).getFirst();
        assertEquals(batch, view.batch().id());
        return view.jobs().getFirst().job();
    }
}
