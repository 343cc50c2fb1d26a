package studio.atelier.app;

import studio.atelier.model.StudioException;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Keeps engines and their secrets in step. A new secret is there before the engine that needs it, and an old one
/// goes after the engine that had it: no end of the process leaves an engine without its secret. Blocks.
final class EngineKeeping {
    private final Home home;

    EngineKeeping(Home home) {
        this.home = home;
    }

    /// Puts and removes all of these, or nothing.
    ///
    /// @param removed ids
    /// @param secrets to be kept, by their names; the others of an engine stay as they are
    /// @throws StudioException `SETTING_INVALID` when an engine cannot be made of what is said of it
    void change(List<EngineRecord> put, Set<String> removed, Map<String, String> secrets) {
        Map<String, Optional<String>> kept = new LinkedHashMap<>();
        secrets.forEach((name, value) -> kept.put(name, Optional.of(value)));
        EngineSecrets where = home.connections().secrets();
        put.forEach(engine -> EngineSetup.check(engine, where.after(kept)));
        Map<String, Optional<String>> forgotten = forgotten(put, removed, secrets.keySet());
        settle(where, kept);
        home.engines().change(put, removed);
        settle(where, forgotten);
    }

    /// What no engine needs any more.
    private Map<String, Optional<String>> forgotten(
            List<EngineRecord> put, Set<String> removed, Set<String> kept) {
        Set<String> names = new HashSet<>();
        for (EngineRecord before : home.engines().all()) {
            boolean changes = put.stream().anyMatch(after -> after.id().equals(before.id()));
            if (changes || removed.contains(before.id())) {
                names.addAll(before.secrets());
            }
        }
        put.forEach(engine -> engine.secrets().forEach(names::remove));
        names.removeAll(kept);
        Map<String, Optional<String>> forgotten = new LinkedHashMap<>();
        names.forEach(name -> forgotten.put(name, Optional.empty()));
        return forgotten;
    }

    /// Nobody has to unlock a keychain for nothing.
    private static void settle(EngineSecrets where, Map<String, Optional<String>> changes) {
        if (!changes.isEmpty()) {
            where.change(changes);
        }
    }
}
