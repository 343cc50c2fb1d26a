package studio.atelier.app;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// A keychain that may be locked, or take one secret less.
final class MemoryKeychain implements Keychain {
    final Map<String, String> kept = new HashMap<>();
    String refuses = "";
    boolean silent;

    @Override
    public Optional<String> get(String name) {
        return silent ? Optional.empty() : Optional.ofNullable(kept.get(name));
    }

    @Override
    public boolean put(String name, String secret) {
        if (silent || name.equals(refuses)) {
            return false;
        }
        kept.put(name, secret);
        return true;
    }

    @Override
    public void remove(String name) {
        if (!silent) {
            kept.remove(name);
        }
    }
}
