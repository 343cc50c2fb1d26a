package studio.atelier.queue;

import static org.awaitility.Awaitility.await;

import studio.atelier.db.Database;
import studio.atelier.engine.Engine;
import studio.atelier.model.BatchId;
import studio.atelier.model.BatchPlan;
import studio.atelier.model.BatchRequest;
import studio.atelier.model.Job;
import studio.atelier.model.JobStatus;
import studio.atelier.model.LoraModel;
import studio.atelier.model.ModelId;
import studio.atelier.model.ParameterValue;
import studio.atelier.model.Parameters;
import studio.atelier.model.ReferenceId;
import studio.atelier.model.ReferenceImage;
import studio.atelier.model.SeedChoice;
import studio.atelier.model.Workflow;
import studio.atelier.model.WorkflowId;
import studio.atelier.plan.Planner;
import studio.atelier.storage.FolderObjectStore;
import studio.atelier.storage.ObjectStore;
import studio.atelier.storage.image.ThumbnailCache;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// A folder, rows to refer to, and queues that hurry.
final class QueueWorld {
    static final Timing FAST =
            new Timing(
                    2,
                    8,
                    Duration.ofSeconds(5),
                    Duration.ofMillis(100),
                    Duration.ofMillis(40),
                    Duration.ofMillis(40),
                    Duration.ofSeconds(20),
                    Duration.ofSeconds(2),
                    3,
                    Duration.ofMillis(5),
                    Duration.ofMillis(50),
                    Duration.ofMillis(300),
                    Duration.ofSeconds(1));

    static final LoraModel MILAN =
            new LoraModel(
                    new ModelId(1),
                    "Milan",
                    "milan",
                    "tan",
                    "brunette",
                    "long brunette hair",
                    "milan.safetensors",
                    "milan",
                    "blonde hair");

    private static final String GRAPH =
            """
            {"1": {"class_type": "LoadImage", "inputs": {"image": "{{reference_image}}"}},
             "2": {"class_type": "LoraLoaderModelOnly",
                   "inputs": {"lora_name": "{{lora_file}}", "strength_model": 0.65}},
             "3": {"class_type": "KSampler", "inputs": {"seed": "{{seed}}", "steps": "{{steps}}",
                   "positive": "{{positive_prompt}}", "image": ["1", 0], "model": ["2", 0]}},
             "9": {"class_type": "SaveImage", "inputs": {"images": ["3", 0],
                   "filename_prefix": "{{model_name}}_{{reference_filename}}"}}}
            """;

    private final Path folder;
    private final FolderObjectStore store;
    private final List<DurableQueue> queues = new ArrayList<>();

    QueueWorld(Path folder, Database database) {
        this.folder = folder;
        this.store = new FolderObjectStore(folder.resolve("objects"));
        store.prepare();
        database.useTransaction(
                handle -> {
                    handle.execute(
                            "insert into models (id, name, slug, lora_file) values (1, 'Milan',"
                                    + " 'milan', 'milan.safetensors')");
                    handle.execute(
                            "insert into workflows (id, name, slug) values (1, 'Test', 'test')");
                    handle.execute(
                            "insert into reference_images (id, filename) select n, 'dune' || n ||"
                                    + " '.png' from generate_series(1, 2000) as n");
                    handle.execute("alter sequence picture_counter restart with 1");
                });
    }

    FolderObjectStore store() {
        return store;
    }

    DurableQueue queue(Database database, String home, Engine... engines) {
        return queue(database, home, store, engines);
    }

    DurableQueue queue(Database database, String home, ObjectStore other, Engine... engines) {
        return queue(database, other, Conditions.of(home, spool(home)).with(FAST), engines);
    }

    DurableQueue lanes(Database database, String home, List<EngineLane> lanes) {
        return lanes(database, home, lanes, Optional.empty());
    }

    DurableQueue lanes(
            Database database,
            String home,
            List<EngineLane> lanes,
            Optional<ThumbnailCache> thumbnails) {
        var conditions = Conditions.of(home, spool(home)).with(FAST);
        var queue = new DurableQueue(conditions, Stores.of(database), store, lanes, thumbnails);
        queues.add(queue);
        return queue;
    }

