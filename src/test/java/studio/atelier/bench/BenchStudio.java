package studio.atelier.bench;

import studio.atelier.db.Database;
import studio.atelier.db.GalleryStore;
import studio.atelier.db.ModelStore;
import studio.atelier.db.ReferenceEditStore;
import studio.atelier.db.ReferenceStore;
import studio.atelier.db.Seeds;
import studio.atelier.db.WorkflowJson;
import studio.atelier.db.WorkflowStore;
import studio.atelier.engine.ComfyAddress;
import studio.atelier.engine.ComfyEngine;
import studio.atelier.engine.Engine;
import studio.atelier.engine.demo.DemoEngineServer;
import studio.atelier.engine.demo.DemoOptions;
import studio.atelier.gallery.DatabaseGallery;
import studio.atelier.gallery.DatabaseLibrary;
import studio.atelier.gallery.Gallery;
import studio.atelier.gallery.PictureSource;
import studio.atelier.gallery.StoredPictures;
import studio.atelier.model.BatchPlan;
import studio.atelier.model.BatchRequest;
import studio.atelier.model.Parameters;
import studio.atelier.model.ReferenceImage;
import studio.atelier.model.SeedChoice;
import studio.atelier.plan.Planner;
import studio.atelier.queue.Conditions;
import studio.atelier.queue.DurableQueue;
import studio.atelier.queue.EngineLane;
import studio.atelier.queue.Step;
import studio.atelier.queue.Stores;
import studio.atelier.storage.Bucket;
import studio.atelier.storage.FolderObjectStore;
import studio.atelier.storage.image.ImageIoJpegDecoder;
import studio.atelier.storage.image.ThumbnailCache;
import studio.atelier.storage.image.Thumbnails;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.random.RandomGenerator;

import javax.imageio.ImageIO;

/// The studio without a screen: a database, a folder of pictures, demo engines on loopback, and queues. Whatever
/// was made here is closed with it.
final class BenchStudio implements AutoCloseable {
    private static final int EDGE = 512;

    private final Path folder;
    private final Database database;
    private final FolderObjectStore store;
    private final DatabaseLibrary library;
    private final ThumbnailCache thumbnails;
    private final Deque<Runnable> open = new ArrayDeque<>();
    private int parts;

    BenchStudio(Path folder, Database database) {
        this.folder = folder;
        this.database = database;
        this.store = new FolderObjectStore(folder.resolve("objects"));
        store.prepare();
        this.library =
                new DatabaseLibrary(
                        new ModelStore(database),
                        new WorkflowStore(database),
                        new ReferenceStore(database),
                        new ReferenceEditStore(database),
                        store,
                        InstantSource.system());
        this.thumbnails =
                new ThumbnailCache(
                        folder.resolve("thumbnails"), new Thumbnails(new ImageIoJpegDecoder()));
        new Seeds(database).plantModels();
    }

    Stores stores() {
        return Stores.of(database);
    }

    Gallery gallery() {
        return new DatabaseGallery(
                new GalleryStore(database),
                new ModelStore(database),
                new WorkflowStore(database),
                new ReferenceStore(database),
                store);
    }

    PictureSource pictures() {
        return new StoredPictures(
                new ReferenceStore(database), new GalleryStore(database), store, thumbnails);
    }

    /// Paints references and brings them in, as a person would.
    void importReferences(int count) throws IOException {
        Path source = Files.createDirectories(folder.resolve("source/beach"));
        for (int i = 0; i < count; i++) {
            ImageIO.write(reference(i), "png", source.resolve("dune" + i + ".png").toFile());
        }
        library.importFolder(Objects.requireNonNull(source.getParent()), (_, _) -> {});
    }

    /// The shipped SDXL workflow, with another size of its pictures.
    void importWorkflow(double megapixels) throws IOException {
        Path file = Path.of("workflows", "img2img-lora-sdxl.json");
        String graph =
                Files.readString(file)
                        .replace("\"megapixels\": 1.0", "\"megapixels\": " + megapixels);
        String parameters = Files.readString(file.resolveSibling("img2img-lora-sdxl.params.json"));
        new WorkflowStore(database).sync(List.of(WorkflowJson.read("bench", graph, parameters)));
    }

    BatchPlan plan(int references, int variations) {
        return Planner.plan(
                new BatchRequest(
                        library.models().getFirst(),
                        library.workflows().getFirst(),
                        library.references().subList(0, references),
                        variations,
                        Parameters.EMPTY,
                        new SeedChoice.Random()),
                RandomGenerator.of("L64X128MixRandom"));
    }

    Path file(ReferenceImage reference) {
        return store.localFile(Bucket.REFERENCES, reference.storagePath()).orElseThrow();
    }

    DemoEngineServer server(Duration jobDuration) {
        var options = DemoOptions.in(folder.resolve("engine" + ++parts));
        return server(options.withJobDuration(jobDuration));
    }

    DemoEngineServer server(DemoOptions options) {
        var server = DemoEngineServer.start(options);
        open.push(server::close);
        return server;
    }

    ComfyEngine client(DemoEngineServer server) {
        var address = ComfyAddress.of(server.address().toString());
        var engine = new ComfyEngine("bench" + ++parts, address, true, InstantSource.system());
        open.push(engine::close);
        return engine;
    }

    /// A queue with the timing that people get; not started.
    DurableQueue queue(List<Engine> engines) {
        return queue(stores(), engines);
    }

    /// As `queue`, of a desktop that has another way to the database.
    DurableQueue queue(Stores stores, List<Engine> engines) {
        return queue(stores, engines, (_, _) -> {});
    }

    /// @param witness sees every job at every step
    DurableQueue queue(Stores stores, List<Engine> engines, Step.Witness witness) {
        var conditions =
                Conditions.of("bench" + ++parts, folder.resolve("spool" + parts)).with(witness);
        var queue =
                new DurableQueue(
                        conditions,
                        stores,
                        store,
                        engines.stream().map(EngineLane::of).toList(),
                        Optional.of(thumbnails));
        open.push(queue::close);
        return queue;
    }

    private static BufferedImage reference(int number) {
        var image = new BufferedImage(EDGE, EDGE, BufferedImage.TYPE_INT_RGB);
        var canvas = image.createGraphics();
        var from = Color.getHSBColor(number / 40f, 0.6f, 0.9f);
        var to = Color.getHSBColor(number / 40f + 0.4f, 0.7f, 0.4f);
        canvas.setPaint(new GradientPaint(0, 0, from, EDGE, EDGE, to));
        canvas.fillRect(0, 0, EDGE, EDGE);
        canvas.setColor(Color.WHITE);
        canvas.fillOval(number * 7 % 300, 100, 150 + number, 200);
        canvas.dispose();
        return image;
    }

    @Override
    public void close() {
        while (!open.isEmpty()) {
            open.pop().run();
        }
    }
}
