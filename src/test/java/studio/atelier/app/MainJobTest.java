package studio.atelier.app;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import studio.atelier.engine.demo.DemoEngineServer;
import studio.atelier.engine.demo.DemoOptions;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;

import javax.imageio.ImageIO;

/// The main job through the real window, off-screen, from an empty home to pictures on disk.
class MainJobTest {
    @TempDir Path folder;

    @Test
    void theWindowMakesSixPicturesAndShowsThem() throws Exception {
        try (var engine =
                DemoEngineServer.start(
                        DemoOptions.in(folder.resolve("engine"))
                                .withJobDuration(Duration.ofMillis(300)))) {
            var launcher =
                    new Launcher(
                            Map.of(
                                    "ATELIER_HOME",
                                    folder.resolve("home").toString(),
                                    "COMFYUI_API_URL",
                                    engine.address().toString()));
            var out = new StringWriter();
            Path pictures = folder.resolve("out");

            int exit =
                    launcher.commandLine()
                            .setOut(new PrintWriter(out))
                            .execute("demo", "--out", pictures.toString());

            assertEquals(0, exit, out.toString());
            await().untilAsserted(() -> assertTrue(out.toString().contains("6 of 6")));
            try (Stream<Path> files = Files.list(pictures)) {
                assertEquals(
                        6,
                        files.filter(
                                        file ->
                                                file.getFileName()
                                                        .toString()
                                                        .matches("milan_.+_\\d{5}_\\.png"))
                                .count());
            }
            for (String shot : new String[] {"generate", "gallery", "lightbox"}) {
                for (String look : new String[] {"", "-dark"}) {
                    var image = ImageIO.read(pictures.resolve(shot + look + ".png").toFile());
                    assertTrue(image.getWidth() >= 1000 && image.getHeight() >= 700, shot + look);
                }
            }
        }
    }
}
