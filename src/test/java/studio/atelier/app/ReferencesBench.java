package studio.atelier.app;

import static org.awaitility.Awaitility.await;

import static studio.atelier.app.StudioInWindow.fx;

import javafx.animation.AnimationTimer;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ScrollBar;
import javafx.scene.control.Slider;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import studio.atelier.bench.BenchReport;
import studio.atelier.db.Database;
import studio.atelier.db.EmbeddedPostgres;
import studio.atelier.engine.demo.DemoEngineServer;
import studio.atelier.engine.demo.DemoOptions;
import studio.atelier.ui.generate.GenerateViewModel;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;

/// The Generate tab with 10,000 references beside the same tab with 100: how long the JavaFX thread keeps a
/// person waiting while they scroll, search, select and turn the knobs.
@Tag("bench")
// The studio is opened before each test, which the check cannot follow.
@SuppressWarnings("NullAway.Init")
class ReferencesBench {
    private static final int FEW = 100;
    private static final int MANY = 10_000;

    /// Frames after which nothing is under way any more.
    private static final int SETTLED = 25;

    private static final String COPIES =
            """
            insert into reference_images
                (filename, category, storage_path, vision_description, sha256, width, height, bytes)
            select n || '-' || s.filename, s.category, s.storage_path,
                s.vision_description || ', picture ' || n, s.sha256, s.width, s.height, s.bytes
            from generate_series(1, ?) as n
            join (select *, row_number() over (order by id) as place from reference_images
                where id <= 24) as s on s.place = n % 24 + 1
            where (select count(*) from reference_images) < ?
            """;

    @TempDir Path folder;
    private EmbeddedPostgres server;
    private DemoEngineServer engine;
    private StudioInWindow studio;

    @BeforeEach
    void open() throws Exception {
        // Kept open beside the studio's own use, for the rows that the bench adds.
        server = EmbeddedPostgres.start(folder.resolve("home"));
        engine = DemoEngineServer.start(DemoOptions.in(folder.resolve("engine")));
        studio = new StudioInWindow(folder, engine, 900);
        await().until(() -> shown() > 0);
    }

    @AfterEach
    void close() {
        studio.close();
        engine.close();
        server.close();
    }

    @Test
    void theTabStaysQuick() throws Exception {
        work();
        Map<String, double[]> few = measure(FEW);
        Map<String, double[]> many = measure(MANY);
        var report = new BenchReport("references");
        many.forEach(
                (what, waits) -> {
                    double[] base = few.getOrDefault(what, waits);
                    report.note(what, waits.length, base.length, "looks");
                    line(report, "   JavaFX thread away, p99", 0.99, waits, base, 17);
                    line(report, "   JavaFX thread away, max", 1, waits, base, 50);
                });
        report.finish();
    }

    private static void line(
            BenchReport report,
            String what,
            double share,
            double[] ours,
            double[] base,
            int limit) {
        double product = BenchReport.percentile(share, ours);
        double other = BenchReport.percentile(share, base);
        report.add(
                new BenchReport.Line(
                        what,
                        "<= " + limit + " ms",
                        product,
                        other,
                        product / other,
                        "ms",
                        product <= limit));
    }

    private Map<String, double[]> measure(int references) throws Exception {
        try (var database = Database.open(server.address())) {
            database.inTransaction(handle -> handle.execute(COPIES, references - 24, references));
        }
        Map<String, double[]> times = new LinkedHashMap<>();
        try (var watch = new FxWatch()) {
            fx(
                    () -> {
                        studio.screens().generate().references().reload();
                        return true;
                    });
            await().until(() -> shown() >= references);
            eachFrame(SETTLED, _ -> {});
            times.put("read", watch.take());
            Map<String, double[]> worked = work();
            times.putAll(worked);
        }
        return times;
    }

