package studio.atelier.db;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Runs `initdb` and `pg_ctl`, each to its end.
///
/// @param output where their words go; a file and not a pipe, because the server inherits it and would keep a
///     pipe open for as long as it lives
record PostgresPrograms(PostgresBinaries binaries, Path output) {
    private static final int ROOT = 0;

    /// @return the exit code
    int run(Duration patience, String program, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        if (isRoot()) {
            // PostgreSQL refuses to run as root; in a user namespace of its own it does not see
            // that it is.
            command.addAll(List.of("unshare", "--user"));
        }
        command.add(binaries.program(program).toString());
        command.addAll(List.of(arguments));
        var builder =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
        // Its words are shown to a person who looks for help, so they are in one language.
        builder.environment().put("LC_ALL", "C");
        builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
        Process process = builder.start();
        process.getOutputStream().close();
        return waitFor(process, patience);
    }

    private static int waitFor(Process process, Duration patience) throws IOException {
        try {
            if (process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                return process.exitValue();
            }
            process.destroyForcibly();
            throw new IOException("no end after " + patience.toSeconds() + " s");
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", interrupted);
        }
    }

    private static boolean isRoot() throws IOException {
        return PostgresBinaries.isLinux()
                && Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(ROOT);
    }
}
