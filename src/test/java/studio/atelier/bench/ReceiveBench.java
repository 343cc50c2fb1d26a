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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// How many finished pictures a second come home from eight engines: fetched, verified, hashed, labelled, synced,
/// committed, and shrunk to thumbnails. The engines finished while nobody was there, as after a night asleep. Beside
/// it eight loops that only download the same pictures and write them to files.
@Tag("bench")
class ReceiveBench {
    private static final int ENGINES = 8;
    private static final int EACH = 20;
    private static final int ROUNDS = 4;
    private static final int PICTURES = 16;
    private static final int LONGEST_SECONDS = 120;

    @RegisterExtension static final PostgresExtension postgres = new PostgresExtension();

    @TempDir Path folder;

    private final List<Double> recorded = new ArrayList<>();
    private final List<Double> shown = new ArrayList<>();
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
        double reference = Figures.p50(settled(bare));
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
                        all >= 60));
        report.note(
                "received, until committed", Figures.p50(settled(recorded)), reference, "img/s");
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
            receive(studio, engines);
        }
        remove(here);
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
