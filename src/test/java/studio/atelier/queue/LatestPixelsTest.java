package studio.atelier.queue;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import studio.atelier.db.PostgresExtension;
import studio.atelier.model.PictureSize;
import studio.atelier.storage.image.ImageIoJpegDecoder;
import studio.atelier.storage.image.RgbPicture;
import studio.atelier.storage.image.ThumbnailCache;
import studio.atelier.storage.image.Thumbnails;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Thumbnails fall out of the proof that a picture is whole.
class LatestPixelsTest {
    @RegisterExtension static final PostgresExtension postgres = new PostgresExtension();

    @TempDir Path folder;

    @Test
    void aNewPictureHasItsThumbnailsWithoutBeingDecodedAgain() throws IOException {
        postgres.clear();
        var world = new QueueWorld(folder, postgres.database());
        try (var engine = new FakeEngine("ComfyUI");
                var thumbnails = cache();
                var queue =
                        world.lanes(
                                postgres.database(),
                                "desk",
                                List.of(EngineLane.of(engine)),
                                Optional.of(thumbnails))) {
            var batch = queue.enqueue(world.plan(1, 1));
            queue.start();
            Stores stores = Stores.of(postgres.database());
            await().until(() -> stores.jobs().counts(batch).completed() == 1);
            var job = queue.latest(1).getFirst().jobs().getFirst().job();
            String sha256 = stores.images().imagesOf(job.id()).getFirst().sha256();
            try (var small = thumbnails.open(sha256, PictureSize.SMALL, "a", _ -> fails())) {
                assertTrue(small.readAllBytes().length > 0);
            }
        }
    }

    @Test
    void onlyTheLatestAreHeld() throws IOException {
        try (var thumbnails = cache()) {
            var pixels = new LatestPixels(Optional.of(thumbnails));
            var picture = new RgbPicture(1, 1, new byte[3]);
            for (int i = 0; i < 17; i++) {
                pixels.keep(Path.of("p" + i), picture);
            }
            for (int i = 0; i < 17; i++) {
                pixels.stored(Path.of("p" + i), "%064x".formatted(i));
            }
            await().until(() -> made() == 16 * 2);
            assertEquals(0, made("%064x".formatted(0)));
        }
    }

    private ThumbnailCache cache() {
        return new ThumbnailCache(
                folder.resolve("thumbnails"), new Thumbnails(new ImageIoJpegDecoder()));
    }

    private static Path fails() throws IOException {
        throw new IOException("the picture was asked for");
    }

    private long made() throws IOException {
        return made("");
    }

    private long made(String sha256) throws IOException {
        Path thumbnails = folder.resolve("thumbnails");
        if (!Files.exists(thumbnails)) {
            return 0;
        }
        try (var files = Files.walk(thumbnails)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> name.endsWith(".jpg") && name.startsWith(sha256))
                    .count();
        }
    }
}
