package studio.atelier.app;

import org.jspecify.annotations.Nullable;

import studio.atelier.captions.CaptionsAddress;
import studio.atelier.checks.Connection;
import studio.atelier.db.DatabaseAddress;
import studio.atelier.model.Problem;
import studio.atelier.model.StudioException;
import studio.atelier.storage.FolderProblems;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Connections that a home remembers, as variables of the names that the environment has, in a file for its owner
/// alone; secrets in the system's keychain where there is one. What the environment says wins, one connection as a
/// whole: half of one and half of another would be a third.
final class ConnectionsFile {
    /// In the file: the names whose values are in the keychain.
    private static final String ELSEWHERE = "ATELIER_IN_KEYCHAIN";

    private static final Pattern SECRET_NAME =
            Pattern.compile(".*(KEY|SECRET|TOKEN|PASSWORD).*|DATABASE_URL|DIRECT_URL");
    private static final Pattern FOR_PAGES =
            Pattern.compile(
                    "(?:NEXT_PUBLIC|NUXT_PUBLIC|EXPO_PUBLIC|REACT_APP|VITE)_(SUPABASE_URL)");
    private static final Pattern SECRET_VALUE = Pattern.compile(".*://[^/]*@.*");

    private final Path file;
    private final HomeLock lock;
    private final Supplier<Optional<Keychain>> finder;
    private @Nullable Keychain found;
    private boolean looked;

    /// @param file need not be there
    /// @param lock held while it changes
    /// @param keychain asked for only when there is a secret to keep or to fetch
    ConnectionsFile(Path file, HomeLock lock, Supplier<Optional<Keychain>> keychain) {
        this.file = file;
        this.lock = lock;
        this.finder = keychain;
    }

    /// Looked for once.
    private synchronized Optional<Keychain> keychain() {
        if (!looked) {
            looked = true;
            found = finder.get().orElse(null);
        }
        return Optional.ofNullable(found);
    }

    /// @param taken names that the studio knows, sorted
    /// @param left names that it does not know
    record Imported(List<String> taken, List<String> left) {}

    /// The environment, and what the home remembers of connections of which the environment says nothing.
    ///
    /// @throws StudioException when the file is there and cannot be read, or the keychain does not hand a secret out
    Map<String, String> under(Map<String, String> environment) {
        Map<String, String> all = new TreeMap<>(remembered());
        for (Connection connection : Connection.values()) {
            if (connection.isIn(environment)) {
                all.keySet().removeIf(connection::has);
            }
        }
        all.putAll(environment);
        return all;
    }

    /// Takes the connections of a `.env` file over. A connection that the file has replaces the one that was
    /// remembered.
    ///
    /// @throws StudioException `SETTING_INVALID` naming what is wrong, and nothing is changed
    Imported take(Path from) {
        Map<String, String> found = plain(DotEnv.readAnothers(from));
        Map<String, String> known = known(found);
        require(known);
        lock.holding(() -> replace(known));
        return imported(found, known);
    }

    private void replace(Map<String, String> known) {
        Map<String, String> kept = new TreeMap<>(remembered());
        for (Connection connection : Connection.values()) {
            if (connection.isIn(known)) {
                kept.keySet().removeIf(connection::has);
            }
        }
        kept.putAll(known);
        write(kept);
    }

    /// What `take` would take, without taking it.
    ///
    /// @throws StudioException as `take`
    Imported look(Path from) {
        Map<String, String> found = plain(DotEnv.readAnothers(from));
        Map<String, String> known = known(found);
        require(known);
        return imported(found, known);
    }

    /// Replaces what is remembered of one connection; blank values are forgotten. What the keychain does not hand
    /// out of this one is given up; that of the others stays there.
    ///
    /// @throws StudioException `SETTING_INVALID` naming what is wrong, and nothing is changed
    void save(Connection connection, Map<String, String> variables) {
        Map<String, String> known = known(variables);
        known.keySet().removeIf(name -> !connection.has(name));
        require(known);
        lock.holding(
                () -> {
                    Map<String, String> kept = new TreeMap<>(inReach());
                    kept.keySet().removeIf(connection::has);
                    kept.putAll(known);
                    Set<String> locked = elsewhere(inFile());
                    locked.removeIf(name -> kept.containsKey(name) || connection.has(name));
                    write(kept, locked);
                });
    }

    /// What is remembered, without what the keychain does not hand out.
    Map<String, String> inReach() {
        Map<String, String> all = new TreeMap<>(inFile());
        for (String name : elsewhere(all)) {
            keychain().flatMap(chain -> chain.get(name)).ifPresent(v -> all.put(name, v));
        }
        all.remove(ELSEWHERE);
        return all;
    }

