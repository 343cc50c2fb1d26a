package studio.atelier.storage;

import studio.atelier.model.Problem;
import studio.atelier.model.Problem.Kind;
import studio.atelier.model.StudioException;
import studio.atelier.storage.StorageSettings.Addressing;
import studio.atelier.storage.StorageSettings.Credentials;
import studio.atelier.storage.StorageSettings.Links;

import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Reads storage settings from variables, as an environment or a `.env` file has them. A variable that is set but
/// empty counts as not set. The names of AWS's own tools only fill what ours leave open: they are set on many
/// computers for other reasons.
public final class StorageEnvironment {
    static final String FOLDER = "ATELIER_STORE";

    private static final List<String> ENDPOINT = List.of("S3_ENDPOINT", "SUPABASE_S3_ENDPOINT");
    private static final List<String> ACCESS_KEY =
            List.of("S3_ACCESS_KEY_ID", "S3_ACCESS_KEY", "SUPABASE_S3_ACCESS_KEY_ID");
    private static final List<String> SECRET_KEY =
            List.of("S3_SECRET_ACCESS_KEY", "S3_SECRET_KEY", "SUPABASE_S3_SECRET_ACCESS_KEY");
    private static final List<String> REGION = List.of("S3_REGION", "SUPABASE_S3_REGION");
    private static final List<String> SESSION = List.of("S3_SESSION_TOKEN");
    private static final String PROJECT = "SUPABASE_URL";
    private static final String PUBLIC_URL = "S3_PUBLIC_URL";
    private static final String SIGNED_URLS = "S3_SIGNED_URLS";
    private static final String CREATE_BUCKETS = "S3_CREATE_BUCKETS";
    private static final String PATH_STYLE = "S3_FORCE_PATH_STYLE";
    private static final Map<Bucket, String> BUCKETS =
            Map.of(
                    Bucket.REFERENCES, "S3_BUCKET_REFERENCES",
                    Bucket.GENERATED, "S3_BUCKET_GENERATED");
    private static final String DEFAULT_REGION = "us-east-1";

    private final Map<String, String> variables;

    public StorageEnvironment(Map<String, String> variables) {
        this.variables = Map.copyOf(variables);
    }

    /// What the variables ask for; empty when they say nothing of storage.
    ///
    /// @throws StudioException `SETTING_INVALID`
    public Optional<StorageSettings> settings() {
        Optional<String> folder = first(FOLDER);
        if (folder.isPresent()) {
            return Optional.of(new StorageSettings.Folder(path(folder.get())));
        }
        return s3().map(s3 -> s3);
    }

    /// The S3 server of the variables, if they name one.
    ///
    /// @throws StudioException `SETTING_INVALID`
    public Optional<StorageSettings.S3> s3() {
        if (first(ENDPOINT).isEmpty() && first(ACCESS_KEY).isEmpty()) {
            return Optional.empty();
        }
        Optional<URI> project = first(PROJECT).map(text -> S3Addresses.parse(PROJECT, text));
        Optional<URI> endpoint =
                first(ENDPOINT)
                        .map(text -> S3Addresses.endpoint(S3Addresses.parse("S3_ENDPOINT", text)))
                        .or(() -> project.map(S3Addresses::ofProject));
        String region = first(REGION, "AWS_REGION", "AWS_DEFAULT_REGION").orElse(DEFAULT_REGION);
        Addressing addressing = flag(PATH_STYLE, true) ? Addressing.PATH : Addressing.HOST;
        var names = new EnumMap<Bucket, String>(Bucket.class);
        BUCKETS.forEach(
                (bucket, name) -> names.put(bucket, first(name).orElseGet(bucket::bucketName)));
        return Optional.of(
                new StorageSettings.S3(
                        endpoint,
                        region,
                        credentials(),
                        names,
                        links(endpoint, project, region, addressing),
                        flag(CREATE_BUCKETS, true),
                        addressing));
    }

    /// Where pictures may be looked at without a key: the public buckets of a Supabase project.
    ///
    /// @throws StudioException `SETTING_INVALID`
    public Optional<Links.Public> publicPictures() {
        return first(PROJECT)
                .map(text -> S3Addresses.publicTemplate(S3Addresses.parse(PROJECT, text)))
                .map(Links.Public::new);
    }

    private Credentials credentials() {
        return new Credentials(
                required(ACCESS_KEY, "AWS_ACCESS_KEY_ID"),
                required(SECRET_KEY, "AWS_SECRET_ACCESS_KEY"),
                // A token of AWS's own variables belongs to the key of those variables only.
                first(ACCESS_KEY).isPresent()
                        ? first(SESSION)
                        : first(SESSION, "AWS_SESSION_TOKEN"));
    }

    private Links links(
            Optional<URI> endpoint, Optional<URI> project, String region, Addressing addressing) {
        if (flag(SIGNED_URLS, false)) {
            return new Links.Signed();
        }
        return new Links.Public(
                first(PUBLIC_URL)
                        .map(text -> S3Addresses.template(PUBLIC_URL, text))
                        .orElseGet(
                                () ->
                                        S3Addresses.publicTemplate(
                                                endpoint, project, region, addressing)));
    }

    private boolean flag(String name, boolean otherwise) {
        Optional<String> text = first(name);
        if (text.isEmpty()) {
            return otherwise;
        }
        return switch (text.get().toLowerCase(Locale.ROOT)) {
            case "true", "1", "yes" -> true;
            case "false", "0", "no" -> false;
            default -> throw invalid(name, text.get(), "expected.flag");
        };
    }

    private String required(List<String> names, String fallback) {
        return first(names, fallback)
                .orElseThrow(() -> invalid(names.getFirst(), "", "expected.s3-key"));
    }

    private Optional<String> first(String name) {
        return first(List.of(name));
    }

    private Optional<String> first(List<String> names, String... fallbacks) {
        return Stream.concat(names.stream(), Stream.of(fallbacks))
                .flatMap(name -> Stream.ofNullable(variables.get(name)))
                .map(String::strip)
                .filter(value -> !value.isEmpty())
                .findFirst();
    }

    private static Path path(String text) {
        try {
            return Path.of(text).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            throw invalid(FOLDER, text, "expected.folder");
        }
    }

    private static StudioException invalid(String name, String value, String expected) {
        return new StudioException(
                Problem.of(Kind.SETTING_INVALID, name, value, Problem.words(expected)));
    }
}
