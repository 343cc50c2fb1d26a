package studio.atelier.drill;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import studio.atelier.app.NeighbourStudio;
import studio.atelier.db.Database;
import studio.atelier.db.DatabaseAddress;
import studio.atelier.db.PostgresExtension;
import studio.atelier.storage.Hashes;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

import javax.imageio.ImageIO;

/// A studio is killed in the middle of making its tables, of an import, and of moving its pictures to another store.
/// What it did is there, what it did not do is done by the next one, and nothing is there twice.
@Tag("drill")
class HalfDoneDrillTest {
    @RegisterExtension static final PostgresExtension postgres = new PostgresExtension();

    private static final int PICTURES = 120;
    private static final int MOST_KILLS = 4;

    @TempDir Path folder;
    private final DrillSeed seed = DrillSeed.asked();
    private final RandomGenerator random = seed.random();
    private final List<String> lost = new ArrayList<>();
    private final List<String> doubled = new ArrayList<>();
    private final List<String> wrong = new ArrayList<>();
    private Database database = postgres.connect();
    private Map<String, String> environment = Map.of();

    @BeforeEach
    void emptyDatabase() {
        DatabaseAddress address = postgres.createEmpty();
        database = postgres.connect(address);
        environment = Map.of("DATABASE_URL", DrillWorld.url(address));
    }

    @Test
    void aFirstStartThatDiesBetweenItsTablesIsFinishedByTheNext() throws Exception {
        var report = new DrillReport(HalfDoneDrillTest.class, "making tables", seed);
        int all = stepsOfAWholeStart();
        emptyDatabase();
        for (int kills = 0; kills < MOST_KILLS && steps() < all; kills++) {
            int goal = Math.min(all - 1, steps() + 1 + random.nextInt(2));
            try (ChildProcess studio = studio()) {
                awaitAtLeast(studio, goal, this::steps);
                studio.kill();
            }
            if (steps() < all) {
                report.injected("killed between two steps");
            }
        }
        try (ChildProcess studio = studio()) {
            studio.await("ready");
        }
        if (steps() != all) {
            wrong.add(steps() + " steps of " + all);
        }
        if (count("select count(*) from atelier_schema_history where not success") > 0) {
            wrong.add("a step is recorded as failed");
        }
        finish(report, all);
    }

    @Test
    void anImportAndAMoveThatDieAreTakenUpWhereTheyWere() throws Exception {
        var report = new DrillReport(HalfDoneDrillTest.class, "import and move", seed);
        database.migrate();
        paint();
        String bringIn = "import " + folder.resolve("in");
        killed(report, "killed while importing", bringIn, PICTURES, this::imported);
        requireWhole(home(), "after the import");

        Path other = folder.resolve("there");
        String move = "move folder folder:" + other;
        int all = files(home()).size();
        killed(report, "killed while moving", move, all, () -> files(other).size());
        requireWhole(other, "after the move");
        files(home()).keySet().forEach(key -> doubled.add(key + " is in both stores"));
        finish(report, PICTURES);
    }

    /// Does it again and again until it was done to its end.
    private void killed(
            DrillReport report, String fault, String order, int all, IntSupplier progress)
            throws Exception {
        for (int kills = 0; kills < MOST_KILLS; kills++) {
            int done = progress.getAsInt();
            int goal = done + 1 + random.nextInt(Math.max(1, all / MOST_KILLS - 2));
            try (ChildProcess studio = studio()) {
                studio.await("ready");
                studio.say(order);
                awaitAtLeast(studio, Math.min(goal, all - 1), progress);
                studio.kill();
            }
            int now = progress.getAsInt();
            assertTrue(now >= done, "what was done is gone");
            if (now < all) {
                report.injected(fault);
            }
        }
        try (ChildProcess studio = studio()) {
            studio.await("ready");
            studio.say(order);
            String answer = studio.await("done");
            if (answer.contains("-")) {
                wrong.add(order + " ended with " + answer);
            }
        }
    }

