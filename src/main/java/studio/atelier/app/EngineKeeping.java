package studio.atelier.app;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import studio.atelier.app.EngineRecord.Access;
import studio.atelier.app.EngineRecord.Carried;
import studio.atelier.app.EngineRecord.Protocol;
import studio.atelier.app.EngineRecord.Scheme;
import studio.atelier.engine.AddressLogin;
import studio.atelier.model.Problem;
import studio.atelier.model.StudioException;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Keeps engines and their secrets in step. A new secret is there before the engine that needs it, and an old one
/// goes after the engine that had it: no end of the process leaves an engine without its secret. What was a secret of
/// another kind goes before: a key must not go out as a password. Blocks.
final class EngineKeeping {
    private static final Logger LOG = LoggerFactory.getLogger(EngineKeeping.class);

    private final HomeLock lock;
    private final EnginesFile engines;
    private final EngineSecrets kept;

    EngineKeeping(Home home) {
        this(home.lock(), home.engines(), home.connections().secrets());
    }

    /// @param lock that of both
    EngineKeeping(HomeLock lock, EnginesFile engines, EngineSecrets kept) {
        this.lock = lock;
        this.engines = engines;
        this.kept = kept;
    }

    /// Puts and removes all of these, or nothing. Secrets that no engine has any more are forgotten.
    ///
    /// @param removed ids
    /// @param secrets by their names, empty to be forgotten; the others of an engine stay while they are of the same
    ///     kind
    /// @return what kept old secrets from being forgotten; the next change tries again
    /// @throws StudioException `SETTING_INVALID` when an engine cannot be made of what is said of it
    Optional<Problem> change(
            List<EngineRecord> put, Set<String> removed, Map<String, Optional<String>> secrets) {
        return lock.holding(() -> alone(put, removed, secrets));
    }

    /// Moves logins that are still in addresses to where secrets are kept.
    void settle() {
        if (engines.all().stream().anyMatch(engine -> login(engine).isPresent())) {
            change(List.of(), Set.of(), Map.of());
        }
    }

    /// The secrets as they would be with this engine.
    EngineSecrets with(EngineRecord engine, Map<String, Optional<String>> secrets) {
        Map<String, Optional<String>> changes = new LinkedHashMap<>(secrets);
        giveUp(engines.all(), List.of(engine), changes);
        return kept.after(changes);
    }

    private Optional<Problem> alone(
            List<EngineRecord> put, Set<String> removed, Map<String, Optional<String>> secrets) {
        List<EngineRecord> before = engines.all();
        Map<String, Optional<String>> changes = new LinkedHashMap<>(secrets);
        List<EngineRecord> after =
                EnginesFile.after(before, put, removed).stream()
                        .map(engine -> withoutLogin(engine, changes))
                        .toList();
        giveUp(before, after, changes);
        Set<String> ids = put.stream().map(EngineRecord::id).collect(Collectors.toSet());
        after.stream()
                .filter(engine -> ids.contains(engine.id()))
                .forEach(engine -> check(engine, before, secrets, kept.after(changes)));
        changes.keySet().retainAll(needed(after));
        Set<String> known = kept.names();
        changes.entrySet()
                .removeIf(each -> each.getValue().isEmpty() && !known.contains(each.getKey()));
        write(changes, after);
        return forget(needed(after));
    }

    /// Together, or not at all.
    private void write(Map<String, Optional<String>> changes, List<EngineRecord> after) {
        Map<String, Optional<String>> old = new LinkedHashMap<>();
        changes.keySet().forEach(name -> old.put(name, kept.find(name)));
        try {
            kept.change(changes);
            engines.write(after);
        } catch (StudioException e) {
            putBack(old, e);
            throw e;
        }
    }

    private void putBack(Map<String, Optional<String>> old, StudioException why) {
        try {
            kept.change(old);
        } catch (StudioException e) {
            why.addSuppressed(e);
        }
    }

    /// Nobody has to unlock a keychain for nothing.
    private Optional<Problem> forget(Set<String> needed) {
        try {
            Map<String, Optional<String>> idle = new LinkedHashMap<>();
            kept.names().stream()
                    .filter(name -> !needed.contains(name))
                    .forEach(name -> idle.put(name, Optional.empty()));
            kept.change(idle);
            return Optional.empty();
        } catch (StudioException e) {
            LOG.warn("secrets of earlier engines stay for now: {}", e.problem().sentence());
            return Optional.of(e.problem());
        }
    }

    private static Set<String> needed(List<EngineRecord> engines) {
        Set<String> names = new HashSet<>();
        engines.forEach(engine -> names.addAll(engine.secrets()));
        return names;
    }

    /// Whoever takes an endpoint's key away wants that, though it cannot work without.
    private static void check(
            EngineRecord engine,
            List<EngineRecord> before,
            Map<String, Optional<String>> said,
            EngineSecrets then) {
        String place = EngineSecrets.access(engine.id());
        boolean taken =
                engine.carried() == Carried.KEY
                        && said.containsKey(place)
                        && said.get(place).isEmpty()
                        && of(before, engine)
                                .filter(was -> was.carried() == Carried.KEY)
                                .isPresent();
        EngineSetup.check(engine, taken ? then.after(Map.of(place, Optional.of("key"))) : then);
    }

    /// What is kept of another kind of access is no secret of this one.
    private static void giveUp(
            List<EngineRecord> before,
            List<EngineRecord> after,
            Map<String, Optional<String>> changes) {
        after.stream()
                .filter(
                        engine ->
                                of(before, engine)
                                        .filter(was -> was.carried() != engine.carried())
                                        .isPresent())
                .forEach(
                        engine ->
                                changes.putIfAbsent(
                                        EngineSecrets.access(engine.id()), Optional.empty()));
    }

    private static Optional<EngineRecord> of(List<EngineRecord> before, EngineRecord engine) {
        return before.stream().filter(was -> was.id().equals(engine.id())).findFirst();
    }

    private static Optional<AddressLogin> login(EngineRecord engine) {
        return Optional.of(engine)
                .filter(one -> one.kind() == Protocol.COMFYUI)
                .flatMap(one -> AddressLogin.in(one.address()));
    }

    /// What is said beside the address wins.
    private static EngineRecord withoutLogin(
            EngineRecord engine, Map<String, Optional<String>> changes) {
        Optional<AddressLogin> found = login(engine);
        if (found.isEmpty()) {
            return engine;
        }
        AddressLogin own = found.get();
        String place = EngineSecrets.access(engine.id());
        boolean closed = engine.carried() != Carried.NOTHING;
        if (closed || changes.containsKey(place)) {
            return engine.at(own.address(), engine.access());
        }
        if (!own.password().isEmpty()) {
            changes.put(place, Optional.of(own.password()));
        }
        return engine.at(
                own.address(), new Access(Scheme.BASIC, own.user(), engine.access().headers()));
    }
}
