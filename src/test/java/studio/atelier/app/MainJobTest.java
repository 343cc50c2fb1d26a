package studio.atelier.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import studio.atelier.checks.BesideOthers;
import studio.atelier.engine.demo.DemoEngineServer;
import studio.atelier.engine.demo.DemoOptions;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import javax.imageio.ImageIO;

/// The main job as a person starts it, in a process of its own without a display: from an empty home to pictures
/// and screenshots on disk.
@BesideOthers
class MainJobTest {
    @TempDir Path folder;

    @Test
    void theWindowMakesSixPicturesAndShowsThem() throws IOException, InterruptedException {
        try (var engine =
                DemoEngineServer.start(
                        DemoOptions.in(folder.resolve("engine"))
                                .withJobDuration(Duration.ofMillis(300)))) {
            Path pictures = folder.resolve("out");
            Process studio = start(engine.address().toString(), pictures);
            String said =
                    new String(studio.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertEquals(0, studio.waitFor(), said);
            assertTrue(said.contains("6 of 6"), said);
            try (Stream<Path> files = Files.list(pictures)) {
                List<String> names = files.map(file -> file.getFileName().toString()).toList();
                assertEquals(
                        6,
                        names.stream().filter(n -> n.matches("milan_.+_\\d{5}_\\.png")).count(),
                        names.toString());
            }
            for (String shot : List.of("generate", "gallery", "lightbox")) {
                for (String look : List.of("", "-dark")) {
                    var image = ImageIO.read(pictures.resolve(shot + look + ".png").toFile());
                    assertTrue(image.getWidth() >= 1000 && image.getHeight() >= 700, shot + look);
                }
            }
            assertTrue(!said.contains("WARNING"), said);
        }
    }

    private Process start(String engine, Path pictures) throws IOException {
        var builder =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "--module-path=" + Path.of("target", "javafx"),
                                "--add-modules=javafx.controls",
                                "--enable-native-access=javafx.graphics,ALL-UNNAMED",
                                "--sun-misc-unsafe-memory-access=allow",
                                "-Djava.awt.headless=true",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Launcher.class.getName(),
                                "demo",
                                "--out",
                                pictures.toString())
                        .redirectErrorStream(true);
        builder.environment().put("ATELIER_HOME", folder.resolve("home").toString());
        builder.environment().put("COMFYUI_API_URL", engine);
        return builder.start();
    }
}
