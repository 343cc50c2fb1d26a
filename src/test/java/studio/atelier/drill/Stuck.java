package studio.atelier.drill;

import studio.atelier.db.EmbeddedPostgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// What is to be known of a studio that never came to its end: its threads, its log and the jobs it left, and the same
/// of its engine. A drill that fails once in a hundred runs has to say so much that once is enough.
final class Stuck {
    private static final int LINES = 15;
    private static final String ROWS =
            """
            select concat_ws(' ', id, status, 'attempt', attempt, 'token', fencing_token,
                'by', claimed_by, 'lease', lease_until - now(), 'prompt', runpod_job_id,
                'sent', now() - submitted_at, 'not before', not_before - now(),
                'cancel', cancel_requested_at, problem_code, problem_detail)
            from generation_jobs where status in ('queued', 'processing') order by id limit 20
            """;

    private Stuck() {}

    /// Kills the studio, because its database is looked at.
    static String tell(ChildProcess studio, Path home, EngineProcess engine)
            throws IOException, InterruptedException {
        String threads = threads(studio, "stuck.txt");
        String engineThreads = threads(engine.process(), "stuck-engine.txt");
        studio.kill();
        return String.join(
                "\n",
                "jobs: " + rows(home),
                "log: " + end(home.resolve("logs")),
                "errors: " + end(home.resolveSibling(home.getFileName() + ".log")),
                "engine: " + engine.queue(),
                "engine's log: " + end(engine.log()),
                "engine's threads: " + engineThreads,
                "threads: " + threads);
    }

    private static String threads(ChildProcess process, String name)
            throws IOException, InterruptedException {
        Path threads = Files.createDirectories(Path.of("target", "drills")).resolve(name);
        Files.deleteIfExists(threads);
        process.dumpThreads(threads);
        return ours(threads);
    }

    private static String rows(Path home) {
        try (var server = EmbeddedPostgres.start(home);
                var world = new DrillWorld(home, server.address())) {
            List<String> rows =
                    world.database()
                            .read(handle -> handle.createQuery(ROWS).mapTo(String.class).list());
            return String.join("\n", rows);
        }
    }

    /// The stacks that have a line of the studio.
    private static String ours(Path threads) throws IOException {
        if (!Files.exists(threads)) {
            return "it answers no question";
        }
        try (Stream<String> stacks = Stream.of(Files.readString(threads).split("\n\\s*\n"))) {
            return String.join("\n", stacks.filter(stack -> stack.contains("studio.")).toList());
        }
    }

    private static String end(Path place) throws IOException {
        List<Path> files = List.of();
        if (Files.isDirectory(place)) {
            try (Stream<Path> inside = Files.list(place)) {
                files = inside.sorted().toList();
            }
        } else if (Files.exists(place)) {
            files = List.of(place);
        }
        var text = new StringBuilder();
        for (Path file : files) {
            List<String> lines = Files.readAllLines(file);
            lines.subList(Math.max(0, lines.size() - LINES), lines.size())
                    .forEach(line -> text.append('\n').append(line));
        }
        return text.toString();
    }
}
