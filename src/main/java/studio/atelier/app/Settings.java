package studio.atelier.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What the studio remembers between starts: texts by dotted key, in one JSON file that a person can read.
/// Saving never leaves half a file, and a file that cannot be read is kept beside the new one. Thread-safe.
public final class Settings {
    private static final Logger LOG = LoggerFactory.getLogger(Settings.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;
    private final Map<String, String> values;

    private Settings(Path file, Map<String, String> values) {
        this.file = file;
        this.values = values;
    }

    /// Reads the file; blocks.
    public static Settings load(Path file) {
        try {
            return new Settings(
                    file,
                    Files.exists(file)
                            ? new TreeMap<>(
                                    JSON.readValue(
                                            file.toFile(),
                                            new TypeReference<Map<String, String>>() {}))
                            : new TreeMap<>());
        } catch (IOException e) {
            LOG.warn("The settings cannot be read and start anew; the old file is kept", e);
            keepAside(file);
            return new Settings(file, new TreeMap<>());
        }
    }

    private static void keepAside(Path file) {
        try {
            Files.move(
                    file,
                    file.resolveSibling(file.getFileName() + ".unreadable"),
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOG.warn("The unreadable settings could not be kept aside", e);
        }
    }

    public synchronized Optional<String> get(String key) {
        return Optional.ofNullable(values.get(key));
    }

    /// All values whose key begins with `prefix`, keys without it.
    public synchronized Map<String, String> all(String prefix) {
        Map<String, String> found = new LinkedHashMap<>();
        values.forEach(
                (key, value) -> {
                    if (key.startsWith(prefix)) {
                        found.put(key.substring(prefix.length()), value);
                    }
                });
        return found;
    }

    /// Sets and saves; blocks. A disk that is full costs only the remembering.
    public synchronized void put(Map<String, String> changes) {
        values.putAll(changes);
        try {
            Path part = file.resolveSibling(file.getFileName() + ".part");
            Files.writeString(part, text());
            Files.move(
                    part,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOG.warn("The settings could not be saved", e);
        }
    }

    public void put(String key, String value) {
        put(Map.of(key, value));
    }

    private String text() throws JsonProcessingException {
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(values);
    }
}
