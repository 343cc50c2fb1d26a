package studio.atelier.drill;

import studio.atelier.db.Database;
import studio.atelier.db.DatabaseAddress;
import studio.atelier.db.ModelStore;
import studio.atelier.db.ReferenceEditStore;
import studio.atelier.db.ReferenceStore;
import studio.atelier.db.Seeds;
import studio.atelier.db.WorkflowJson;
import studio.atelier.db.WorkflowStore;
import studio.atelier.gallery.DatabaseLibrary;
import studio.atelier.model.BatchId;
import studio.atelier.model.BatchRequest;
import studio.atelier.model.ParameterValue;
import studio.atelier.model.Parameters;
import studio.atelier.model.SeedChoice;
import studio.atelier.model.Workflow;
import studio.atelier.plan.Planner;
import studio.atelier.queue.Stores;
import studio.atelier.storage.Bucket;
import studio.atelier.storage.FolderObjectStore;
import studio.atelier.storage.ObjectStore;
import studio.atelier.storage.s3.S3ObjectStore;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.random.RandomGenerator;

import javax.imageio.ImageIO;

/// What the drills begin with: a database with models, a workflow of small pictures, some references in the store
/// of a home, and batches of so many jobs.
public final class DrillWorld implements AutoCloseable {
    private static final int REFERENCES = 5;
    private static final int EDGE = 96;
    private static final String SLUG = "drill";

    private final Path home;
    private final Database database;
    private final ObjectStore store;
    private final Runnable prepare;

    public DrillWorld(Path home, DatabaseAddress address) {
        this(home, address, new FolderObjectStore(home));
    }

    private DrillWorld(Path home, DatabaseAddress address, FolderObjectStore folder) {
        this.home = home;
        this.database = Database.open(address);
        this.store = folder;
        this.prepare = folder::prepare;
    }

    /// A world whose pictures lie on a server.
    ///
    /// @param store makes its buckets itself; the caller closes it
    DrillWorld(Path home, DatabaseAddress address, S3ObjectStore store) {
        this.home = home;
        this.database = Database.open(address);
        this.store = store;
        this.prepare = () -> {};
    }

    /// As a person would type it.
    public static String url(DatabaseAddress address) {
        DatabaseAddress.Host host = address.hosts().getFirst();
        return url(address, host.port());
    }

    /// The same database behind another port of loopback.
    public static String url(DatabaseAddress address, int port) {
        String password = URLEncoder.encode(address.password(), StandardCharsets.UTF_8);
        return "postgresql://%s:%s@127.0.0.1:%d/%s"
                .formatted(address.user(), password, port, address.database());
    }

    Database database() {
        return database;
    }

    ObjectStore store() {
        return store;
    }

    /// The bytes of a picture in the store, as a file: a copy where the store is no folder.
    Optional<Path> picture(String key) throws IOException {
        if (store.find(Bucket.GENERATED, key).isEmpty()) {
            return Optional.empty();
        }
        Optional<Path> local = store.localFile(Bucket.GENERATED, key);
        if (local.isPresent()) {
            return local;
        }
        Path copy = home.resolve("drill-copies").resolve(key);
        Files.createDirectories(Objects.requireNonNull(copy.getParent()));
        try (InputStream bytes = store.open(Bucket.GENERATED, key)) {
            Files.copy(bytes, copy, StandardCopyOption.REPLACE_EXISTING);
        }
        return Optional.of(copy);
    }

    /// Makes everything that a batch needs. Once per database.
    public void furnish() throws IOException {
        database.migrate();
        prepare.run();
        new Seeds(database).plantModels();
        Path file = Path.of("workflows", "img2img-lora-sdxl.json");
        String graph =
                Files.readString(file).replace("\"megapixels\": 1.0", "\"megapixels\": 0.02");
        String parameters = Files.readString(file.resolveSibling("img2img-lora-sdxl.params.json"));
        new WorkflowStore(database).sync(List.of(WorkflowJson.read(SLUG, graph, parameters)));
        Path source = Files.createDirectories(home.resolve("drill-references/beach"));
        for (int i = 0; i < REFERENCES; i++) {
            ImageIO.write(reference(i), "png", source.resolve("dune" + i + ".png").toFile());
        }
        library().importFolder(Objects.requireNonNull(source.getParent()), (_, _) -> {});
    }

    /// Queues a batch.
    ///
    /// @param jobs a multiple of five, at most 25
    BatchId enqueue(int jobs, RandomGenerator random) {
        Workflow workflow =
                library().workflows().stream()
                        .filter(each -> each.slug().equals(SLUG))
                        .findFirst()
                        .orElseThrow();
        var references =
                library().references().stream()
                        .filter(each -> each.filename().startsWith("dune"))
                        .toList();
        var request =
                new BatchRequest(
                        library().models().getFirst(),
                        workflow,
                        references,
                        jobs / references.size(),
                        new Parameters(Map.of("steps", ParameterValue.of(10)), "", ""),
                        new SeedChoice.Random());
        return Stores.of(database).batches().insert(Planner.plan(request, random));
    }

    /// So many jobs, in batches.
    public void enqueueAll(int jobs, RandomGenerator random) {
        for (int left = jobs; left > 0; left -= 25) {
            enqueue(Math.min(left, 25), random);
        }
    }

    int unfinished() {
        return database.read(
                handle ->
                        handle.createQuery(
                                        "select count(*) from generation_jobs"
                                                + " where status in ('queued', 'processing')")
                                .mapTo(Integer.class)
                                .one());
    }

    public int completed() {
        return database.read(
                handle ->
                        handle.createQuery(
                                        "select count(*) from generation_jobs"
                                                + " where status = 'completed'")
                                .mapTo(Integer.class)
                                .one());
    }

    private DatabaseLibrary library() {
        return new DatabaseLibrary(
                new ModelStore(database),
                new WorkflowStore(database),
                new ReferenceStore(database),
                new ReferenceEditStore(database),
                store,
                InstantSource.system());
    }

    private static BufferedImage reference(int number) {
        var image = new BufferedImage(EDGE, EDGE, BufferedImage.TYPE_INT_RGB);
        var canvas = image.createGraphics();
        canvas.setColor(Color.getHSBColor(number / 5f, 0.6f, 0.9f));
        canvas.fillRect(0, 0, EDGE, EDGE);
        canvas.setColor(Color.WHITE);
        canvas.fillOval(10 + number * 5, 20, 40, 50);
        canvas.dispose();
        return image;
    }

    @Override
    public void close() {
        database.close();
    }
}
