package studio.atelier.app;

import studio.atelier.engine.runpod.RunPodAddress;
import studio.atelier.model.Problem;
import studio.atelier.model.Problem.Kind;
import studio.atelier.model.StudioException;
import studio.atelier.storage.StorageEnvironment;
import studio.atelier.storage.StorageSettings;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// What the environment says about where things are. A variable that is set but empty counts as not set.
///
/// @param engine `COMFYUI_API_URL`: replaces the demo engine
/// @param endpoint `RUNPOD_ENDPOINT_ID`, `RUNPOD_API_KEY`: a serverless endpoint, beside the server if there is one
/// @param longestRun `RUNPOD_TIMEOUT_MINUTES`: of one job at every serverless endpoint
/// @param database `DATABASE_URL`: replaces the embedded server
/// @param migrations `DIRECT_URL`: for migrations, where `DATABASE_URL` is a transaction pooler
/// @param store `S3_ENDPOINT` and its like, or `ATELIER_STORE`: replaces the folder in the home
/// @param shown `SUPABASE_URL`: where pictures may be looked at without a key
/// @param s3 the S3 server that the environment names, also where the pictures are in a folder
public record StudioEnvironment(
        Optional<URI> engine,
        Optional<RunPodAddress> endpoint,
        Optional<Duration> longestRun,
        Optional<String> database,
        Optional<String> migrations,
        Optional<StorageSettings> store,
        Optional<StorageSettings.S3> s3,
        Optional<StorageSettings.Links.Public> shown) {
    static final String ENGINE = "COMFYUI_API_URL";
    static final String ENDPOINT = "RUNPOD_ENDPOINT_ID";
    static final String KEY = "RUNPOD_API_KEY";
    static final String MINUTES = "RUNPOD_TIMEOUT_MINUTES";
    static final String DATABASE = "DATABASE_URL";
    static final String MIGRATIONS = "DIRECT_URL";

    /// @throws StudioException `SETTING_INVALID`
    public static StudioEnvironment of(Map<String, String> variables) {
        var storage = new StorageEnvironment(variables);
        return new StudioEnvironment(
                value(variables, ENGINE).map(StudioEnvironment::engineAddress),
                value(variables, ENDPOINT).map(id -> endpoint(id, variables)),
                longestRun(variables),
                value(variables, DATABASE),
                value(variables, MIGRATIONS),
                storage.settings(),
                storage.s3(),
                storage.publicPictures());
    }

    /// What is set, and no value: addresses hold passwords.
    @Override
    public String toString() {
        return "StudioEnvironment[engine=%s, endpoint=%s, database=%s, migrations=%s, store=%s]"
                .formatted(
                        engine.isPresent(),
                        endpoint.isPresent(),
                        database.isPresent(),
                        migrations.isPresent(),
                        store.isPresent());
    }

    private static RunPodAddress endpoint(String id, Map<String, String> variables) {
        var address = RunPodAddress.of(id, value(variables, KEY).orElse(""));
        return longestRun(variables).map(address::withLongestRun).orElse(address);
    }

    private static Optional<Duration> longestRun(Map<String, String> variables) {
        return value(variables, MINUTES).map(StudioEnvironment::minutes);
    }

    private static Duration minutes(String text) {
        if (text.matches("[1-9][0-9]{0,3}")) {
            return Duration.ofMinutes(Integer.parseInt(text));
        }
        throw new StudioException(
                Problem.of(Kind.SETTING_INVALID, MINUTES, text, Problem.words("expected.minutes")));
    }

    private static Optional<String> value(Map<String, String> variables, String name) {
        return Optional.ofNullable(variables.get(name))
                .map(String::strip)
                .filter(v -> !v.isEmpty());
    }

    private static URI engineAddress(String text) {
        String address = text.contains("://") ? text : "http://" + text;
        try {
            URI uri = new URI(address);
            boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            if (web && uri.getHost() != null) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // said below, like every other address that cannot be used
        }
        throw new StudioException(
                Problem.of(
                        Kind.SETTING_INVALID,
                        ENGINE,
                        text.replaceAll("//[^/@]*@", "//"),
                        Problem.words("expected.address")));
    }
}
