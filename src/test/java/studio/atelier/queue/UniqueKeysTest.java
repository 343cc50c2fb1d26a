package studio.atelier.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import studio.atelier.db.ClaimedJob;
import studio.atelier.db.NewImage;
import studio.atelier.db.PostgresExtension;
import studio.atelier.model.JobStatus;
import studio.atelier.model.PromptId;
import studio.atelier.model.StudioException;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What the database itself refuses, whatever a desktop gets wrong.
class UniqueKeysTest {
    @RegisterExtension static final PostgresExtension postgres = new PostgresExtension();

    private static final Duration LONG = Duration.ofMinutes(5);
    private static final List<NewImage> IMAGES = List.of(new NewImage(0, "a.png", "00", 1, 1, 1));

    @TempDir Path folder;
    private QueueWorld world;
    private Stores stores;
    private ClaimedJob one;
    private ClaimedJob other;

    @BeforeEach
    void claimTwo() {
        postgres.clear();
        world = new QueueWorld(folder, postgres.database());
        stores = Stores.of(postgres.database());
        stores.batches().insert(world.plan(2, 1));
        List<ClaimedJob> claimed = stores.claims().claim("ComfyUI", "a:1", LONG, 2);
        one = claimed.getFirst();
        other = claimed.getLast();
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void aPictureOfAJobHasOneRow() {
        complete(one);
        String again =
                """
                insert into generated_images
                    (job_id, ordinal, storage_path, sha256, width, height, bytes)
                select job_id, ordinal, 'b.png', sha256, width, height, bytes from generated_images
                """;
        assertThrows(
                StudioException.class,
                () -> postgres.database().read(handle -> handle.execute(again)));
        assertEquals(1, stores.images().imagesOf(one.lease().job()).size());
    }

    @Test
    void twoJobsNeverShareAnObject() {
        complete(one);
        assertThrows(StudioException.class, () -> complete(other));
        assertTrue(stores.images().imagesOf(other.lease().job()).isEmpty());
        assertEquals(
                JobStatus.PROCESSING,
                stores.jobs().find(other.lease().job()).orElseThrow().status());
    }

    @Test
    void twoJobsAreNeverSentUnderOneId() {
        PromptId prompt = PromptId.random();
        var _ = stores.leases().beginSending(one.lease(), prompt, LONG).orElseThrow();
        assertThrows(
                StudioException.class,
                () -> stores.leases().beginSending(other.lease(), prompt, LONG));
    }

    private void complete(ClaimedJob job) {
        var _ = stores.leases().complete(job.lease(), IMAGES, "u", Optional.empty()).orElseThrow();
    }
}
