package studio.atelier.app;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;

import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import studio.atelier.checks.BesideOthers;
import studio.atelier.db.DatabaseAddress;
import studio.atelier.db.PostgresExtension;
import studio.atelier.engine.ComfyAddress;
import studio.atelier.engine.ComfyEngine;
import studio.atelier.engine.EngineJobState;
import studio.atelier.engine.Submission;
import studio.atelier.engine.demo.DemoEngineServer;
import studio.atelier.engine.demo.DemoOptions;
import studio.atelier.gallery.GalleryItem;
import studio.atelier.gallery.GalleryQuery;
import studio.atelier.model.BatchId;
import studio.atelier.model.BatchPlan;
import studio.atelier.model.BatchRequest;
import studio.atelier.model.JobStatus;
import studio.atelier.model.Parameters;
import studio.atelier.model.PictureRef;
import studio.atelier.model.PictureSize;
import studio.atelier.model.PromptId;
import studio.atelier.model.SeedChoice;
import studio.atelier.plan.Planner;
import studio.atelier.queue.audit.Depth;
import studio.atelier.storage.image.ImageIoJpegDecoder;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

import javax.imageio.ImageIO;

/// A database that the earlier web client made and filled, opened by the studio.
@BesideOthers
class OlderClientTest {
    @RegisterExtension static final PostgresExtension postgres = new PostgresExtension();

    private static final String GRAPH =
            """
            {"1": {"class_type": "CheckpointLoaderSimple",
                   "inputs": {"ckpt_name": "sd_xl_base_1.0.safetensors"}},
             "3": {"class_type": "CLIPTextEncode", "inputs": {"clip": ["1", 1], "text": "a pier"}},
             "5": {"class_type": "LoadImage", "inputs": {"image": "{{reference_image}}"}},
             "6": {"class_type": "VAEEncode", "inputs": {"pixels": ["5", 0], "vae": ["1", 2]}},
             "7": {"class_type": "KSampler", "inputs": {"model": ["1", 0], "seed": 5, "steps": 10,
                   "cfg": 3.8, "sampler_name": "euler", "scheduler": "normal", "positive": ["3", 0],
                   "negative": ["3", 0], "latent_image": ["6", 0], "denoise": 0.75}},
             "8": {"class_type": "VAEDecode", "inputs": {"samples": ["7", 0], "vae": ["1", 2]}},
             "9": {"class_type": "SaveImage",
                   "inputs": {"images": ["8", 0], "filename_prefix": "milan_dune"}}}
            """;

    @TempDir Path folder;
    private final PromptId finished = PromptId.random();
    private DatabaseAddress address;
    private Jdbi older;
    private HttpServer bucket;
    private DemoEngineServer engine;

    @BeforeEach
    void furnish() throws Exception {
        bucket = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        bucket.createContext("/storage/v1/object/", OlderClientTest::serve);
        bucket.createContext("/elsewhere/", OlderClientTest::serve);
        bucket.start();
        address = postgres.createEmpty();
        older = Jdbi.create(url(), address.user(), address.password());
        older.useHandle(
                handle -> {
                    try (var statement = handle.getConnection().createStatement()) {
                        statement.execute(OlderClient.SCHEMA);
                        statement.execute(OlderClient.rows(origin(), finished));
                    }
                });
        engine =
                DemoEngineServer.start(
                        DemoOptions.in(folder.resolve("engine"))
                                .withJobDuration(Duration.ofMillis(50)));
        run(finished);
    }

    @AfterEach
    void stop() {
        engine.close();
        bucket.stop(0);
    }

    @Test
    void nothingItHadIsChangedAndAllOfItIsVisible() throws IOException {
        List<Map<String, Object>> before = everything();
        try (Core core = open()) {
            assertUnchanged(before);
            assertEquals(4, core.library().models().size());
            assertEquals(100, core.library().references().size());

            List<GalleryItem> items = core.gallery().items(core.gallery().keys(GalleryQuery.ALL));
            assertEquals(302, items.size(), "every job has its cell");
            assertEquals(302, core.queue().withoutBatch(1_000).size());
            assertEquals(103, items.stream().filter(item -> item.image().isPresent()).count());
            for (var reference : core.library().references()) {
                var picture = new PictureRef.Reference(reference.id());
                try (var in = core.pictures().open(picture, PictureSize.SMALL)) {
                    assertTrue(in.readAllBytes().length > 100);
                }
            }
            for (GalleryItem item : items) {
                if (item.image().isPresent()) {
                    var picture = new PictureRef.Generated(item.image().get().id());
                    try (var in = core.pictures().open(picture, PictureSize.SMALL)) {
                        assertTrue(in.readAllBytes().length > 100);
                    }
                }
            }
            assertUnchanged(before);
            assertEquals(0, core.audit().run(Depth.QUICK).missing());
        }
    }

