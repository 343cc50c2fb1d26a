package studio.atelier.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import studio.atelier.checks.BesideOthers;
import studio.atelier.db.EmbeddedPostgres;
import studio.atelier.db.LentPrograms;
import studio.atelier.engine.demo.DemoEngineServer;
import studio.atelier.engine.demo.DemoOptions;
import studio.atelier.gallery.GalleryItem;
import studio.atelier.gallery.GalleryQuery;
import studio.atelier.model.ImageId;
import studio.atelier.model.PictureRef;
import studio.atelier.model.PictureSize;
import studio.atelier.storage.image.ImageIoJpegDecoder;
import studio.atelier.storage.s3.S3Server;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The main job with its pictures on an S3 server instead of a folder.
@BesideOthers
class S3StudioTest {
    @TempDir private Path folder;

    @Test
    void picturesLandInTheBucketAndEverythingReadsThemThere() throws Exception {
        try (var engine =
                        DemoEngineServer.start(
                                DemoOptions.in(folder.resolve("engine"))
                                        .withJobDuration(Duration.ofMillis(40))
                                        .withPreviewPause(Duration.ofMinutes(1)));
                var _ = database();
                var server = S3Server.start()) {
            Map<String, String> environment = environment(server, engine);
            String made = run(environment, "generate", "--model", "milan", "--category", "beach");
            assertTrue(made.contains("6"), made);
            assertEquals(6, server.blobs().list("generated-images").size());
            String audited = run(environment, "audit", "--deep");
            assertTrue(audited.strip().endsWith("0 missing"), audited);

            look(environment, server);

            assertFalse(Files.exists(folder.resolve("home/generated-images")));
            assertFalse(Files.exists(folder.resolve("home/reference-images")));
            noSecretsIn(folder.resolve("home"));
        }
    }

    @Test
    void aLibraryMovesFromTheFolderToTheServer() throws Exception {
        try (var engine =
                        DemoEngineServer.start(
                                DemoOptions.in(folder.resolve("engine"))
                                        .withJobDuration(Duration.ofMillis(40))
                                        .withPreviewPause(Duration.ofMinutes(1)));
                var _ = database();
                var server = S3Server.start()) {
            Map<String, String> before =
                    Map.of(
                            "ATELIER_HOME",
                            folder.resolve("home").toString(),
                            "COMFYUI_API_URL",
                            engine.address().toString());
            run(before, "generate", "--model", "milan", "--category", "beach");
            Path env = folder.resolve("s3.env");
            Files.write(
                    env,
                    server.environment().entrySet().stream()
                            .map(
                                    entry ->
                                            "export "
                                                    + entry.getKey()
                                                    + "='"
                                                    + entry.getValue()
                                                    + "'")
                            .toList());

            String moved = run(before, "move-store", "--to", "s3", "--env", env.toString());
            assertTrue(moved.contains("6 addresses changed, 0 deleted"), moved);
            assertFalse(moved.contains(S3Server.KEYS.secretKey()), moved);

            Map<String, String> after = environment(server, engine);
            look(after, server);
            assertTrue(run(after, "audit", "--deep").strip().endsWith("0 missing"));
            // Named by the environment already: then it is the home's folder that moves.
            String again = run(after, "move-store", "--to", "s3", "--delete-source", "--json");
            assertTrue(again.contains("\"copied\" : 0"), again);
            assertEquals(0, filesIn(folder.resolve("home/generated-images")));
        }
    }

    /// Held over a whole test, so that not every verb starts and stops a server.
    private EmbeddedPostgres database() throws IOException {
        Path home = Files.createDirectories(folder.resolve("home"));
        LentPrograms.to(home);
        return EmbeddedPostgres.start(home);
    }

    private void look(Map<String, String> environment, S3Server server) throws IOException {
        try (Core core =
                Core.open(
                        Home.of(Optional.empty(), environment),
                        StudioEnvironment.of(environment),
                        new ImageIoJpegDecoder())) {
            List<GalleryItem> items = core.gallery().items(core.gallery().keys(GalleryQuery.ALL));
            assertEquals(6, items.size());
            for (GalleryItem item : items) {
                ImageId image = item.image().orElseThrow().id();
                for (PictureSize size : PictureSize.values()) {
                    assertTrue(bytes(core, new PictureRef.Generated(image), size) > 500);
                    var reference = new PictureRef.Reference(item.reference().orElseThrow());
                    assertTrue(bytes(core, reference, size) > 500);
                }
            }
            ImageId first = items.getFirst().image().orElseThrow().id();
            core.gallery().saveAs(first, folder.resolve("saved.png"));
            assertTrue(Files.size(folder.resolve("saved.png")) > 500);
            core.gallery()
                    .saveAll(
                            items.stream().map(i -> i.image().orElseThrow().id()).toList(),
                            folder.resolve("all"),
                            _ -> {});
            assertEquals(6, filesIn(folder.resolve("all")));
            assertTrue(core.places().contains(server.endpoint().toString()), core.places());
            assertFalse(core.places().contains(S3Server.KEYS.secretKey()));
        }
    }

    private static long filesIn(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.count();
        }
    }

    private static long bytes(Core core, PictureRef picture, PictureSize size) throws IOException {
        try (InputStream in = core.pictures().open(picture, size)) {
            return in.readAllBytes().length;
        }
    }

    private Map<String, String> environment(S3Server server, DemoEngineServer engine) {
        var environment = new HashMap<>(server.environment());
        environment.put("ATELIER_HOME", folder.resolve("home").toString());
        environment.put("COMFYUI_API_URL", engine.address().toString());
        return environment;
    }

    private static String run(Map<String, String> environment, String... words) {
        var out = new StringWriter();
        int exit =
                new Launcher(environment)
                        .commandLine()
                        .setOut(new PrintWriter(out))
                        .setErr(new PrintWriter(out))
                        .execute(words);
        assertEquals(0, exit, out.toString());
        return out.toString();
    }

    /// Not in the database's files, the logs or the settings either.
    private static void noSecretsIn(Path home) throws IOException {
        try (var files = Files.walk(home)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String content = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
                assertFalse(content.contains(S3Server.KEYS.secretKey()), file.toString());
            }
        }
    }
}