    private void requireWhole(Path store, String when) {
        Map<String, Path> files = files(store);
        Map<String, String> rows = rows();
        if (imported() != PICTURES) {
            (imported() < PICTURES ? lost : doubled).add(imported() + " rows " + when);
        }
        rows.forEach(
                (key, sha256) -> {
                    Path file = files.get(key);
                    if (file == null || !sha256(file).equals(sha256)) {
                        lost.add(key + " " + when);
                    }
                });
        files.keySet().stream()
                .filter(key -> !rows.containsKey(key))
                .forEach(key -> wrong.add(key + " has no row " + when));
    }

    private void finish(DrillReport report, int jobs) throws IOException {
        report.finish(new Checker.Findings(jobs, lost, doubled, wrong, 0), 0);
    }

    private int stepsOfAWholeStart() {
        database.migrate();
        return steps();
    }

    private int steps() {
        boolean begun =
                count(
                                "select count(*) from pg_tables"
                                        + " where tablename = 'atelier_schema_history'")
                        > 0;
        return begun ? count("select count(*) from atelier_schema_history where type = 'SQL'") : 0;
    }

    private int imported() {
        return count("select count(*) from reference_images where filename like 'dune%'");
    }

    private int count(String query) {
        return database.read(handle -> handle.createQuery(query).mapTo(Integer.class).one());
    }

    private Map<String, String> rows() {
        return database.read(
                handle ->
                        handle.createQuery("select storage_path, sha256 from reference_images")
                                .reduceRows(
                                        new HashMap<>(),
                                        (all, row) -> {
                                            all.put(
                                                    row.getColumn("storage_path", String.class),
                                                    row.getColumn("sha256", String.class));
                                            return all;
                                        }));
    }

    private static void awaitAtLeast(ChildProcess studio, int goal, IntSupplier progress)
            throws InterruptedException {
        long end = System.nanoTime() + 60_000_000_000L;
        BooleanSupplier waits = () -> progress.getAsInt() < goal && System.nanoTime() < end;
        while (waits.getAsBoolean()) {
            if (!studio.isAlive()) {
                fail("the studio died by itself");
            }
            Hold.millis(1);
        }
    }

    private ChildProcess studio() throws IOException {
        return ChildProcess.java(
                NeighbourStudio.class,
                List.of(
                        "--module-path",
                        "target/javafx",
                        "--add-modules",
                        "javafx.controls",
                        "-Datelier.keychain=off"),
                List.of(home().toString()),
                environment,
                folder.resolve("errors.log"));
    }

    private Path home() {
        return folder.resolve("home");
    }

    /// By their key; what is still being written is none.
    private static Map<String, Path> files(Path store) {
        Path bucket = store.resolve("reference-images");
        Map<String, Path> files = new HashMap<>();
        if (Files.isDirectory(bucket)) {
            try (Stream<Path> all = Files.walk(bucket)) {
                all.filter(Files::isRegularFile)
                        .filter(file -> !file.getFileName().toString().startsWith(".part-"))
                        .forEach(file -> files.put(bucket.relativize(file).toString(), file));
            } catch (IOException | java.io.UncheckedIOException e) {
                // It changed while it was looked through.
                return files;
            }
        }
        return files;
    }

    private static String sha256(Path file) {
        try {
            return Hashes.sha256(file);
        } catch (IOException e) {
            return e.toString();
        }
    }

    private void paint() throws IOException {
        Path in = Files.createDirectories(folder.resolve("in/beach"));
        for (int i = 0; i < PICTURES; i++) {
            var image = new BufferedImage(400, 300, BufferedImage.TYPE_INT_RGB);
            var canvas = image.createGraphics();
            canvas.setColor(Color.getHSBColor(i / (float) PICTURES, 0.7f, 0.8f));
            canvas.fillRect(0, 0, 400, 300);
            canvas.dispose();
            String name = "dune" + i + ".png";
            ImageIO.write(image, "png", in.resolve(name).toFile());
        }
    }
}
