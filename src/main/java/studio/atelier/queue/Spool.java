package studio.atelier.queue;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// The folder of files on their way between engine and store. What lies there after a crash is made again.
final class Spool {
    private static final Logger LOG = LoggerFactory.getLogger(Spool.class);

    private Spool() {}

    static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.warn("a temporary file stays behind: {}", file.getFileName(), e);
        }
    }

    /// Puts a file that cannot be used aside, beside the folders of the sessions, for a person to look at.
    static void quarantine(Path spool, Path file) {
        try {
            if (Files.exists(file)) {
                Path aside = Files.createDirectories(spool.resolveSibling("quarantine"));
                Files.move(
                        file,
                        aside.resolve(file.getFileName()),
                        StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            LOG.warn("an unreadable picture could not be kept: {}", file.getFileName(), e);
        }
    }

    /// Removes what an earlier process left unfinished.
    static void clear(Path spool) {
        if (!Files.isDirectory(spool)) {
            return;
        }
        try (var parts = Files.newDirectoryStream(spool, "*.part")) {
            parts.forEach(Spool::delete);
        } catch (IOException e) {
            LOG.warn("the spool could not be cleared", e);
        }
    }
}
