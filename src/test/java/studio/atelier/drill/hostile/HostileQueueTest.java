package studio.atelier.drill.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import studio.atelier.db.PostgresExtension;
import studio.atelier.drill.DrillTable;
import studio.atelier.drill.sim.SimBatch;
import studio.atelier.engine.ComfyAddress;
import studio.atelier.engine.ComfyEngine;
import studio.atelier.model.BatchId;
import studio.atelier.model.GeneratedImage;
import studio.atelier.model.Job;
import studio.atelier.model.JobStatus;
import studio.atelier.model.Problem.Kind;
import studio.atelier.queue.Conditions;
import studio.atelier.queue.DurableQueue;
import studio.atelier.queue.Stores;
import studio.atelier.queue.Timing;
import studio.atelier.storage.Bucket;
import studio.atelier.storage.FolderObjectStore;
import studio.atelier.storage.Hashes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/// The whole pipeline on an engine that answers every second question with garbage: every job has to end, each
/// failure with a sentence; and when the engine has come to its senses, all that failed can be done again.
@Tag("drill")
class HostileQueueTest {
    private static final int JOBS = 20;
    private static final int ROUNDS = 14;
    private static final long PATIENCE_SECONDS = 60;

    private static final Timing TIMING =
            new Timing(
                    2,
                    8,
                    Duration.ofSeconds(5),
                    Duration.ofMillis(200),
                    Duration.ofMillis(20),
                    Duration.ofMillis(20),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(2),
                    5,
                    Duration.ofMillis(2),
                    Duration.ofMillis(10),
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(2));

    @RegisterExtension static final PostgresExtension postgres = new PostgresExtension();

    @TempDir Path folder;
    private final Random random = new Random(Long.getLong("drill.seed", 20_261_124));
    private final List<Garbage> corpus = Corpus.small();
    private final List<Garbage> pictures = HostilePictures.all();
    private final ShapeFuzzer fuzzer = new ShapeFuzzer(random.nextLong());
    private final Map<String, Integer> ends = new TreeMap<>();
    private volatile boolean hostile = true;
    private Stores stores;

    @BeforeEach
    void openTables() {
        SimBatch.prepare(postgres.database());
        stores = Stores.of(postgres.database());
    }

    @Test
    void everyJobEndsAndCanBeDoneAgain() throws Exception {
        long begun = System.nanoTime();
        var store = new FolderObjectStore(folder.resolve("objects"));
        store.prepare();
        int sent;
        BatchId batch;
        try (var secrets = new Secrets();
                var server = new HostileServer(this::choose, HostilePictures.good());
                var engine = engine(server);
                var queue =
                        new DurableQueue(
                                stores,
                                store,
                                List.of(engine),
                                Conditions.of("desk", folder.resolve("spool")).with(TIMING))) {
            batch =
                    queue.enqueue(
                            SimBatch.plan(
                                    JOBS, random, folder.resolve("objects/reference-images")));
            queue.start();
            for (int round = 0; round < ROUNDS; round++) {
                awaitEnd(batch);
                jobs(batch).forEach(job -> judge(job, secrets));
                hostile = round < ROUNDS - 2;
                queue.retryFailed(batch);
            }
            sent = server.garbageSent();
            assertEquals(List.of(), secrets.leaks());
        }
        var home = home(batch, store);
        new DrillTable("Queue on a hostile engine")
                .line("answers", sent)
                .lines(ends)
                .line("jobs", JOBS)
                .line("lost", home.lost().size())
                .line("doubled", home.doubled().size())
                .line("wrong state", home.wrong().size())
                .seconds(begun)
                .publish();
        assertTrue(sent > JOBS, "nothing was injected");
        assertEquals(new Home(List.of(), List.of(), List.of()), home);
    }

    private ComfyEngine engine(HostileServer server) {
        var address =
                ComfyAddress.of(
                        "http://" + Secrets.userInfo() + "@127.0.0.1:" + server.port() + "/");
        return new ComfyEngine(
                "Workshop", address, false, InstantSource.system(), Duration.ofSeconds(2));
    }

    private synchronized Optional<Garbage> choose(String route) {
        // A refused prompt stops the whole batch: too many of them, and nothing else would happen.
        int oneIn = route.startsWith("POST /prompt") || route.startsWith("POST /upload") ? 30 : 2;
        if (!hostile || random.nextInt(oneIn) != 0) {
            return Optional.empty();
        }
        if (route.equals("GET /view") && random.nextBoolean()) {
            return Optional.of(pictures.get(random.nextInt(pictures.size())));
        }
        return Optional.of(
                random.nextBoolean() ? fuzzer.next() : corpus.get(random.nextInt(corpus.size())));
    }

    private void judge(Job job, Secrets secrets) {
        assertTrue(job.status().isFinal(), job.toString());
        ends.merge(
                job.status() + job.problem().map(problem -> " " + problem.code()).orElse(""),
                1,
                Integer::sum);
        if (job.status() == JobStatus.FAILED) {
            var problem = job.problem().orElseThrow();
            secrets.look(problem);
            assertFalse(problem.sentence().isBlank(), problem.code());
            assertFalse(problem.code().equals(Kind.UNEXPECTED.code()), job.toString());
        }
    }

    private void awaitEnd(BatchId batch) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (stores.jobs().counts(batch).unfinished() > 0) {
            assertTrue(System.nanoTime() < end, () -> "these hang: " + jobs(batch));
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    /// What is not as it has to be.
    private record Home(List<String> lost, List<String> doubled, List<String> wrong) {}

    private Home home(BatchId batch, FolderObjectStore store) throws IOException {
        var home = new Home(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        Set<String> keys = new HashSet<>();
        for (Job job : jobs(batch)) {
            if (job.status() != JobStatus.COMPLETED) {
                home.wrong().add(job.toString());
            }
            List<GeneratedImage> images = stores.images().imagesOf(job.id());
            if (images.isEmpty()) {
                home.lost().add("no picture of job " + job.id());
            }
            for (GeneratedImage image : images) {
                if (!keys.add(image.storagePath())) {
                    home.doubled().add(image.storagePath());
                }
                var file = store.localFile(Bucket.GENERATED, image.storagePath());
                if (file.isEmpty() || !Hashes.sha256(file.get()).equals(image.sha256())) {
                    home.lost().add(image.storagePath());
                }
            }
        }
        home.wrong().addAll(strays(keys));
        return home;
    }

    /// Files that belong to nothing.
    private List<String> strays(Set<String> keys) throws IOException {
        try (var files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString())
                    .filter(name -> !name.startsWith("objects/reference-images/"))
                    .filter(name -> !name.startsWith("spool/quarantine/"))
                    .filter(name -> !keys.contains(name.replace("objects/generated-images/", "")))
                    .toList();
        }
    }

    private List<Job> jobs(BatchId batch) {
        return stores.batches().find(batch).orElseThrow().jobs().stream()
                .map(row -> row.job())
                .toList();
    }
}
