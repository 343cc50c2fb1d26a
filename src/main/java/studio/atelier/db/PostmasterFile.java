package studio.atelier.db;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What a running server, or one that died, left in `postmaster.pid`.
///
/// @param startedAt as the server noted it, whole seconds
/// @param port 0 while it has not come so far
/// @param status `starting`, `ready`, `stopping`, or empty
record PostmasterFile(long pid, Path dataFolder, Instant startedAt, int port, String status) {
    /// The system's notion of a process's start may differ from the server's own by its resolution, and by the
    /// time between fork and note.
    private static final Duration START_TOLERANCE = Duration.ofSeconds(10);

    static Path in(Path dataFolder) {
        return dataFolder.resolve("postmaster.pid");
    }

    /// Empty when there is none, or one that no server could have written in full.
    static Optional<PostmasterFile> read(Path dataFolder) throws IOException {
        List<String> lines;
        try {
            lines = Files.readAllLines(in(dataFolder));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        }
        if (lines.size() < 3) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new PostmasterFile(
                            Long.parseLong(lines.get(0).strip()),
                            Path.of(lines.get(1).strip()),
                            Instant.ofEpochSecond(Long.parseLong(lines.get(2).strip())),
                            lines.size() > 3 ? Integer.parseInt(lines.get(3).strip()) : 0,
                            lines.size() > 7 ? lines.get(7).strip() : ""));
        } catch (NumberFormatException broken) {
            return Optional.empty();
        }
    }

    /// The living process that wrote this file; empty when it is dead, or when its number now belongs to somebody
    /// else, who must not be touched.
    Optional<ProcessHandle> process(Path expectedFolder) throws IOException {
        Optional<ProcessHandle> alive = ProcessHandle.of(pid).filter(ProcessHandle::isAlive);
        if (alive.isEmpty() || !isSame(dataFolder, expectedFolder)) {
            return Optional.empty();
        }
        ProcessHandle.Info info = alive.get().info();
        boolean isPostgres =
                info.command()
                        .map(command -> fileName(command).startsWith("postgres"))
                        .orElse(false);
        return isPostgres && (serves(info, expectedFolder) || startedThen(info))
                ? alive
                : Optional.empty();
    }

    /// By its own arguments. Its time of start is no proof against it: that moves with the computer's clock.
    private static boolean serves(ProcessHandle.Info info, Path folder) throws IOException {
        String[] arguments = info.arguments().orElse(new String[0]);
        for (int i = 1; i < arguments.length; i++) {
            if (arguments[i - 1].equals("-D") && isSame(Path.of(arguments[i]), folder)) {
                return true;
            }
        }
        return false;
    }

    /// Where the system does not tell arguments.
    private boolean startedThen(ProcessHandle.Info info) {
        return info.arguments().isEmpty()
                && info.startInstant()
                        .map(start -> Duration.between(start, startedAt).abs())
                        .filter(difference -> difference.compareTo(START_TOLERANCE) >= 0)
                        .isEmpty();
    }

    private static boolean isSame(Path folder, Path expected) throws IOException {
        return Files.exists(folder) && Files.isSameFile(folder, expected);
    }

    private static String fileName(String command) {
        return command.substring(Math.max(command.lastIndexOf('/'), command.lastIndexOf('\\')) + 1);
    }
}