    /// What people do in the tab, a step each frame.
    private Map<String, double[]> work() throws Exception {
        Map<String, double[]> times = new LinkedHashMap<>();
        GenerateViewModel generate = studio.screens().generate();
        var references = generate.references();
        var random = new Random(5);
        ScrollBar bar = find(ScrollBar.class, "#reference-grid .scroll-bar");
        TextField search = find(TextField.class, "#reference-search");
        Slider size = find(Slider.class, "#thumbnail-size");
        Node grid = find(Node.class, "#reference-grid");
        String words = "beach sun picture 77";
        List<String> categories = List.of("beach", "", "mirror", "studio", "", "street", "");
        try (var watch = new FxWatch()) {
            Steps steps =
                    (name, count, step) -> {
                        watch.take();
                        eachFrame(count, step);
                        eachFrame(SETTLED, _ -> {});
                        times.put(name, watch.take());
                    };
            steps.run(
                    "scroll", 150, _ -> bar.setValue(Math.min(bar.getMax(), bar.getValue() + 60)));
            steps.run("jump", 60, _ -> bar.setValue(random.nextDouble() * bar.getMax()));
            steps.run("resize thumbnails", 60, i -> size.setValue(96 + i * 3));
            steps.run("size again", 1, _ -> size.setValue(124));
            steps.run(
                    "search by typing",
                    words.length() * 8,
                    i -> {
                        if (i % 8 == 0) {
                            search.setText(words.substring(0, i / 8 + 1));
                        }
                    });
            steps.run("clear the search", 1, _ -> search.clear());
            steps.run(
                    "categories",
                    categories.size() * 8,
                    i -> {
                        if (i % 8 == 0) {
                            references.category().set(categories.get(i / 8));
                        }
                    });
            steps.run(
                    "select all, clear",
                    40,
                    i -> {
                        if (i % 8 == 0) {
                            references.selectShown();
                        } else if (i % 8 == 4) {
                            references.selection().clear();
                        }
                    });
            steps.run(
                    "extend by pages",
                    60,
                    i -> key(grid, i < 30 ? KeyCode.PAGE_DOWN : KeyCode.END));
            steps.run("select all", 1, _ -> references.selectShown());
            steps.run(
                    "toggle one of all",
                    40,
                    i -> references.selection().toggle(references.shown().get().get(i % 24).id()));
            steps.run(
                    "parameter with all selected",
                    60,
                    i -> generate.parameters().variations().set(i % 5 + 1));
            steps.run(
                    "model with all selected",
                    40,
                    i -> generate.choose(generate.models().get(i / 8 % 4)));
            steps.run("preview of all", 1, _ -> fire("#preview"));
            steps.run("next jobs in the preview", 30, _ -> fire("#preview-next"));
            steps.run("close the preview", 1, _ -> fire("#preview-close"));
            steps.run("clear", 1, _ -> references.selection().clear());
        }
        return times;
    }

    private interface Steps {
        void run(String name, int count, IntConsumer step);
    }

    private void fire(String button) {
        ((Button) Objects.requireNonNull(studio.stage().getScene().lookup(button))).fire();
    }

    private static void key(Node target, KeyCode code) {
        target.fireEvent(
                new KeyEvent(KeyEvent.KEY_PRESSED, "", "", code, true, false, false, false));
    }

    /// A step in each frame, as an animation or a hand would do it.
    private static void eachFrame(int frames, IntConsumer step) {
        var done = new CompletableFuture<Integer>();
        fx(
                () -> {
                    new AnimationTimer() {
                        private int frame;

                        @Override
                        public void handle(long now) {
                            if (frame == frames) {
                                stop();
                                done.complete(frame);
                            } else {
                                step.accept(frame++);
                            }
                        }
                    }.start();
                    return true;
                });
        done.orTimeout(60, TimeUnit.SECONDS).join();
    }

    private int shown() {
        return fx(() -> studio.screens().generate().references().shown().get().size());
    }

    private <T extends Node> T find(Class<T> type, String query) {
        return fx(() -> type.cast(studio.stage().getScene().lookup(query)));
    }
}
