package studio.atelier.app;

import studio.atelier.db.OwnerOnly;
import studio.atelier.storage.DurableFile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/// Writes a file that its owner alone can read, whole or not at all.
final class OwnerOnlyFile {
    private OwnerOnlyFile() {}

    static void write(Path file, List<String> lines) throws IOException {
        Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent());
        Files.createDirectories(folder);
        Path unfinished = Files.createTempFile(folder, ".connections-", ".part");
        try {
            // Before there is anything in it.
            OwnerOnly.restrict(unfinished);
            Files.write(unfinished, lines);
            DurableFile.move(unfinished, file);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }
}