    /// One that looks at the queue only once an hour unless something wakes it.
    DurableQueue lazy(Database database, String home, Engine... engines) {
        Timing timing = with(FAST.heartbeat(), Duration.ofHours(1), FAST.silence());
        return queue(database, store, Conditions.of(home, spool(home)).with(timing), engines);
    }

    static Timing withHeartbeat(Duration heartbeat) {
        return with(heartbeat, FAST.poll(), FAST.silence());
    }

    static Timing withLongestWait(Duration longest) {
        return with(FAST.heartbeat(), FAST.poll(), FAST.silence(), longest);
    }

    static Timing withSilence(Duration silence) {
        return with(FAST.heartbeat(), FAST.poll(), silence);
    }

    private static Timing with(Duration heartbeat, Duration poll, Duration silence) {
        return with(heartbeat, poll, silence, FAST.longestWait());
    }

    private static Timing with(
            Duration heartbeat, Duration poll, Duration silence, Duration longestWait) {
        return new Timing(
                FAST.window(),
                FAST.inHand(),
                FAST.lease(),
                heartbeat,
                poll,
                FAST.lookUp(),
                silence,
                FAST.strangersGrace(),
                FAST.attempts(),
                FAST.firstWait(),
                longestWait,
                FAST.cancelPatience(),
                FAST.stopGrace());
    }

    DurableQueue queue(
            Database database, ObjectStore other, Conditions conditions, Engine... engines) {
        var queue = new DurableQueue(Stores.of(database), other, List.of(engines), conditions);
        queues.add(queue);
        return queue;
    }

    Path spool(String home) {
        return folder.resolve("spool-" + home);
    }

    void close() {
        queues.forEach(DurableQueue::close);
    }

    /// Waits until all jobs of a batch are there.
    static List<Job> awaitAll(DurableQueue queue, BatchId batch, JobStatus status) {
        await().until(() -> jobs(queue, batch).stream().allMatch(job -> job.status() == status));
        return jobs(queue, batch);
    }

    static List<Job> jobs(DurableQueue queue, BatchId batch) {
        return queue.latest(50).stream()
                .filter(view -> view.batch().id().equals(batch))
                .flatMap(view -> view.jobs().stream())
                .map(JobView::job)
                .toList();
    }

    /// Puts the reference's file into the store.
    ReferenceImage reference(int number) {
        ReferenceImage reference = referenceWithoutFile(number);
        FakeEngine.writePicture(
                folder.resolve("objects/reference-images").resolve(reference.storagePath()));
        return reference;
    }

    static ReferenceImage referenceWithoutFile(int number) {
        String name = "dune" + number + ".png";
        return new ReferenceImage(
                new ReferenceId(number),
                name,
                "beach",
                "beach/" + name,
                "orange top",
                Optional.empty(),
                Optional.empty(),
                0,
                0,
                0);
    }

    BatchPlan plan(int references, int variations) {
        List<ReferenceImage> chosen = new ArrayList<>();
        for (int i = 1; i <= references; i++) {
            chosen.add(reference(i));
        }
        return plan(chosen, variations);
    }

    static BatchPlan plan(List<ReferenceImage> references, int variations) {
        return plan(GRAPH, references, variations);
    }

    static BatchPlan plan(String graph, List<ReferenceImage> references, int variations) {
        var steps = new Parameters(Map.of("steps", ParameterValue.of(28)), "", "");
        return Planner.plan(
                new BatchRequest(
                        MILAN,
                        workflow(graph),
                        references,
                        variations,
                        steps,
                        new SeedChoice.Random()),
                RandomGenerator.of("L64X128MixRandom"));
    }

    static Workflow workflow() {
        return workflow(GRAPH);
    }

    private static Workflow workflow(String graph) {
        return new Workflow(
                new WorkflowId(1),
                "Test",
                "test",
                "",
                graph,
                List.of(
                        new studio.atelier.model.ParameterDefinition(
                                "steps",
                                "Steps",
                                "",
                                studio.atelier.model.ParameterType.INTEGER,
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                ParameterValue.of(28),
                                List.of(),
                                Optional.empty(),
                                false)));
    }
}
