package studio.atelier.ui.generate;

import java.util.HashMap;
import java.util.Map;

/// Settings in memory.
public final class MemorySettings implements GenerateSettings {
    public final Map<String, Map<String, String>> sections = new HashMap<>();

    @Override
    public Map<String, String> load(String section) {
        return sections.getOrDefault(section, Map.of());
    }

    @Override
    public void save(String section, Map<String, String> values) {
        sections.put(section, Map.copyOf(values));
    }
}
