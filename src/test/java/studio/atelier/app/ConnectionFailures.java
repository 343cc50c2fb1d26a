package studio.atelier.app;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;

import static studio.atelier.app.ScriptedAnswers.error;
import static studio.atelier.app.ScriptedAnswers.json;
import static studio.atelier.app.ScriptedAnswers.onlyFails;
import static studio.atelier.app.ScriptedAnswers.page;
import static studio.atelier.app.ScriptedAnswers.serve;
import static studio.atelier.app.ScriptedAnswers.text;

import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

import studio.atelier.checks.Check;
import studio.atelier.checks.CheckReport;
import studio.atelier.checks.Connection;
import studio.atelier.checks.StepResult;
import studio.atelier.db.Certificates;
import studio.atelier.db.Database;
import studio.atelier.db.DatabaseAddress;
import studio.atelier.db.PostgresExtension;
import studio.atelier.db.PostgresFront;
import studio.atelier.db.Seeds;
import studio.atelier.engine.demo.DemoEngineServer;
import studio.atelier.engine.demo.DemoFaults;
import studio.atelier.engine.demo.DemoModels;
import studio.atelier.engine.demo.DemoOptions;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/// Every failure that a check can name, provoked: databases, engines, object stores and captions services that are
/// wrong in one way each, and the report of the check of each. Made once for all the classes that ask.
final class ConnectionFailures {
    static final String SECRET = "pl4nted-s3cret";

    private record Asked(
            Connection connection, String expected, Map<String, String> variables, Home home) {}

    private final Path folder;
    private final DatabaseAddress database;
    private final Home home;
    private final List<AutoCloseable> open = new ArrayList<>();
    private final List<Asked> asked = new ArrayList<>();

    private ConnectionFailures(Path folder, DatabaseAddress database) {
        this.folder = folder;
        this.database = database;
        this.home = home("home");
    }

    /// Those of this run of tests.
    static List<Failure> of(ExtensionContext context, PostgresExtension postgres) {
        return context.getRoot()
                .getStore(Namespace.create(ConnectionFailures.class))
                .computeIfAbsent(Failures.class, _ -> provoke(postgres), Failures.class)
                .all();
    }

    private record Failures(List<Failure> all) {}

    private static Failures provoke(PostgresExtension postgres) {
        return assertDoesNotThrow(
                () -> {
                    Path folder = Files.createTempDirectory("atelier-failures-");
                    var failures = new ConnectionFailures(folder, postgres.address());
                    try {
                        new Seeds(postgres.database()).plantModels();
                        failures.databases(postgres);
                        failures.engines();
                        failures.stores();
                        failures.captions();
                        return new Failures(failures.reports());
                    } finally {
                        failures.end();
                    }
                });
    }

