package studio.atelier.queue;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import studio.atelier.checks.BesideOthers;
import studio.atelier.db.PostgresExtension;
import studio.atelier.engine.ComfyAddress;
import studio.atelier.engine.ComfyEngine;
import studio.atelier.engine.demo.DemoEngineServer;
import studio.atelier.engine.demo.DemoOptions;
import studio.atelier.model.Job;
import studio.atelier.model.JobStatus;
import studio.atelier.queue.KeptPictures.Kept;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/// An engine that was started again has forgotten its jobs, but its output folder has their pictures.
@BesideOthers
class SavedNameTest {
    @RegisterExtension static final PostgresExtension postgres = new PostgresExtension();

    /// What the demo engine runs; `PREFIX` stands for the name of its pictures.
    static final String GRAPH =
            """
            {"1":{"class_type":"CheckpointLoaderSimple","inputs":{"ckpt_name":"sd_xl_base_1.0.safetensors"}},
             "2":{"class_type":"LoraLoader","inputs":{"model":["1",0],"clip":["1",1],
                  "lora_name":"{{lora_file}}","strength_model":0.8,"strength_clip":0.8}},
             "3":{"class_type":"CLIPTextEncode","inputs":{"clip":["2",1],"text":"{{positive_prompt}}"}},
             "4":{"class_type":"CLIPTextEncode","inputs":{"clip":["2",1],"text":"{{negative_prompt}}"}},
             "5":{"class_type":"LoadImage","inputs":{"image":"{{reference_image}}"}},
             "6":{"class_type":"VAEEncode","inputs":{"pixels":["5",0],"vae":["1",2]}},
             "7":{"class_type":"KSampler","inputs":{"model":["2",0],"seed":"{{seed}}","steps":2,"cfg":7.0,
                  "sampler_name":"euler","scheduler":"normal","positive":["3",0],"negative":["4",0],
                  "latent_image":["6",0],"denoise":0.5}},
             "8":{"class_type":"VAEDecode","inputs":{"samples":["7",0],"vae":["1",2]}},
             "9":{"class_type":"SaveImage","inputs":{"images":["8",0],"filename_prefix":"PREFIX"}}}
            """;

    private static final String UNIQUE = "{{model_name}}_{{reference_filename}}_{{prompt_id}}";

    @TempDir Path folder;
    private final Deque<Runnable> open = new ArrayDeque<>();
    private QueueWorld world;
    private GatedStore store;
    private KeptPictures kept;
    private int attempts;

    @BeforeEach
    void openWorld() {
        postgres.clear();
        world = new QueueWorld(folder, postgres.database());
        store = new GatedStore(world.store());
        kept = new KeptPictures(world.spool("desk"));
    }

    @AfterEach
    void close() {
        world.close();
        open.forEach(Runnable::run);
    }

    @Test
    void aPictureIsFoundByItsNameAfterTheEngineForgotIt() throws IOException {
        Job sent = runButDoNotStore(UNIQUE);
        Job job = afterRestart();
        assertEquals(JobStatus.COMPLETED, job.status());
        assertEquals(1, job.attempt());
        assertEquals(sent.promptId(), job.promptId());
        var images = Stores.of(postgres.database()).images().imagesOf(job.id());
        assertEquals("milan_dune1_00001_.png", images.getFirst().storagePath());
        assertEquals(List.of(), kept.all());
        assertEquals(1, saved().size());
    }

    /// As where a node that is installed there breaks the end of every job: its worker is dead, and the job runs for ever.
    @Test
    void aPictureIsFoundByItsNameAlsoWhereTheEngineIsStuckAfterSavingIt() {
        DemoEngineServer server = server();
        server.faults().delayHistory(Duration.ofHours(1));
        var conditions = Conditions.of("desk", world.spool("desk"));
        var address = ComfyAddress.of(server.address().toString());
        var engine = new ComfyEngine("demo", address, true, InstantSource.system());
        open.addFirst(engine::close);
        DurableQueue queue =
                world.queue(
                        postgres.database(),
                        world.store(),
                        conditions.with(QueueWorld.withSilence(Duration.ofMillis(500))),
                        engine);
        queue.enqueue(
                QueueWorld.plan(GRAPH.replace("PREFIX", UNIQUE), List.of(world.reference(1)), 1));
        queue.start();
        await().until(() -> job(queue).status().isFinal());

        assertEquals(JobStatus.COMPLETED, job(queue).status());
        assertEquals(1, job(queue).attempt());
    }

