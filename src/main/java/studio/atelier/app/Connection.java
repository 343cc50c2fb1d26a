package studio.atelier.app;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What can be connected, by how the names of its variables begin. Its variables belong together: half of one
/// connection and half of another would be a third.
enum Connection {
    DATABASE("DATABASE_URL", "DIRECT_URL"),
    ENGINE("COMFYUI_API_URL", "RUNPOD_"),
    STORE("ATELIER_STORE", "S3_", "SUPABASE_URL", "SUPABASE_S3_"),
    CAPTIONS("XAI_API_KEY", "CAPTIONS_");

    private final List<String> begins;

    Connection(String... begins) {
        this.begins = List.of(begins);
    }

    boolean has(String name) {
        return begins.stream()
                .anyMatch(
                        begin -> begin.endsWith("_") ? name.startsWith(begin) : name.equals(begin));
    }

    /// Whether the variables say anything of it.
    boolean isIn(Map<String, String> variables) {
        return variables.entrySet().stream()
                .anyMatch(entry -> !entry.getValue().isBlank() && has(entry.getKey()));
    }

    /// The variables without those of other connections.
    Map<String, String> alone(Map<String, String> variables) {
        Map<String, String> left = new TreeMap<>(variables);
        left.keySet().removeIf(name -> isOfAny(name) && !has(name));
        return left;
    }

    static boolean isOfAny(String name) {
        return Arrays.stream(values()).anyMatch(one -> one.has(name));
    }
}
