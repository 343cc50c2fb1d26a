package studio.atelier.app;

import studio.atelier.db.DatabaseAddress;
import studio.atelier.model.StudioException;
import studio.atelier.storage.FolderProblems;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/// Connections that a home remembers, as variables of the names that the environment has, in a file for its owner
/// alone. What the environment says wins, one connection as a whole: half of one and half of another would be a
/// third.
final class ConnectionsFile {
    /// What belongs together, by how the names begin.
    private static final List<List<String>> CONNECTIONS =
            List.of(
                    List.of("DATABASE_URL", "DIRECT_URL"),
                    List.of("COMFYUI_API_URL", "RUNPOD_"),
                    List.of("ATELIER_STORE", "S3_", "SUPABASE_URL", "SUPABASE_S3_"));

    private final Path file;

    /// @param file need not be there
    ConnectionsFile(Path file) {
        this.file = file;
    }

    /// @param taken names that the studio knows, sorted
    /// @param left names that it does not know
    record Imported(List<String> taken, List<String> left) {}

    /// The environment, and what the home remembers of connections of which the environment says nothing.
    ///
    /// @throws StudioException when the file is there and cannot be read
    Map<String, String> under(Map<String, String> environment) {
        Map<String, String> all = new TreeMap<>(remembered());
        for (List<String> connection : CONNECTIONS) {
            boolean said =
                    environment.entrySet().stream()
                            .anyMatch(
                                    entry ->
                                            !entry.getValue().isBlank()
                                                    && isOf(connection, entry.getKey()));
            if (said) {
                all.keySet().removeIf(name -> isOf(connection, name));
            }
        }
        all.putAll(environment);
        return all;
    }

    /// Takes the connections of a `.env` file over. A connection that the file has replaces the one that was
    /// remembered.
    ///
    /// @throws StudioException `SETTING_INVALID` naming what is wrong, and nothing is changed
    Imported take(Path from) {
        Map<String, String> found = DotEnv.read(from);
        Map<String, String> known = new TreeMap<>(found);
        known.entrySet()
                .removeIf(
                        entry ->
                                entry.getValue().isBlank()
                                        || CONNECTIONS.stream()
                                                .noneMatch(one -> isOf(one, entry.getKey())));
        StudioEnvironment environment = StudioEnvironment.of(known);
        environment.database().ifPresent(DatabaseAddress::parse);
        environment.migrations().ifPresent(DatabaseAddress::parse);
        Map<String, String> kept = new TreeMap<>(remembered());
        for (List<String> connection : CONNECTIONS) {
            if (known.keySet().stream().anyMatch(name -> isOf(connection, name))) {
                kept.keySet().removeIf(name -> isOf(connection, name));
            }
        }
        kept.putAll(known);
        write(kept);
        return new Imported(
                List.copyOf(known.keySet()),
                found.keySet().stream().filter(name -> !known.containsKey(name)).sorted().toList());
    }

    private void write(Map<String, String> variables) {
        List<String> lines = new ArrayList<>();
        variables.forEach((name, value) -> lines.add(name + "=" + DotEnv.quoted(value)));
        Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent());
        try {
            OwnerOnlyFile.write(file, lines);
        } catch (IOException e) {
            throw FolderProblems.unprepared(e, folder);
        }
    }

    private Map<String, String> remembered() {
        return Files.exists(file) ? DotEnv.read(file) : Map.of();
    }

    private static boolean isOf(List<String> connection, String name) {
        return connection.stream()
                .anyMatch(
                        begin -> begin.endsWith("_") ? name.startsWith(begin) : name.equals(begin));
    }
}
