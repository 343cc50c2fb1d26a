package studio.atelier.ui.generate.caption;

/// Remembers the prompt between starts. Answers from memory, so it may be asked on the JavaFX thread.
public interface PromptMemory {
    /// Blank when the usual one is to be used.
    String load();

    void save(String prompt);
}
