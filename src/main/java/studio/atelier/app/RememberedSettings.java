package studio.atelier.app;

import studio.atelier.ui.generate.GenerateSettings;
import studio.atelier.ui.kit.Background;

import java.util.LinkedHashMap;
import java.util.Map;

/// What the Generate tab remembers, in the settings file. Saving happens off the JavaFX thread.
final class RememberedSettings implements GenerateSettings {
    private final Settings settings;
    private final Background background;

    RememberedSettings(Settings settings, Background background) {
        this.settings = settings;
        this.background = background;
    }

    @Override
    public Map<String, String> load(String section) {
        return settings.all(section + "/");
    }

    @Override
    public void save(String section, Map<String, String> values) {
        Map<String, String> keyed = new LinkedHashMap<>();
        values.forEach((key, value) -> keyed.put(section + "/" + key, value));
        background.run(
                () -> {
                    settings.put(keyed);
                    return keyed;
                },
                _ -> {},
                _ -> {});
    }
}
