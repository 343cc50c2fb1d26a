package studio.atelier.db;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// PostgreSQL's programs for the homes of tests, unpacked once per `target` folder: unpacking takes longer than a
/// start. That a home unpacks them for itself is for the tests that begin with an empty home in a process of their own.
public final class LentPrograms {
    private static final Path SHARED = Path.of("target", "postgres-programs");

    private LentPrograms() {}

    /// @param home of a studio that was not started yet
    public static void to(Path home) throws IOException {
        Path programs = programs();
        Path root = Files.createDirectories(home.resolve("postgres"));
        Files.createSymbolicLink(root.resolve(programs.getFileName()), programs);
    }

    /// Tests run beside each other, without the lock under which a studio unpacks.
    private static synchronized Path programs() throws IOException {
        return PostgresBinaries.unpackedIn(Files.createDirectories(SHARED).toAbsolutePath())
                .folder();
    }
}
