package studio.atelier.app;

import studio.atelier.captions.CaptionModels;
import studio.atelier.captions.CaptionsAddress;
import studio.atelier.checks.Check;
import studio.atelier.checks.Connection;
import studio.atelier.db.DatabaseAddress;
import studio.atelier.engine.ComfyAddress;
import studio.atelier.model.Problem;
import studio.atelier.model.Problem.Kind;
import studio.atelier.model.StudioException;
import studio.atelier.ui.settings.ConnectionSettings;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/// The connections of a home as the settings show and change them. Safe to share between threads.
final class HomeConnections implements ConnectionSettings {
    /// Somebody looks at the field meanwhile.
    private static final Duration LIST_PATIENCE = Duration.ofSeconds(15);

    private final ConnectionsFile file;
    private final ConnectionChecks checks;
    private final Map<String, String> environment;

    HomeConnections(Home home, Map<String, String> environment) {
        this.file = home.connections();
        this.checks = new ConnectionChecks(home);
        this.environment = environment;
    }

    @Override
    public Known load(Connection connection) {
        boolean fixed = connection.isIn(environment);
        Map<String, String> from = fixed ? environment : file.inReach();
        Map<String, String> own = new TreeMap<>();
        from.forEach(
                (name, value) -> {
                    if (connection.has(name) && !value.isBlank()) {
                        own.put(name, value);
                    }
                });
        return new Known(own, fixed ? List.copyOf(own.keySet()) : List.of());
    }

    @Override
    public Optional<Complaint> complaint(Connection connection, Map<String, String> values) {
        return switch (connection) {
            case DATABASE ->
                    complaint("DATABASE_URL", values, DatabaseAddress::parse)
                            .or(() -> complaint("DIRECT_URL", values, DatabaseAddress::parse));
            case ENGINE ->
                    complaint("COMFYUI_API_URL", values, ComfyAddress::of)
                            .or(() -> environmentComplaint(values));
            case STORE, CAPTIONS -> environmentComplaint(values);
        };
    }

    @Override
    public List<Check> checks(Connection connection, Map<String, String> values) {
        Map<String, String> all = new TreeMap<>(file.under(environment));
        all.keySet().removeIf(connection::has);
        all.putAll(values);
        // What was set up one by one is tested one by one.
        return connection == Connection.ENGINE ? checks.enginesOf(all) : checks.of(connection, all);
    }

    @Override
    public List<String> models(Map<String, String> values) {
        CaptionsAddress service =
                CaptionsAddress.of(values)
                        .orElseThrow(() -> new StudioException(Problem.of(Kind.CAPTIONS_UNSET)));
        return CaptionModels.listed(service, LIST_PATIENCE, InstantSource.system());
    }

    @Override
    public void save(Connection connection, Map<String, String> values) {
        file.save(connection, values);
    }

    @Override
    public EnvFile look(Path from) {
        return envFile(file.look(from));
    }

    @Override
    public EnvFile take(Path from) {
        return envFile(file.take(from));
    }

    private static EnvFile envFile(ConnectionsFile.Imported imported) {
        return new EnvFile(imported.taken(), imported.left());
    }

    private static Optional<Complaint> complaint(
            String name, Map<String, String> values, Consumer<String> parse) {
        String value = values.getOrDefault(name, "");
        if (value.isBlank()) {
            return Optional.empty();
        }
        return refusal(() -> parse.accept(value)).map(problem -> new Complaint(name, problem));
    }

    private static Optional<Complaint> environmentComplaint(Map<String, String> values) {
        return refusal(
                        () -> {
                            var _ = StudioEnvironment.of(values);
                            var _ = CaptionsAddress.of(values);
                        })
                .map(
                        problem ->
                                new Complaint(
                                        problem.arguments().stream().findFirst().orElse(""),
                                        problem));
    }

    private static Optional<Problem> refusal(Runnable parse) {
        try {
            parse.run();
            return Optional.empty();
        } catch (StudioException e) {
            return Optional.of(e.problem());
        }
    }
}
