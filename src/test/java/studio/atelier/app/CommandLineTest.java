package studio.atelier.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import studio.atelier.checks.BesideOthers;
import studio.atelier.db.EmbeddedPostgres;
import studio.atelier.engine.demo.DemoEngineServer;
import studio.atelier.engine.demo.DemoOptions;
import studio.atelier.engine.demo.DemoProfile;
import studio.atelier.plan.recognition.SampleGraphs;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import javax.imageio.ImageIO;

/// The command line over the real thing: its own home, the embedded database, an engine over sockets.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@BesideOthers
class CommandLineTest {
    @RegisterExtension static final FurnishedHome furnished = new FurnishedHome();

    @TempDir static Path folder;
    private DemoEngineServer engine;
    private EmbeddedPostgres database;
    private Launcher launcher;

    @BeforeAll
    void startEngine() throws IOException {
        engine =
                DemoEngineServer.start(
                        DemoOptions.in(folder.resolve("engine"))
                                .withJobDuration(Duration.ofMillis(40))
                                .withPreviewPause(Duration.ofMinutes(1)));
        Path home = furnished.copy(folder.resolve("home")).folder();
        // Held over the whole class, so that not every verb starts and stops a server.
        database = EmbeddedPostgres.start(home);
        launcher =
                new Launcher(
                        Map.of(
                                "ATELIER_HOME",
                                home.toString(),
                                "COMFYUI_API_URL",
                                engine.address().toString()));
    }

    @AfterAll
    void stopEngine() {
        engine.close();
        database.close();
    }

    private Answer run(String... words) {
        return Answer.of(launcher, words);
    }

    @Test
    void generateMakesPicturesAndJobsListsThem() throws IOException {
        Answer made =
                run(
                        "generate",
                        "--model",
                        "milan",
                        "--category",
                        "beach",
                        "--variations",
                        "1",
                        "--set",
                        "steps=12",
                        "--positive",
                        "say \"{{seed}}\"\nand more",
                        "--json");

        assertEquals(0, made.exit(), made.out() + made.err());
        JsonNode jobs = made.json().path("jobs");
        assertEquals(6, jobs.size());
        List<JsonNode> rows = StreamSupport.stream(jobs.spliterator(), false).toList();
        assertTrue(rows.stream().allMatch(j -> j.path("status").asText().equals("completed")));
        assertEquals(6, rows.stream().map(j -> j.path("seed").asLong()).distinct().count());
        assertTrue(
                rows.getFirst()
                        .path("positive_prompt")
                        .asText()
                        .endsWith("say \"{{seed}}\"\nand more"));
        assertEquals(new IntNode(12), rows.getFirst().path("parameters").path("steps"));
        assertTrue(rows.getFirst().path("parameters").path("denoise").isNumber());
        assertTrue(run("jobs").out().contains("completed"));
        assertEquals(6, run("jobs", "--status", "completed", "--json").json().path("jobs").size());
    }

    @Test
    void whatIsAskedForAtTheFrontIsMadeFirst() throws IOException {
        String[] later = {
            "generate", "--model", "Sky", "--category", "beach", "--set", "steps=10", "--no-wait"
        };
        String[] first = {
            "generate",
            "--model",
            "Milan,Cam",
            "--category",
            "mirror",
            "--set",
            "steps=10",
            "--no-wait",
            "--front"
        };
        assertEquals(0, run(later).exit());
        Answer queued = run(addJson(first));
        assertEquals(0, queued.exit(), queued.err());
        assertEquals(2, queued.json().path("batches").size());
        long milan = queued.json().path("batches").get(0).asLong();
        int before = engine.ledger().submissions().size();
        assertEquals(0, run("work").exit());
        var submitted = engine.ledger().submissions();
        assertEquals(before + 18, submitted.size());
        String graph = submitted.get(before).graph().toString();
        assertTrue(graph.contains("milan.safetensors"), milan + ": " + graph);
    }

    private static String[] addJson(String... words) {
        String[] all = java.util.Arrays.copyOf(words, words.length + 1);
        all[words.length] = "--json";
        return all;
    }

    @Test
    void whatIsQueuedWithoutWaitingIsMadeByWork() throws IOException {
        Path picture = folder.resolve("new picture.png");
        ImageIO.write(
                new BufferedImage(320, 240, BufferedImage.TYPE_INT_RGB), "png", picture.toFile());

        Answer queued =
                run(
                        "generate",
                        "--model",
                        "Sky",
                        "--workflow",
                        "img2img-lora-sdxl",
                        "--reference",
                        picture.toString(),
                        "--seed",
                        "7",
                        "--no-wait");
        Answer worked = run("work");

        assertEquals(0, queued.exit(), queued.err());
        assertEquals(0, worked.exit(), worked.out() + worked.err());
        assertTrue(worked.out().contains("1 completed"), worked.out());
    }

