package studio.atelier.drill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import studio.atelier.app.NeighbourStudio;
import studio.atelier.captions.VisionServer;
import studio.atelier.checks.BesideOthers;
import studio.atelier.db.Database;
import studio.atelier.db.DatabaseAddress;
import studio.atelier.db.PostgresExtension;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import javax.imageio.ImageIO;

/// Studios on one home, each a process of its own, that do the same at the same moment.
@BesideOthers
class NeighboursDrillTest {
    @RegisterExtension static final PostgresExtension postgres = new PostgresExtension();

    private static final int PICTURES = 40;

    @TempDir Path folder;
    private final List<ChildProcess> children = new ArrayList<>();
    private final Map<String, String> environment = new HashMap<>();
    private Database database = postgres.connect();

    @BeforeEach
    void furnish() throws IOException {
        DatabaseAddress address = postgres.createEmpty();
        database = postgres.connect(address);
        environment.put("DATABASE_URL", DrillWorld.url(address));
        Path in = Files.createDirectories(folder.resolve("in/beach"));
        for (int i = 0; i < PICTURES; i++) {
            ImageIO.write(picture(i), "png", in.resolve("dune" + i + ".png").toFile());
        }
    }

    @AfterEach
    void stop() {
        children.forEach(ChildProcess::close);
    }

    @Test
    void whatTheyDoAtOnceIsDoneOnce() throws Exception {
        try (var server = VisionServer.start()) {
            environment.putAll(server.environment());
            start();
            start();
            Set<String> names = new HashSet<>();
            for (ChildProcess child : children) {
                names.add(child.await("ready"));
            }
            assertEquals(1, names.size(), "one home has one name");
            imports();
            captions(server);
            engines();
            moves();
        }
    }

    private void imports() throws Exception {
        tell("import " + folder.resolve("in"), "import " + folder.resolve("in"));
        int news = 0;
        for (String answer : answers()) {
            String[] parts = answer.split(" ", -1);
            assertEquals(2, parts.length, answer);
            assertEquals(PICTURES, Integer.parseInt(parts[0]) + Integer.parseInt(parts[1]));
            news += Integer.parseInt(parts[0]);
        }
        assertEquals(PICTURES, news, "each picture is news to one of them");
        assertEquals(
                PICTURES,
                count("select count(*) from reference_images where filename like 'dune%'"));
        assertEquals(
                new HashSet<>(texts("select storage_path from reference_images")),
                files(home()),
                "no file without a row");
    }

    private void captions(VisionServer server) throws Exception {
        int open =
                count(
                        "select count(*) from reference_images"
                                + " where coalesce(vision_description, '') = ''");
        server.millis = 20;
        tell("caption", "caption");
        List<String> written = new ArrayList<>();
        for (String answer : answers()) {
            written.addAll(
                    Arrays.stream(answer.split(" ", -1)).filter(id -> !id.isEmpty()).toList());
        }
        assertEquals(open, written.size());
        assertEquals(open, Set.copyOf(written).size(), "each is written by one of them");
        assertEquals(List.of(), server.violations);
    }

    private void engines() throws Exception {
        for (int i = 0; i < 5; i++) {
            tell("engine left" + i, "engine right" + i);
            assertEquals(List.of("0", "0"), answers());
        }
        String kept = Files.readString(home().resolve("engines.json"));
        for (int i = 0; i < 5; i++) {
            assertTrue(kept.contains("\"left" + i + "\""), kept);
            assertTrue(kept.contains("\"right" + i + "\""), kept);
        }
    }

    /// The same way, and against each other.
    private void moves() throws Exception {
        Set<String> before = files(home());
        Path other = folder.resolve("there");
        String there = "folder:" + other;
        String out = "move folder " + there;
        String back = "move " + there + " folder";
        for (List<String> both :
                List.of(List.of(out, out), List.of(back, out), List.of(out, back))) {
            tell(both.get(0), both.get(1));
            for (String answer : answers()) {
                assertTrue(Set.of("", "move-running").contains(answer), answer);
            }
            Set<String> left = files(home());
            left.addAll(files(other));
            assertEquals(before, left, "nothing is lost");
        }
    }

    private void start() throws IOException {
        children.add(
                ChildProcess.java(
                        NeighbourStudio.class,
                        List.of(
                                "--module-path",
                                "target/javafx",
                                "--add-modules",
                                "javafx.controls",
                                "-Datelier.keychain=off"),
                        List.of(home().toString()),
                        environment,
                        folder.resolve("errors.log")));
    }

    private void tell(String first, String second) throws IOException {
        children.get(0).say(first);
        children.get(1).say(second);
    }

    private List<String> answers() throws InterruptedException {
        List<String> answers = new ArrayList<>();
        for (ChildProcess child : children) {
            answers.add(child.await("done"));
        }
        return answers;
    }

    private int count(String query) {
        return database.read(handle -> handle.createQuery(query).mapTo(Integer.class).one());
    }

    private List<String> texts(String query) {
        return database.read(handle -> handle.createQuery(query).mapTo(String.class).list());
    }

    private static Set<String> files(Path store) throws IOException {
        Path bucket = store.resolve("reference-images");
        Set<String> keys = new HashSet<>();
        if (Files.isDirectory(bucket)) {
            try (Stream<Path> all = Files.walk(bucket)) {
                all.filter(Files::isRegularFile)
                        .forEach(file -> keys.add(bucket.relativize(file).toString()));
            }
        }
        return keys;
    }

    private Path home() {
        return folder.resolve("home");
    }

    private static BufferedImage picture(int number) {
        var image = new BufferedImage(64, 48, BufferedImage.TYPE_INT_RGB);
        var canvas = image.createGraphics();
        canvas.setColor(Color.getHSBColor(number / (float) PICTURES, 0.7f, 0.8f));
        canvas.fillRect(0, 0, 64, 48);
        canvas.dispose();
        return image;
    }
}
