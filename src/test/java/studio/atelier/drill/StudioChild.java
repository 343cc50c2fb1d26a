package studio.atelier.drill;

import studio.atelier.app.DrillStudio;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// How drills start a studio as a process of its own.
///
/// @param engine address
/// @param database as people type it, empty for the built-in one of the home
/// @param variables further ones of the environment
public record StudioChild(
        Path home, String engine, String database, Map<String, String> variables) {
    public StudioChild(Path home, String engine) {
        this(home, engine, "", Map.of());
    }

    public StudioChild on(String otherDatabase) {
        return new StudioChild(home, engine, otherDatabase, variables);
    }

    public StudioChild with(Map<String, String> more) {
        return new StudioChild(home, engine, database, more);
    }

    /// @param options of the JVM: `-Ddrill.halt=STORED:1`
    public ChildProcess start(String... options) throws IOException {
        Map<String, String> environment = new HashMap<>(variables);
        environment.put("COMFYUI_API_URL", engine);
        if (!database.isEmpty()) {
            environment.put("DATABASE_URL", database);
        }
        Path log = Objects.requireNonNull(home.getParent()).resolve(home.getFileName() + ".log");
        return ChildProcess.java(
                DrillStudio.class, List.of(options), List.of(home.toString()), environment, log);
    }
}
