package studio.atelier.app;

import java.util.Map;
import java.util.Optional;

/// Where passwords, tokens and header values of engines are kept: for their owner alone. All methods block.
interface EngineSecrets {
    Optional<String> find(String name);

    /// Keeps these, and forgets those that are empty.
    void change(Map<String, Optional<String>> changes);

    /// The name of an engine's password or token.
    static String access(String engine) {
        return "ATELIER_ENGINE_" + engine + "_SECRET";
    }

    /// The name of the value of an engine's own header.
    static String header(String engine, String header) {
        return "ATELIER_ENGINE_" + engine + "_SECRET_" + header.replaceAll("[^A-Za-z0-9]", "_");
    }

    /// As they will be after these changes, which are not made.
    default EngineSecrets after(Map<String, Optional<String>> changes) {
        EngineSecrets now = this;
        return new EngineSecrets() {
            @Override
            public Optional<String> find(String name) {
                return changes.containsKey(name) ? changes.get(name) : now.find(name);
            }

            @Override
            public void change(Map<String, Optional<String>> none) {
                throw new UnsupportedOperationException();
            }
        };
    }
}
