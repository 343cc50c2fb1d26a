package studio.atelier.gallery.move;

import studio.atelier.model.Problem;
import studio.atelier.model.Problem.Kind;
import studio.atelier.model.StudioException;
import studio.atelier.storage.Bucket;
import studio.atelier.storage.Hashes;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Remembers, over interruptions, which objects were read back at the target and compared. A line for each; one
/// that was cut off by a crash is passed over, and its object compared again. Safe to share between threads.
final class MoveLedger implements AutoCloseable {
    private final Map<Name, Entry> entries = new ConcurrentHashMap<>();
    private final Path file;
    private final BufferedWriter writer;

    record Name(Bucket bucket, String key) {}

    /// @param damaged whether the database knows other bytes of this object
    record Entry(long bytes, String sha256, boolean damaged) {}

    private MoveLedger(Path file, BufferedWriter writer) {
        this.file = file;
        this.writer = writer;
    }

    /// @param move what is moved where, in words that stay the same
    static MoveLedger open(Path folder, String move) {
        Path file = folder.resolve("move-" + Hashes.sha256(move).substring(0, 16) + ".txt");
        try {
            Files.createDirectories(folder);
            var ledger =
                    new MoveLedger(
                            file,
                            Files.newBufferedWriter(
                                    file, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
            Files.readAllLines(file).forEach(ledger::read);
            // After a line that was cut off.
            ledger.writer.newLine();
            return ledger;
        } catch (IOException e) {
            throw failed(file, e);
        }
    }

    Optional<Entry> find(Name name) {
        return Optional.ofNullable(entries.get(name));
    }

    Map<Name, Entry> all() {
        return Map.copyOf(entries);
    }

    synchronized void add(Name name, Entry entry) {
        entries.put(name, entry);
        if (name.key().chars().anyMatch(Character::isISOControl)) {
            // It would look like several lines or columns; it is copied again after an
            // interruption.
            return;
        }
        try {
            writer.write(
                    "%s\t%d\t%s\t%s\t%s\tend"
                            .formatted(
                                    name.bucket(),
                                    entry.bytes(),
                                    entry.sha256(),
                                    entry.damaged(),
                                    name.key()));
            writer.newLine();
            writer.flush();
        } catch (IOException e) {
            throw failed(file, e);
        }
    }

    @Override
    public void close() {
        try {
            writer.close();
        } catch (IOException e) {
            throw failed(file, e);
        }
    }

    private void read(String line) {
        String[] parts = line.split("\t", -1);
        if (parts.length == 6 && parts[5].equals("end")) {
            entries.put(
                    new Name(Bucket.valueOf(parts[0]), parts[4]),
                    new Entry(Long.parseLong(parts[1]), parts[2], Boolean.parseBoolean(parts[3])));
        }
    }

    private static StudioException failed(Path file, IOException e) {
        return new StudioException(
                Problem.detailed(Kind.HOME_NOT_WRITABLE, e.toString(), file.toString()), e);
    }
}