    /// Moves secrets that are still in the file to the keychain, where there is one.
    void settle() {
        Map<String, String> found = inFile();
        boolean due =
                found.entrySet().stream()
                        .anyMatch(entry -> isSecret(entry.getKey(), entry.getValue()));
        if (due && keychain().isPresent()) {
            lock.holding(() -> write(remembered()));
        }
    }

    /// Tools for web pages want a prefix before what a page may know; the address is the same.
    private static Map<String, String> plain(Map<String, String> found) {
        Map<String, String> plain = new LinkedHashMap<>(found);
        found.forEach(
                (name, value) -> {
                    Matcher prefixed = FOR_PAGES.matcher(name);
                    if (prefixed.matches() && found.getOrDefault(prefixed.group(1), "").isBlank()) {
                        plain.remove(name);
                        plain.put(prefixed.group(1), value);
                    }
                });
        return plain;
    }

    private static Map<String, String> known(Map<String, String> found) {
        Map<String, String> known = new TreeMap<>(found);
        known.entrySet()
                .removeIf(
                        entry -> entry.getValue().isBlank() || !Connection.isOfAny(entry.getKey()));
        return known;
    }

    private static void require(Map<String, String> known) {
        StudioEnvironment environment = StudioEnvironment.of(known);
        environment.database().ifPresent(DatabaseAddress::parse);
        environment.migrations().ifPresent(DatabaseAddress::parse);
        var _ = CaptionsAddress.of(known);
    }

    private static Imported imported(Map<String, String> found, Map<String, String> known) {
        return new Imported(
                List.copyOf(known.keySet()),
                found.keySet().stream().filter(name -> !known.containsKey(name)).sorted().toList());
    }

    /// The secrets of engines lie among the connections.
    EngineSecrets secrets() {
        return new EngineSecrets() {
            @Override
            public Optional<String> find(String name) {
                return Optional.ofNullable(inReach().get(name));
            }

            @Override
            public Set<String> names() {
                Map<String, String> found = inFile();
                Set<String> names = new TreeSet<>(found.keySet());
                names.addAll(elsewhere(found));
                names.removeIf(name -> !EngineSecrets.isOfEngine(name));
                return names;
            }

            @Override
            public void change(Map<String, Optional<String>> changes) {
                if (!changes.isEmpty()) {
                    lock.holding(() -> put(changes));
                }
            }
        };
    }

    private void put(Map<String, Optional<String>> changes) {
        Map<String, String> kept = new TreeMap<>(remembered());
        changes.forEach(
                (name, value) ->
                        value.ifPresentOrElse(
                                secret -> kept.put(name, secret), () -> kept.remove(name)));
        write(kept);
    }

    private void write(Map<String, String> variables) {
        write(variables, Set.of());
    }

    /// A secret leaves the file when the keychain has it, and not before.
    ///
    /// @param locked what is in the keychain and stays, unseen
    private void write(Map<String, String> variables, Set<String> locked) {
        Set<String> before = elsewhere(inFile());
        Set<String> kept = new TreeSet<>(locked);
        List<String> lines = new ArrayList<>();
        variables.forEach(
                (name, value) -> {
                    if (isSecret(name, value) && keep(name, value)) {
                        kept.add(name);
                    } else {
                        lines.add(name + "=" + DotEnv.quoted(value));
                    }
                });
        if (!kept.isEmpty()) {
            lines.add(ELSEWHERE + "=" + DotEnv.quoted(String.join(",", kept)));
        }
        Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent());
        try {
            OwnerOnlyFile.write(file, lines);
        } catch (IOException e) {
            throw FolderProblems.unprepared(e, folder);
        }
        before.removeAll(kept);
        before.forEach(name -> keychain().ifPresent(chain -> chain.remove(name)));
    }

    private boolean keep(String name, String value) {
        return keychain().filter(chain -> chain.put(name, value)).isPresent();
    }

    private Map<String, String> remembered() {
        Map<String, String> all = inReach();
        List<String> silent =
                elsewhere(inFile()).stream().filter(name -> !all.containsKey(name)).toList();
        if (!silent.isEmpty()) {
            throw new StudioException(
                    Problem.of(Problem.Kind.KEYCHAIN_SILENT, String.join(", ", silent)));
        }
        return all;
    }

    private Map<String, String> inFile() {
        return Files.exists(file) ? DotEnv.read(file) : Map.of();
    }

    private static Set<String> elsewhere(Map<String, String> inFile) {
        Set<String> names = new TreeSet<>(List.of(inFile.getOrDefault(ELSEWHERE, "").split(",")));
        names.remove("");
        return names;
    }

    private static boolean isSecret(String name, String value) {
        return SECRET_NAME.matcher(name).matches() || SECRET_VALUE.matcher(value).matches();
    }
}