    @Test
    void anEngineThatFinishedOneOfItsJobsIsAsked() {
        try (Core core = open()) {
            core.startWorking();
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> "completed".equals(statusOf(finished.value())));
            assertEquals("processing", statusOf("unknown-to-all"), "not ours to send again");
            var picture =
                    core.gallery().items(core.gallery().keys(GalleryQuery.ALL)).stream()
                            .filter(item -> item.key().job() == 300)
                            .flatMap(item -> item.image().stream())
                            .findFirst()
                            .orElseThrow();
            assertTrue(picture.bytes() > 0);
        }
    }

    @Test
    void itsReferencesCanBeGeneratedFrom() {
        try (Core core = open()) {
            var workflow =
                    core.library().workflows().stream()
                            .filter(each -> each.slug().equals("img2img-lora-sdxl"))
                            .findFirst()
                            .orElseThrow();
            var request =
                    new BatchRequest(
                            core.library().models().getFirst(),
                            workflow,
                            core.library().references().subList(0, 1),
                            1,
                            Parameters.EMPTY,
                            new SeedChoice.Random());
            BatchPlan plan = Planner.plan(request, RandomGenerator.getDefault());
            assertEquals(List.of(), core.queue().preflight(plan).problems());
            BatchId batch = core.queue().enqueue(plan);
            core.startWorking();
            await().atMost(Duration.ofSeconds(60))
                    .until(
                            () ->
                                    core.queue().latest(5).stream()
                                            .filter(view -> view.batch().id().equals(batch))
                                            .flatMap(view -> view.jobs().stream())
                                            .allMatch(
                                                    view ->
                                                            view.job().status()
                                                                    == JobStatus.COMPLETED));
        }
    }

    @Test
    void itsOwnQueriesStillWork() {
        try (Core _ = open()) {
            older.useHandle(
                    handle -> {
                        assertEquals(
                                302, handle.createQuery(OlderClient.LIST).mapToMap().list().size());
                        int id = handle.createQuery(OlderClient.INSERT).mapTo(Integer.class).one();
                        assertEquals(
                                1,
                                handle.createUpdate(OlderClient.UPDATE).bind("id", id).execute());
                    });
        }
    }

    /// Workflows of ours may be added; what was there is as it was.
    private void assertUnchanged(List<Map<String, Object>> before) {
        List<Map<String, Object>> now = everything();
        assertEquals(List.of(), before.stream().filter(row -> !now.contains(row)).toList());
    }

    private Core open() {
        var environment =
                StudioEnvironment.of(
                        Map.of(
                                "DATABASE_URL",
                                url().replace("jdbc:", "")
                                        .replace(
                                                "//",
                                                "//" + address.user() + ":" + password() + "@"),
                                "COMFYUI_API_URL",
                                engine.address().toString(),
                                "SUPABASE_URL",
                                origin()));
        return Core.open(new Home(folder.resolve("home")), environment, new ImageIoJpegDecoder());
    }

    private String password() {
        return java.net.URLEncoder.encode(
                address.password(), java.nio.charset.StandardCharsets.UTF_8);
    }

    private String url() {
        return "jdbc:postgresql://127.0.0.1:%d/%s"
                .formatted(address.hosts().getFirst().port(), address.database());
    }

    private String origin() {
        return "http://127.0.0.1:" + bucket.getAddress().getPort();
    }

    private String statusOf(String prompt) {
        return older.withHandle(
                handle ->
                        handle.createQuery(
                                        "select status from generation_jobs where runpod_job_id = ?")
                                .bind(0, prompt)
                                .mapTo(String.class)
                                .one());
    }

    /// All that the older client can see.
    private List<Map<String, Object>> everything() {
        return older.withHandle(
                handle ->
                        OlderClient.TABLES.entrySet().stream()
                                .flatMap(
                                        table ->
                                                handle
                                                        .createQuery(
                                                                "select "
                                                                        + table.getValue()
                                                                        + " from "
                                                                        + table.getKey()
                                                                        + " order by id")
                                                        .mapToMap()
                                                        .list()
                                                        .stream())
                                .toList());
    }

    private void run(PromptId prompt) throws IOException {
        Path reference = folder.resolve("reference.png");
        Files.write(reference, png(1));
        try (var client =
                new ComfyEngine(
                        "for the test",
                        ComfyAddress.of(engine.address().toString()),
                        true,
                        InstantSource.system())) {
            var input = new Submission.InputFile("{{reference_image}}", reference, "dune.png");
            client.submit(new Submission(prompt, GRAPH, List.of(input)));
            await().until(() -> client.lookUp(prompt) instanceof EngineJobState.Finished);
        }
    }

    private static void serve(com.sun.net.httpserver.HttpExchange exchange) throws IOException {
        byte[] picture = png(exchange.getRequestURI().getPath().hashCode());
        exchange.getResponseHeaders().add("Content-Type", "image/png");
        exchange.sendResponseHeaders(200, picture.length);
        exchange.getResponseBody().write(picture);
        exchange.close();
    }

    private static byte[] png(int colour) throws IOException {
        var image = new BufferedImage(80, 60, BufferedImage.TYPE_INT_RGB);
        image.setRGB(5, 5, colour);
        var bytes = new ByteArrayOutputStream();
        ImageIO.write(image, "png", bytes);
        return bytes.toByteArray();
    }
}