    @Test
    void aSubfolderInThePrefixIsLookedInto() throws IOException {
        runButDoNotStore("studio/" + UNIQUE);
        assertEquals(1, afterRestart().attempt());
    }

    @Test
    void aBrokenFileIsNoPictureAndTheJobIsSentAgain() throws IOException {
        Job sent = runButDoNotStore(UNIQUE);
        Path file = saved().getFirst();
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length / 2));
        Job job = afterRestart();
        assertEquals(JobStatus.COMPLETED, job.status());
        assertEquals(2, job.attempt());
        assertNotEquals(sent.promptId(), job.promptId());
    }

    @Test
    void aPictureThatTellsNoGraphIsOursByItsName() throws IOException {
        runButDoNotStore(UNIQUE);
        FakeEngine.writePicture(saved().getFirst());
        assertEquals(1, afterRestart().attempt());
    }

    @Test
    void aPictureOfAnotherGraphUnderThatNameIsNotTaken() throws IOException {
        runButDoNotStore(UNIQUE, 2);
        Path first =
                saved().stream()
                        .filter(file -> file.toString().contains("dune1"))
                        .findFirst()
                        .orElseThrow();
        Path second =
                saved().stream()
                        .filter(file -> file.toString().contains("dune2"))
                        .findFirst()
                        .orElseThrow();
        Files.copy(second, first, StandardCopyOption.REPLACE_EXISTING);
        afterRestart();
        assertEquals(3, attempts);
    }

    @Test
    void aWorkflowWithoutTheVariableIsSentAgain() throws IOException {
        runButDoNotStore("{{model_name}}_{{reference_filename}}");
        assertEquals(2, afterRestart().attempt());
    }

    /// The engine finishes the job; the studio stops before its picture is stored, and loses its own disk.
    private Job runButDoNotStore(String prefix) throws IOException {
        return runButDoNotStore(prefix, 1);
    }

    private Job runButDoNotStore(String prefix, int jobs) throws IOException {
        store.shut();
        DemoEngineServer server = server();
        DurableQueue queue = queue(server);
        queue.enqueue(
                QueueWorld.plan(
                        GRAPH.replace("PREFIX", prefix),
                        List.of(world.reference(1), world.reference(2)).subList(0, jobs),
                        1));
        queue.start();
        await().until(() -> store.refused() > 0 && kept.all().size() == jobs);
        queue.close();
        server.close();
        for (Kept picture : kept.all()) {
            Files.delete(picture.file());
        }
        Job job = job(queue);
        assertEquals(JobStatus.PROCESSING, job.status());
        assertTrue(job.promptId().isPresent());
        return job;
    }

    private Job afterRestart() {
        store.open();
        DurableQueue queue = queue(server());
        queue.start();
        await().until(() -> jobs(queue).stream().allMatch(job -> job.status().isFinal()));
        queue.close();
        attempts = jobs(queue).stream().mapToInt(Job::attempt).sum();
        return job(queue);
    }

    private DemoEngineServer server() {
        var server =
                DemoEngineServer.start(
                        DemoOptions.in(folder.resolve("engine"))
                                .withJobDuration(Duration.ofMillis(20)));
        open.addLast(server::close);
        return server;
    }

    private DurableQueue queue(DemoEngineServer server) {
        var address = ComfyAddress.of(server.address().toString());
        var engine = new ComfyEngine("demo", address, true, InstantSource.system());
        open.addFirst(engine::close);
        return world.queue(postgres.database(), "desk", store, engine);
    }

    private List<Path> saved() throws IOException {
        try (var files = Files.walk(folder.resolve("engine/output"))) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    private static Job job(DurableQueue queue) {
        return jobs(queue).getFirst();
    }

    private static List<Job> jobs(DurableQueue queue) {
        return queue.latest(1).getFirst().jobs().stream().map(JobView::job).toList();
    }
}