    /// All at once: most of them only wait.
    private List<Failure> reports() throws Exception {
        List<Failure> found = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Failure>> running =
                    threads.invokeAll(
                            asked.stream()
                                    .map(ask -> (Callable<Failure>) () -> report(ask))
                                    .toList());
            for (Future<Failure> each : running) {
                found.add(each.get());
            }
        }
        return found;
    }

    private static Failure report(Asked ask) {
        try (Check check =
                new ConnectionChecks(ask.home()).of(ask.connection(), ask.variables()).getFirst()) {
            CheckReport report = check.run(_ -> {});
            assertEquals(check.steps(), report.steps().stream().map(StepResult::step).toList());
            return new Failure(ask.connection(), ask.expected(), ask.variables(), report);
        }
    }

    private void databases(PostgresExtension postgres) throws Exception {
        String good = url(database.user(), database.password(), database);
        database("address database-url-invalid", "mysql://u:" + SECRET + "@h/d");
        Home broken = home("broken");
        Files.writeString(broken.folder().resolve("postgres"), "no folder");
        asked.add(
                new Asked(Connection.DATABASE, "address database-start-failed", Map.of(), broken));
        database("host database-host-unknown", "postgres://u:p@nowhere.invalid/d");
        database("answers database-unreachable", "postgres://u:p@127.0.0.1:1/d");
        database(
                "answers database-needs-ipv6",
                "postgres://u:p@[2001:db8::5432]/d?connect_timeout=2");
        database("safe database-not-encrypted", good + "?sslmode=require");
        var own = Certificates.make(folder, "database", "dns:localhost,ip:127.0.0.1");
        var certified = opened(PostgresFront.certified(TestTls.context(own)));
        database(
                "safe database-certificate",
                url("me", SECRET, at(certified, "studio"))
                        + "?sslmode=verify-full&sslrootcert=system");
        database("sign-in database-password", url(database.user(), SECRET, database));
        database("sign-in database-missing", good.replace("/" + database.database(), "/nowhere"));
        for (RefusingPooler each : RefusingPooler.ALL) {
            database(each.expected(), each.url(opened(each.open()), SECRET));
        }
        var aged = opened(PostgresFront.aged(database, "11"));
        database(
                "version database-too-old",
                url(database.user(), database.password(), at(aged, database.database())));
        rights(postgres, good);
    }

    private void rights(PostgresExtension postgres, String good) {
        postgres.database()
                .useTransaction(
                        handle -> {
                            handle.execute("create role shut_out nologin password 'x'");
                            handle.execute("create role crowd login connection limit 0");
                            handle.execute("alter role crowd password 'crowd'");
                            handle.execute("create role looker login password 'looker'");
                            handle.execute("grant select on models to looker");
                            handle.execute("create role builder login password 'builder'");
                        });
        database("sign-in database-refused", url("shut_out", "x", database));
        database("sign-in database-full", url("crowd", "crowd", database));
        database("rights database-rights", url("looker", "looker", database));
        database(
                "rights database-read-only",
                good + "?options=-c%20default_transaction_read_only=on");
        database("tables database-rights", url("builder", "builder", postgres.createEmpty()));
        DatabaseAddress newer = postgres.createEmpty();
        try (Database there = Database.open(newer)) {
            there.migrate();
            there.useTransaction(
                    handle ->
                            handle.execute(
                                    "insert into atelier_settings (key, value) values"
                                            + " ('schema.oldest', '9999')"));
        }
        database("tables database-newer", url(newer.user(), newer.password(), newer));
    }

    private void engines() throws Exception {
        engine("address setting-invalid", "ftp://u:" + SECRET + "@h");
        engine("host engine-host-unknown", "http://nowhere.invalid:8188");
        var away = demo(DemoModels.standard());
        away.faults().unreachable(true);
        engine("answers engine-unreachable", away.address().toString());
        var refusing = demo(DemoModels.standard());
        refusing.faults().answer("GET /", new DemoFaults.Answer.Status(401), 1_000);
        engine("sign-in engine-refused", refusing.address().toString());
        pods();
        endpoints();
        safeEngines();
        engine("sign-in engine-login-page", web(_ -> page(200)).url("/").toString());
        engine("version engine-faulty", web(_ -> page(500)).url("/").toString());
        engine(
                "version engine-too-old",
                web(_ -> json(200, "{\"system\":{\"comfyui_version\":\"0.3.12\"}}"))
                        .url("/")
                        .toString());
        var none = DemoModels.standard().with("loras", List.of());
        engine("loras loras-empty", demo(none).address().toString());
        List<String> others = List.of("cam.safetensors", "sky.safetensors", "skyler.safetensors");
        var some = DemoModels.standard().with("loras", others);
        engine("models lora-missing", demo(some).address().toString());
        List<String> near = new ArrayList<>(others);
        near.add("milan2.safetensors");
        var similar = DemoModels.standard().with("loras", near);
        engine("models lora-misnamed", demo(similar).address().toString());
    }

    /// The proxy before the pods is a server of ours for as long as the checks run.
    private void pods() throws IOException {
        MockWebServer proxy =
                web(
                        request ->
                                page(
                                        String.valueOf(request.getHeaders().get("Host"))
                                                        .startsWith("slow")
                                                ? 524
                                                : 502));
        open.add(TestProxy.forHosts(".proxy.runpod.net", proxy.getPort()));
        engine("answers pod-away", "http://away-8188.proxy.runpod.net");
        engine("answers pod-slow", "http://slow-8188.proxy.runpod.net");
    }

    private void endpoints() throws IOException {
        for (int status : List.of(429, 401)) {
            String at = web(_ -> json(status, "{}")).url("/v2/abc123").toString();
            ask(
                    Connection.ENGINE,
                    status == 429 ? "answers engine-busy" : "sign-in engine-refused",
                    Map.of("RUNPOD_ENDPOINT_ID", at, "RUNPOD_API_KEY", SECRET));
        }
    }

    private void safeEngines() throws Exception {
        var own = Certificates.make(folder, "engine", "dns:localhost,ip:127.0.0.1");
        var safe = opened(new MockWebServer());
        safe.useHttps(TestTls.context(own).getSocketFactory());
        serve(safe, _ -> json(200, "{}"));
        String at = safe.url("/").toString();
        engine("safe engine-untrusted", at);
        Home trusting = home("trusting");
        trusting.engines()
                .put(
                        new EngineRecord(
                                "workshop",
                                "Workshop",
                                EngineRecord.Protocol.COMFYUI,
                                true,
                                OptionalInt.empty(),
                                Optional.empty(),
                                at,
                                EngineRecord.Access.OPEN,
                                Optional.of("ab".repeat(32))));
        asked.add(
                new Asked(
                        Connection.ENGINE, "safe engine-certificate-changed", Map.of(), trusting));
        String plain = demo(DemoModels.standard()).address().toString();
        engine("safe engine-certificate", plain.replace("http:", "https:"));
        captions("safe captions-certificate", safe.url("/v1").toString());
    }

    private void stores() throws IOException {
        store("address setting-invalid", Map.of("S3_SECRET_ACCESS_KEY", ""));
        store("host store-host-unknown", Map.of("S3_ENDPOINT", "http://nowhere.invalid"));
        store("answers store-unreachable", Map.of("S3_ENDPOINT", "http://127.0.0.1:1"));
        store("answers store-faulty", _ -> error(301, "PermanentRedirect"));
        String plain = demo(DemoModels.standard()).address().toString();
        store("safe store-certificate", Map.of("S3_ENDPOINT", plain.replace("http:", "https:")));
        store("sign-in store-refused", _ -> error(403, "SignatureDoesNotMatch"));
        store("sign-in store-clock", _ -> error(403, "RequestTimeTooSkewed"));
        store("buckets store-bucket-missing", _ -> error(404, "NoSuchBucket"));
        store("buckets store-denied", _ -> error(403, "AccessDenied"));
        store("write store-read-only", onlyFails("PUT", error(403, "AccessDenied")));
        store("write store-full", onlyFails("PUT", error(507, "InsufficientStorage")));
        store("write object-too-large", onlyFails("PUT", error(413, "EntityTooLarge")));
        store("read object-damaged", onlyFails("GET", text("other bytes")));
        store("read store-denied", onlyFails("GET", error(403, "AccessDenied")));
        store("delete store-denied", onlyFails("DELETE", error(403, "AccessDenied")));
        Path file = Files.writeString(folder.resolve("file"), "no folder");
        ask(
                Connection.STORE,
                "address store-faulty",
                Map.of("ATELIER_STORE", file.resolve("pictures").toString()));
    }

    private void captions() throws IOException {
        captions("address setting-invalid", "ftp://captions.example");
        captions("host captions-host-unknown", "http://nowhere.invalid/v1");
        captions("answers captions-unreachable", "http://127.0.0.1:1/v1");
        captions("answers captions-failing", 503, "{\"error\":\"overloaded\"}");
        captions("answers captions-busy", 429, "{\"error\":\"slow down\"}");
        captions("sign-in captions-refused", 401, "{\"error\":\"no such key: " + SECRET + "\"}");
        captions("sign-in captions-no-credit", 402, "{\"error\":\"no credit\"}");
        captions("answers captions-faulty", 404, "not here");
        captions("answers captions-faulty", 200, "<html></html>");
        captions("caption-model captions-model-unset", 200, "{\"data\":[]}");
        captions(
                "caption-model captions-model-missing",
                200,
                "{\"data\":[{\"id\":\"grok-4.5\"},{\"id\":\"grok-4.5-mini\"}]}");
    }

    private void database(String expected, String url) {
        ask(Connection.DATABASE, expected, Map.of("DATABASE_URL", url));
    }

    private void engine(String expected, String url) {
        String known = url(database.user(), database.password(), database);
        ask(Connection.ENGINE, expected, Map.of("COMFYUI_API_URL", url, "DATABASE_URL", known));
    }

    private void store(String expected, Function<RecordedRequest, MockResponse> answer)
            throws IOException {
        store(expected, Map.of("S3_ENDPOINT", s3(answer)));
    }

    private void store(String expected, Map<String, String> more) {
        var variables = new HashMap<String, String>();
        variables.put("S3_ENDPOINT", "http://127.0.0.1:1");
        variables.put("S3_ACCESS_KEY_ID", "studio-key");
        variables.put("S3_SECRET_ACCESS_KEY", SECRET);
        variables.put("S3_CREATE_BUCKETS", "false");
        variables.putAll(more);
        ask(Connection.STORE, expected, variables);
    }

    private void captions(String expected, int status, String body) throws IOException {
        captions(expected, web(_ -> json(status, body)).url("/v1").toString());
    }

    private void captions(String expected, String url) {
        ask(
                Connection.CAPTIONS,
                expected,
                Map.of(
                        "CAPTIONS_API_URL",
                        url,
                        "CAPTIONS_API_KEY",
                        SECRET,
                        "CAPTIONS_MODEL",
                        "grok-2-vision"));
    }

    private void ask(Connection connection, String expected, Map<String, String> variables) {
        asked.add(new Asked(connection, expected, Map.copyOf(variables), home));
    }

    private Home home(String name) {
        var made = new Home(folder.resolve(name));
        made.prepare();
        return made;
    }

    private DemoEngineServer demo(DemoModels models) {
        Path place = folder.resolve("engine-" + open.size());
        return opened(DemoEngineServer.start(DemoOptions.in(place).withModels(models)));
    }

    private String s3(Function<RecordedRequest, MockResponse> answer) throws IOException {
        String at = web(answer).url("/").toString();
        return at.substring(0, at.length() - 1);
    }

    private MockWebServer web(Function<RecordedRequest, MockResponse> answer) throws IOException {
        var server = opened(new MockWebServer());
        serve(server, answer);
        return server;
    }

    private static DatabaseAddress at(PostgresFront front, String name) {
        return new DatabaseAddress(front.hosts(), name, "", "", Map.of(), false);
    }

    private static String url(String user, String password, DatabaseAddress at) {
        return "postgresql://%s:%s@%s/%s"
                .formatted(user, password, at.hosts().getFirst(), at.database());
    }

    private <T extends AutoCloseable> T opened(T closeable) {
        open.add(closeable);
        return closeable;
    }

    private void end() throws Exception {
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
