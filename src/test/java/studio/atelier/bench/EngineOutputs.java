package studio.atelier.bench;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/// The pictures that an engine saved.
final class EngineOutputs {
    private EngineOutputs() {}

    /// @param folder of the engine
    static List<Path> files(Path folder) throws IOException {
        try (var files = Files.walk(folder.resolve("output"))) {
            return files.filter(file -> file.toString().endsWith(".png")).sorted().toList();
        }
    }

    /// Where each of them can be downloaded, in the order of their names.
    static List<URI> addresses(URI engine, Path folder) throws IOException {
        return files(folder).stream().map(file -> view(engine, folder, file)).toList();
    }

    private static URI view(URI engine, Path folder, Path file) {
        Path below = folder.resolve("output").relativize(file);
        Path parent = below.getParent();
        String subfolder = parent == null ? "" : parent.toString();
        String name = Objects.requireNonNull(below.getFileName()).toString();
        return engine.resolve(
                "/view?type=output&filename=%s&subfolder=%s"
                        .formatted(encoded(name), encoded(subfolder)));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
