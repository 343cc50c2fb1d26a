package studio.atelier.app;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Where passwords, tokens and header values of engines are kept: for their owner alone. All methods block.
interface EngineSecrets {
    String PREFIX = "ATELIER_ENGINE_";

    Optional<String> find(String name);

    /// Of all that are kept.
    Set<String> names();

    /// Keeps these, and forgets those that are empty.
    void change(Map<String, Optional<String>> changes);

    /// The name of an engine's password or token.
    static String access(String engine) {
        return PREFIX + engine + "_SECRET";
    }

    /// Whether something of this name is a secret of an engine.
    static boolean isOfEngine(String name) {
        return name.startsWith(PREFIX);
    }

    /// The name of the value of an engine's own header.
    static String header(String engine, String header) {
        return PREFIX + engine + "_SECRET_" + header.replaceAll("[^A-Za-z0-9]", "_");
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
            public Set<String> names() {
                return now.names();
            }

            @Override
            public void change(Map<String, Optional<String>> none) {
                throw new UnsupportedOperationException();
            }
        };
    }
}
