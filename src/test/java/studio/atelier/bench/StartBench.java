package studio.atelier.bench;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import studio.atelier.db.Database;
import studio.atelier.db.EmbeddedPostgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/// How long a person waits for the studio: from the moment the process is asked for until its window is there,
/// and until the gallery was read. Real processes, off-screen; beside them one that shows an empty window.
@Tag("bench")
class StartBench {
    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final int ROUNDS = 3;
    private static final int PICTURES = 10_000;
    private static final String WINDOW = "window shown";
    private static final String GALLERY = "gallery read";

    private static final String OLD_JOBS =
            """
            insert into generation_jobs (model_id, status, created_at, completed_at,
                reference_image_id, reference_name, variation, seed, prompt_used,
                negative_prompt_used, parameters)
            select (select min(id) from models), 'completed', now() at time zone 'utc',
                now() at time zone 'utc', (select min(id) from reference_images), 'dune.png', 1, n,
                'a prompt of earlier days ' || n, '', '{}'
            from generate_series(1, ?) as n
            """;

    private static final String OLD_PICTURES =
            """
            insert into generated_images (job_id, ordinal, storage_path, sha256, width, height, bytes)
            select id, 0, 'old/' || id || '.png', repeat('0', 64), 832, 1216, 1000000
            from generation_jobs
            """;

    @TempDir Path folder;

    /// Milliseconds since the process was asked for.
    private record Start(double window, double gallery) {}

    @Test
    void starts() throws Exception {
        Path home = folder.resolve("home");
        Start first = studio(home);
        fill(home);
        List<Double> windows = new ArrayList<>();
        List<Double> galleries = new ArrayList<>();
        List<Double> bare = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            bare.add(bareWindow());
            Start start = studio(home);
            windows.add(start.window());
            galleries.add(start.gallery());
        }
        double reference = Figures.p50(bare);
        var report = new BenchReport("start");
        report.add(line("S1 window, existing home", 900, Figures.p50(windows), reference));
        report.add(
                line("S1 gallery read, existing home", 1_500, Figures.p50(galleries), reference));
        report.add(line("S1 window, very first start", 1_000, first.window(), reference));
        report.add(line("S1 gallery read, very first start", 5_000, first.gallery(), reference));
        report.note(Figures.LOAD, Figures.load(), Double.NaN, "");
        report.finish();
    }

    private static BenchReport.Line line(
            String what, double limit, double product, double reference) {
        return Figures.atMost(what, limit, product, reference, "ms");
    }

    private Start studio(Path home) throws IOException, InterruptedException {
        Path logs = Files.createDirectories(home.resolve("logs"));
        Path log = logs.resolve("atelier.log");
        Files.deleteIfExists(log);
        List<String> arguments = List.of("-Datelier.logs=" + logs, "-classpath", classPath(false));
        long asked = System.currentTimeMillis();
        Process process = launch(arguments, "studio.atelier.app.Launcher", home.toString());
        try {
            await().atMost(LONGEST)
                    .pollInterval(Duration.ofMillis(50))
                    .until(() -> !process.isAlive() || logged(log, GALLERY).isPresent());
            return new Start(
                    logged(log, WINDOW).orElseThrow() - asked,
                    logged(log, GALLERY).orElseThrow() - asked);
        } finally {
            end(process);
            // The server outlives a process that was ended from outside: the last one to leave
            // stops it.
            EmbeddedPostgres.start(home).close();
        }
    }

    private double bareWindow() throws IOException, InterruptedException {
        Path note = folder.resolve("shown");
        Files.deleteIfExists(note);
        List<String> arguments = List.of("-classpath", classPath(true));
        long asked = System.currentTimeMillis();
        Process process = launch(arguments, BareWindow.class.getName(), note.toString());
        try {
            await().atMost(LONGEST)
                    .pollInterval(Duration.ofMillis(50))
                    .until(() -> !process.isAlive() || Files.exists(note));
            return Long.parseLong(Files.readString(note)) - asked;
        } finally {
            end(process);
        }
    }

    /// As `mvn` starts the studio, except that the window goes to the headless platform.
    private Process launch(List<String> arguments, String main, String place) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        command.addAll(
                List.of(
                        "--module-path=target/javafx",
                        "--add-modules=javafx.controls",
                        "--enable-native-access=javafx.graphics,ALL-UNNAMED",
                        "--add-exports=javafx.base/com.sun.javafx.event=ALL-UNNAMED",
                        "--add-exports=javafx.controls/com.sun.javafx.scene.control=ALL-UNNAMED",
                        "--add-exports="
                                + "javafx.controls/com.sun.javafx.scene.control.behavior=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-Djava.awt.headless=true",
                        "-Dglass.platform=Headless",
                        "-Dprism.order=sw"));
        command.addAll(arguments);
        command.add(main);
        var builder = new ProcessBuilder(command);
        Map<String, String> environment = builder.environment();
        List.of("DATABASE_URL", "DIRECT_URL", "COMFYUI_API_URL").forEach(environment::remove);
        // There is a screen, as far as the studio can tell.
        environment.put("DISPLAY", ":0");
        environment.put("ATELIER_HOME", place);
        environment.put(BareWindow.NOTE, place);
        return builder.redirectErrorStream(true)
                .redirectOutput(folder.resolve("output.txt").toFile())
                .start();
    }

    private static void end(Process process) throws InterruptedException {
        process.destroy();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }

    /// When a line was logged, in milliseconds since 1970.
    private static Optional<Long> logged(Path log, String words) throws IOException {
        if (Files.notExists(log)) {
            return Optional.empty();
        }
        return Files.readAllLines(log).stream()
                .filter(line -> line.endsWith(words))
                .map(line -> OffsetDateTime.parse(line.substring(0, line.indexOf(' '))))
                .map(time -> time.toInstant().toEpochMilli())
                .findFirst();
    }

    /// What this JVM has, without the tests unless asked for.
    private static String classPath(boolean withTests) {
        String separator = System.getProperty("path.separator", ":");
        return Arrays.stream(System.getProperty("java.class.path", "").split(separator))
                .filter(
                        entry ->
                                withTests
                                        || !entry.replaceAll("[/\\\\]$", "")
                                                .endsWith("test-classes"))
                .collect(Collectors.joining(separator));
    }

    private static void fill(Path home) {
        try (var server = EmbeddedPostgres.start(home);
                var database = Database.open(server.address())) {
            int rows = database.inTransaction(handle -> handle.execute(OLD_JOBS, PICTURES));
            assertEquals(PICTURES, rows);
            int pictures = database.inTransaction(handle -> handle.execute(OLD_PICTURES));
            assertEquals(PICTURES, pictures);
        }
    }
}
