package studio.atelier.checks;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/// What can be connected, by the names of its variables. Its variables belong together: half of one
/// connection and half of another would be a third.
public enum Connection {
    DATABASE("DATABASE_URL|DIRECT_URL"),
    ENGINE("COMFYUI_API_URL|RUNPOD_.*"),
    STORE("ATELIER_STORE|S3_.*|SUPABASE_URL|SUPABASE_S3_.*"),
    CAPTIONS("XAI_API_KEY|CAPTIONS_.*");

    private final String names;

    Connection(String names) {
        this.names = names;
    }

    public boolean has(String name) {
        return name.matches(names);
    }

    /// Whether the variables say anything of it.
    public boolean isIn(Map<String, String> variables) {
        return variables.entrySet().stream()
                .anyMatch(entry -> !entry.getValue().isBlank() && has(entry.getKey()));
    }

    /// The variables without those of other connections.
    public Map<String, String> alone(Map<String, String> variables) {
        Map<String, String> left = new TreeMap<>(variables);
        left.keySet().removeIf(name -> isOfAny(name) && !has(name));
        return left;
    }

    public static boolean isOfAny(String name) {
        return Arrays.stream(values()).anyMatch(one -> one.has(name));
    }
}
