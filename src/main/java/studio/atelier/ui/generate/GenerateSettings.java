package studio.atelier.ui.generate;

import java.util.Map;

/// Where the Generate tab keeps what was set last. Called on the JavaFX thread, so both methods answer from memory
/// and leave writing the file to another thread.
public interface GenerateSettings {
    /// @param section `generate` for the tab itself, `generate.SLUG` for a workflow's parameters
    /// @return empty when nothing was saved yet
    Map<String, String> load(String section);

    void save(String section, Map<String, String> values);
}