    /// The shipped workflows on an engine of each age, as a client of those servers sees it.
    @ParameterizedTest
    @EnumSource(DemoProfile.class)
    void bothWorkflowsRunOnEnginesOfEveryAge(DemoProfile profile) throws IOException {
        try (var old =
                DemoEngineServer.start(
                        DemoOptions.in(folder.resolve("engine-" + profile))
                                .withProfile(profile)
                                .withJobDuration(Duration.ofMillis(40))
                                .withPreviewPause(Duration.ofMinutes(1)))) {
            var onOld =
                    new Launcher(
                            Map.of(
                                    "ATELIER_HOME",
                                    folder.resolve("home").toString(),
                                    "COMFYUI_API_URL",
                                    old.address().toString()));
            for (String workflow : List.of("img2img-lora", "img2img-lora-sdxl")) {
                var out = new StringWriter();
                int exit =
                        onOld.commandLine()
                                .setOut(new PrintWriter(out))
                                .execute(
                                        "generate",
                                        "--model",
                                        "skyler",
                                        "--workflow",
                                        workflow,
                                        "--reference",
                                        "beach-01.jpg",
                                        "--json");
                assertEquals(0, exit, out.toString());
            }
            assertEquals(2, old.ledger().submissions().size());
        }
    }

    @Test
    void aWorkflowIsImportedCheckedAndRenewed() throws IOException {
        Path file = folder.resolve("cli beach.json");
        Files.writeString(file, SampleGraphs.IMAGE_TO_IMAGE_LORA);
        Answer dry = run("workflow", "import", file.toString(), "--dry-run", "--json");
        assertEquals(0, dry.exit(), dry.err());
        assertEquals(14, dry.json().path("proposals").size());
        assertEquals(List.of(), run("workflow", "list").out().lines().skip(2).toList());
        String said = run("workflow", "import", file.toString()).out();
        assertTrue(said.contains("LoadImage (node 5), image: reference_image."), said);
        assertTrue(said.contains("cli-beach: cli beach is saved."), said);
        assertEquals(0, run("workflow", "check", "cli-beach").exit());
        String[] version = {"--name", "cli beach", "--version-of", "cli-beach", "--json"};
        Answer second =
                run(
                        Stream.concat(
                                        Stream.of("workflow", "import", file.toString()),
                                        Arrays.stream(version))
                                .toArray(String[]::new));
        assertEquals("cli-beach-2", second.json().path("slug").asText(), second.err());
        assertFalse(run("workflow", "list").out().contains("cli-beach:"));
        Files.writeString(file, "{\"nodes\":[]}");
        Answer drawn = run("workflow", "import", file.toString());
        assertEquals(2, drawn.exit());
        assertTrue(drawn.err().contains("Export (API)"), drawn.err());
    }

    @Test
    void modelsAreMadeChangedAndPutAway() throws IOException {
        Answer made = run("models", "new", "Zoe Winter", "--lora", "sky.safetensors", "--json");
        assertEquals("zoe-winter", made.json().path("slug").asText(), made.err());
        Answer edited = run("models", "edit", "zoe-winter", "--hair", "red bob", "--json");
        assertEquals("red bob", edited.json().path("hair_style").asText());
        assertEquals("sky.safetensors", edited.json().path("lora_file").asText());
        Answer again = run("models", "new", "zoe winter", "--lora", "x");
        assertEquals(2, again.exit());
        assertTrue(again.err().contains("There is a model of this name already."), again.err());
        assertEquals(0, run("models", "archive", "Zoe Winter").exit());
        assertFalse(run("models", "list").out().contains("zoe-winter"));
        assertEquals(0, run("models", "restore", "zoe-winter").exit());
        assertTrue(run("models").out().contains("zoe-winter: Zoe Winter"));
        assertEquals(0, run("models", "archive", "Zoe Winter").exit());
    }

    @Test
    void importTakesFoldersAsCategoriesAndTextsAsCaptions() throws IOException {
        Path pictures = Files.createDirectories(folder.resolve("pictures/garden"));
        ImageIO.write(
                new BufferedImage(64, 48, BufferedImage.TYPE_INT_ARGB),
                "png",
                pictures.resolve("gate.png").toFile());
        Files.writeString(pictures.resolve("gate.txt"), "a green gate");
        Files.writeString(pictures.resolve("broken.jpg"), "<html>not a picture</html>");

        Answer imported = run("import", folder.resolve("pictures").toString(), "--json");

        assertEquals(1, imported.exit(), imported.err());
        assertEquals(1, imported.json().path("imported").size());
        assertTrue(imported.json().path("refused").get(0).asText().contains("broken.jpg"));
        assertEquals(0, run("generate", "--model", "cam", "--category", "garden").exit());
    }

