package studio.atelier.app;

import studio.atelier.captions.CaptionsAddress;
import studio.atelier.checks.CaptionsCheck;
import studio.atelier.checks.Check;
import studio.atelier.checks.Connection;
import studio.atelier.checks.DatabaseCheck;
import studio.atelier.checks.EngineCheck;
import studio.atelier.checks.StoreCheck;
import studio.atelier.checks.Subject;
import studio.atelier.db.Database;
import studio.atelier.db.DatabaseAddress;
import studio.atelier.db.EmbeddedPostgres;
import studio.atelier.db.ModelStore;
import studio.atelier.engine.ComfyAddress;
import studio.atelier.engine.ComfyEngine;
import studio.atelier.engine.Engine;
import studio.atelier.engine.runpod.RunPodEngine;
import studio.atelier.model.LoraModel;
import studio.atelier.model.StudioException;
import studio.atelier.storage.StorageSettings;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The checks of what variables ask for. Making a check asks nobody anything: what cannot even be understood is
/// told by its first step.
final class ConnectionChecks {
    private static final String ENGINE_URL = "COMFYUI_API_URL";
    private static final String ENDPOINT = "RUNPOD_ENDPOINT_ID";
    private static final String DIRECT = "DIRECT_URL";
    private static final String FOLDER = "ATELIER_STORE";

    /// Any of these says that the pictures are at an S3 server.
    private static final List<String> S3 =
            List.of(
                    "S3_ENDPOINT",
                    "SUPABASE_S3_ENDPOINT",
                    "S3_ACCESS_KEY_ID",
                    "S3_ACCESS_KEY",
                    "SUPABASE_S3_ACCESS_KEY_ID");

    private final Home home;

    ConnectionChecks(Home home) {
        this.home = home;
    }

    List<Check> all(Map<String, String> variables) {
        return Arrays.stream(Connection.values())
                .flatMap(connection -> of(connection, variables).stream())
                .toList();
    }

    List<Check> of(Connection connection, Map<String, String> variables) {
        Map<String, String> own = connection.alone(variables);
        return switch (connection) {
            case DATABASE -> databases(own);
            case ENGINE -> {
                List<Check> checks = new ArrayList<>(enginesOf(variables));
                home.engines().all().stream()
                        .filter(EngineRecord::enabled)
                        .flatMap(record -> engine(record, secrets(), variables).stream())
                        .forEach(checks::add);
                yield checks;
            }
            case STORE -> List.of(store(own));
            case CAPTIONS ->
                    connection.isIn(own)
                            ? List.of(CaptionsCheck.of(() -> CaptionsAddress.of(own).orElseThrow()))
                            : List.of();
        };
    }

    private List<Check> databases(Map<String, String> variables) {
        var open = new OpenParts();
        List<Check> checks = new ArrayList<>();
        checks.add(
                DatabaseCheck.of(Subject.DATABASE, () -> database(variables, open), open::close));
        if (isSet(variables, DIRECT)) {
            checks.add(
                    DatabaseCheck.of(
                            Subject.MIGRATIONS,
                            () ->
                                    DatabaseAddress.parse(
                                            environment(variables).migrations().orElseThrow()),
                            () -> {}));
        }
        return checks;
    }

    private DatabaseAddress database(Map<String, String> variables, OpenParts open) {
        Optional<String> configured = environment(variables).database();
        return configured.isPresent()
                ? DatabaseAddress.parse(configured.get())
                : open.add(EmbeddedPostgres.start(home.folder()), EmbeddedPostgres::close)
                        .address();
    }

    /// The engines that the variables speak of, without those that were set up one by one.
    List<Check> enginesOf(Map<String, String> all) {
        Map<String, String> own = Connection.ENGINE.alone(all);
        var clock = InstantSource.system();
        List<Check> checks = new ArrayList<>();
        if (isSet(own, ENGINE_URL)) {
            checks.add(
                    EngineCheck.of(
                            "ComfyUI",
                            own.getOrDefault(ENGINE_URL, "").strip().startsWith("https"),
                            () -> {
                                var address = ComfyAddress.of(own.getOrDefault(ENGINE_URL, ""));
                                return new ComfyEngine(address.redacted(), address, false, clock);
                            },
                            () -> models(all)));
        }
        if (isSet(own, ENDPOINT)) {
            checks.add(EngineCheck.of("RunPod", true, () -> endpoint(own), () -> models(all)));
        }
        return checks;
    }

    /// One engine; there is nothing to check about the demo engine.
    Optional<Check> engine(
            EngineRecord record, EngineSecrets secrets, Map<String, String> variables) {
        if (record.kind() == EngineRecord.Protocol.DEMO) {
            return Optional.empty();
        }
        return Optional.of(
                EngineCheck.of(
                        record.name(),
                        record.isEncrypted(),
                        // Closed by the check.
                        () -> new EngineSetup(home, secrets).engine(record, new OpenParts()),
                        () -> models(variables)));
    }

    private EngineSecrets secrets() {
        return home.connections().secrets();
    }

    private static Engine endpoint(Map<String, String> variables) {
        var address = environment(variables).endpoint().orElseThrow();
        return new RunPodEngine("RunPod " + address.id(), address, InstantSource.system());
    }

    private Check store(Map<String, String> variables) {
        var open = new OpenParts();
        boolean s3 = S3.stream().anyMatch(name -> isSet(variables, name));
        boolean folder = isSet(variables, FOLDER) || !s3;
        boolean makes =
                !List.of("false", "0", "no")
                        .contains(variables.getOrDefault("S3_CREATE_BUCKETS", "").strip());
        boolean plain = variables.getOrDefault("S3_ENDPOINT", "").strip().startsWith("http://");
        return StoreCheck.of(
                new StoreCheck.Opened(folder, !plain, makes),
                () -> {
                    StorageSettings settings =
                            environment(variables).store().orElseGet(home::pictures);
                    return open.add(OpenStore.of(asFound(settings)), OpenStore::close).store();
                },
                open::close);
    }

    /// A check makes no buckets.
    private static StorageSettings asFound(StorageSettings settings) {
        return switch (settings) {
            case StorageSettings.Folder folder -> folder;
            case StorageSettings.S3 s3 -> s3.makingNoBuckets();
        };
    }

    /// The models whose LoRAs are looked for; empty where the database does not answer.
    private Optional<List<LoraModel>> models(Map<String, String> variables) {
        var open = new OpenParts();
        try (open) {
            var address = database(Connection.DATABASE.alone(variables), open);
            Database database = open.add(Database.connect(address), Database::close);
            return Optional.of(new ModelStore(database).list());
        } catch (StudioException e) {
            // its own check says why
            return Optional.empty();
        }
    }

    private static StudioEnvironment environment(Map<String, String> variables) {
        return StudioEnvironment.of(variables);
    }

    private static boolean isSet(Map<String, String> variables, String name) {
        return !variables.getOrDefault(name, "").isBlank();
    }
}
