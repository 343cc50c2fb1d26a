package studio.atelier.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import studio.atelier.app.ProductThumbnails;
import studio.atelier.db.PostgresExtension;
import studio.atelier.gallery.PictureSource;
import studio.atelier.queue.DurableQueue;
import studio.atelier.queue.QueueEvent;
import studio.atelier.storage.image.Pictures;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/// How many finished pictures a second come home from eight engines: fetched, verified, hashed, labelled, synced,
/// committed, and shrunk to thumbnails. The engines finished while nobody was there, as after a night asleep. Beside
/// it the same steps by hand in two loops, and eight loops that only download the same pictures and write them to files.
@Tag("bench")
class ReceiveBench {
    private static final int ENGINES = 8;
    private static final int EACH = 20;
    private static final int ROUNDS = 4;
    private static final int PICTURES = 16;
    private static final int LONGEST_SECONDS = 120;

    /// Pictures a second, and what two loops by hand did on the machine that the goal was set on: on another one their
    /// ratio is what it means.
    private static final double GOAL = 60;

    private static final double BY_HAND = 95;

    @RegisterExtension static final PostgresExtension postgres = new PostgresExtension();

    @TempDir Path folder;

    private final List<Double> recorded = new ArrayList<>();
    private final List<Double> shown = new ArrayList<>();
    private final List<Double> byHand = new ArrayList<>();
    private final List<Double> bare = new ArrayList<>();

    @Test
    void bringsManyPicturesHome() throws Exception {
        List<Path> pictures = new ArrayList<>();
        for (int i = 0; i < PICTURES; i++) {
            byte[] png = Pictures.encode(Pictures.photo(1024, 1024, i), 4);
            pictures.add(Files.write(folder.resolve("p" + i + ".png"), png));
        }
        double bytes = 0;
        for (Path picture : pictures) {
            bytes += Files.size(picture);
        }
        for (int round = 0; round < ROUNDS; round++) {
            round(folder.resolve("round" + round), pictures);
        }
        // The first round warms up.
        double reference = Figures.p50(settled(byHand));
        var report = new BenchReport("receive");
        double all = Figures.p50(settled(shown));
        report.add(
                new BenchReport.Line(
                        "P3 received, thumbnails included",
                        ">= 60 img/s",
                        all,
                        reference,
                        all / reference,
                        "img/s",
                        all >= GOAL));
        report.ratio("P3 received, to by hand", GOAL / BY_HAND, all, reference, "img/s");
        report.note(
                "received, until committed", Figures.p50(settled(recorded)), reference, "img/s");
        report.note("by hand, to downloads alone", reference, Figures.p50(settled(bare)), "img/s");
        report.note("mean size of a picture", bytes / PICTURES / 1e6, Double.NaN, "MB");
        report.note("pictures in each round", ENGINES * EACH, Double.NaN, "");
        report.note(Figures.LOAD, Figures.load(), Double.NaN, "");
        report.finish();
    }

    private static List<Double> settled(List<Double> values) {
        return values.subList(1, values.size());
    }

    private void round(Path here, List<Path> pictures) throws Exception {
        postgres.clear();
        try (var studio = new BenchStudio(here, postgres.database())) {
            var engines = FinishedEngines.prepare(studio, here, ENGINES, EACH, pictures);
            bare.add(perSecond(engines.download(here.resolve("bare"))));
            byHand(studio, engines, here.resolve("by-hand"));
            receive(studio, engines);
        }
        remove(here);
    }

    private void byHand(BenchStudio studio, FinishedEngines engines, Path here) throws Exception {
        studio.stores().batches().insert(studio.plan(ENGINES * EACH / 5, 5));
        List<URI> pictures = engines.addresses();
        List<Callable<Integer>> loops = new ArrayList<>();
        int half = pictures.size() / 2;
        try (var threads = Executors.newFixedThreadPool(2);
                var first = ByHand.open(postgres.address(), here.resolve("first"));
                var second = ByHand.open(postgres.address(), here.resolve("second"))) {
            loops.add(() -> receive(first, pictures.subList(0, half)));
            loops.add(() -> receive(second, pictures.subList(half, pictures.size())));
            long begun = System.nanoTime();
            int count = 0;
            for (Future<Integer> loop : threads.invokeAll(loops)) {
                count += loop.get();
            }
            byHand.add(perSecond(Figures.since(begun)));
            assertEquals(ENGINES * EACH, count);
        }
    }

    private static int receive(ByHand hand, List<URI> pictures) throws Exception {
        for (URI picture : pictures) {
            hand.receive(picture, hand.claim());
        }
        return pictures.size();
    }

    private void receive(BenchStudio studio, FinishedEngines engines) throws Exception {
        var committed = new CountDownLatch(ENGINES * EACH);
        var thumbnails = new CountDownLatch(ENGINES * EACH);
        PictureSource stored = studio.pictures();
        PictureSource counted =
                (picture, size) -> {
                    var stream = stored.open(picture, size);
                    thumbnails.countDown();
                    return stream;
                };
        DurableQueue queue = studio.queue(engines.clients());
        try (var _ = new ProductThumbnails(postgres.database(), counted, queue);
                AutoCloseable _ =
                        queue.subscribe(
                                event -> {
                                    if (event instanceof QueueEvent.JobCompleted) {
                                        committed.countDown();
                                    }
                                })) {
            long begun = System.nanoTime();
            queue.start();
            assertTrue(committed.await(LONGEST_SECONDS, TimeUnit.SECONDS), "pictures are missing");
            recorded.add(perSecond(Figures.since(begun)));
            assertTrue(thumbnails.await(LONGEST_SECONDS, TimeUnit.SECONDS), "no thumbnails");
            shown.add(perSecond(Figures.since(begun)));
        }
        assertEquals(ENGINES * EACH, engines.runs(), "an engine ran a job again");
    }

    private static double perSecond(double millis) {
        return ENGINES * EACH / (millis / 1000);
    }

    private static void remove(Path below) throws IOException {
        try (var files = Files.walk(below)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