    @Test
    void auditSaysWhatIsMissingByItsExitCode() throws IOException {
        assertEquals(0, run("generate", "--model", "milan", "--reference", "beach-02.jpg").exit());
        Answer well = run("audit");
        assertEquals(0, well.exit(), well.out() + well.err());
        assertTrue(well.out().strip().endsWith("0 missing"), well.out());

        Path stored;
        try (var files = Files.list(folder.resolve("home/generated-images"))) {
            stored =
                    files.filter(file -> file.toString().contains("beach-02"))
                            .findFirst()
                            .orElseThrow();
        }
        Path away = Files.move(stored, folder.resolve("away.png"));
        Answer lost = run("audit", "--json");
        Files.move(away, stored);
        assertEquals(1, lost.exit());
        assertEquals(1, lost.json().path("missing_count").asInt());
        assertEquals(
                stored.getFileName().toString(),
                lost.json().path("missing").path(0).path("name").asText());
        assertEquals(0, run("audit", "--deep", "--json").exit());
    }

    @Test
    void wrongUseIsSaidInWordsWithExitCodeTwo() {
        assertEquals(2, run("generate").exit());
        assertEquals(2, run("paint").exit());
        Answer unknown = run("generate", "--model", "nobody", "--category", "beach");
        assertEquals(2, unknown.exit());
        assertTrue(unknown.err().contains("milan"), unknown.err());
        Answer range =
                run("generate", "--model", "milan", "--category", "beach", "--set", "denoise=7");
        assertEquals(2, range.exit());
        assertTrue(range.err().contains("between 0.5 and 1"), range.err());
    }

    @Test
    void everyVerbExplainsItself() {
        for (String verb :
                List.of(
                        "generate",
                        "work",
                        "jobs",
                        "audit",
                        "import",
                        "workflow",
                        "models",
                        "move-store",
                        "demo")) {
            Answer help = run(verb, "--help");
            assertEquals(0, help.exit());
            assertTrue(help.out().contains("Usage: atelier " + verb), help.out());
            assertTrue(help.out().contains("--home"), help.out());
        }
    }

    @Test
    void anEngineThatIsNotThereEndsWithCodeTwoAndQueuesNothing() {
        var out = new StringWriter();
        var err = new StringWriter();
        int exit =
                new Launcher(
                                Map.of(
                                        "ATELIER_HOME",
                                        folder.resolve("home").toString(),
                                        "COMFYUI_API_URL",
                                        "http://127.0.0.1:9"))
                        .commandLine()
                        .setOut(new PrintWriter(out))
                        .setErr(new PrintWriter(err))
                        .execute("generate", "--model", "skyler", "--category", "street");

        assertEquals(2, exit);
        assertTrue(err.toString().contains("does not answer"), err.toString());
    }

    @Test
    void aMistakeOfOursIsACodeAndAPlaceInTheLogAndNoStackTrace() {
        var err = new StringWriter();
        int exit =
                new studio.atelier.cli.CommandLineStudio(
                                home -> {
                                    throw new IllegalStateException("a mistake");
                                },
                                () -> 0)
                        .commandLine()
                        .setErr(new PrintWriter(err))
                        .execute("jobs");

        assertEquals(2, exit);
        assertTrue(
                err.toString().contains("Something unexpected went wrong (code "), err::toString);
        assertFalse(err.toString().contains("at studio."), err::toString);
    }

    @Test
    void aFolderThatCannotBeWrittenIsSaidBeforeTheDemoBegins() throws IOException {
        Path file = Files.writeString(folder.resolve("a file"), "x");
        Answer demo = run("demo", "--out", file.resolve("out").toString());

        assertEquals(2, demo.exit());
        assertTrue(demo.err().contains("Pictures cannot be written to"), demo.err());
        assertFalse(demo.out().contains("Starting"), demo.out());
    }

    @Test
    void theHomeIsFoundBeforeTheCommandLineIsParsed() {
        assertEquals(
                Path.of("x"), Launcher.askedHome(List.of("jobs", "--home", "x")).orElseThrow());
        assertEquals(Path.of("y z"), Launcher.askedHome(List.of("--home=y z")).orElseThrow());
        assertTrue(Launcher.askedHome(List.of("--home")).isEmpty());
    }
}
