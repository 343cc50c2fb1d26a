package studio.atelier.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

import studio.atelier.checks.BesideOthers;
import studio.atelier.checks.Check;
import studio.atelier.checks.CheckReport;
import studio.atelier.checks.CheckWords;
import studio.atelier.checks.Connection;
import studio.atelier.checks.Outcome;
import studio.atelier.checks.StepResult;
import studio.atelier.db.Certificates;
import studio.atelier.db.DatabaseAddress;
import studio.atelier.db.PostgresExtension;
import studio.atelier.db.Seeds;
import studio.atelier.engine.demo.DemoEngineServer;
import studio.atelier.engine.demo.DemoOptions;
import studio.atelier.storage.s3.S3Server;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Each connection, right and wrong in every way that has a sentence of its own: the step that failed is named.
@BesideOthers
@ResourceLock("the proxies of this JVM")
class ConnectionChecksTest {
    @RegisterExtension static final PostgresExtension postgres = new PostgresExtension();

    private static final String SECRET = "pl4nted-s3cret";

    @TempDir Path folder;

    @Test
    void aDatabaseNamesTheStepThatFails() {
        String good = url(postgres.address(), postgres.address().password());
        assertEquals("", database(good));
        assertEquals("address database-url-invalid", database("mysql://u:" + SECRET + "@h/d"));
        assertEquals("host database-host-unknown", database("postgres://u:p@nowhere.invalid/d"));
        assertEquals("answers database-unreachable", database("postgres://u:p@127.0.0.1:1/d"));
        assertEquals("safe database-not-encrypted", database(good + "?sslmode=require"));
        assertEquals("sign-in database-password", database(url(postgres.address(), SECRET)));
        assertEquals(
                "sign-in database-missing",
                database(good.replace("/" + postgres.address().database(), "/nowhere")));
        assertEquals(
                "rights database-read-only",
                database(good + "?options=-c%20default_transaction_read_only=on"));
        CheckReport empty =
                report(
                        Connection.DATABASE,
                        Map.of(
                                "DATABASE_URL",
                                url(postgres.createEmpty(), postgres.address().password())));
        assertTrue(new CheckWords().lines(empty).getLast().contains("at the next start"));
    }

    @Test
    void anEngineNamesTheStepThatFails() throws Exception {
        new Seeds(postgres.database()).plantModels();
        try (var demo = DemoEngineServer.start(DemoOptions.in(folder.resolve("engine")))) {
            assertEquals("", engine(demo.address().toString()));
        }
        assertEquals("address setting-invalid", engine("ftp://u:" + SECRET + "@h"));
        assertEquals("host engine-host-unknown", engine("http://nowhere.invalid:8188"));
        assertEquals("answers engine-unreachable", engine("http://127.0.0.1:1"));
        var server = new MockWebServer();
        try (server) {
            server.start(InetAddress.getLoopbackAddress(), 0);
            String at = server.url("/").toString();
            answer(server, 401, "no");
            assertEquals("sign-in engine-refused", engine(at.replace("//", "//me:secret@")));
            answer(server, 200, "<html>");
            assertEquals("sign-in engine-login-page", engine(at));
            answer(server, 200, "no data");
            assertEquals("version engine-faulty", engine(at));
            answer(server, 200, "{\"system\":{\"comfyui_version\":\"0.3.12\"}}");
            assertEquals("version engine-too-old", engine(at));
            comfy(server, "[]");
            assertEquals("loras loras-empty", engine(at));
            comfy(server, "[\"milan_v3.safetensors\"]");
            String misnamed = engine(at);
            assertTrue(misnamed.startsWith("models lora-mis"), misnamed);
        }
        var own = Certificates.make(folder, "own", "dns:localhost,ip:127.0.0.1");
        try (var safe = new MockWebServer()) {
            safe.useHttps(TestTls.context(own).getSocketFactory());
            safe.start(InetAddress.getLoopbackAddress(), 0);
            answer(safe, 200, "{}");
            assertEquals("safe engine-untrusted", engine(safe.url("/").toString()));
            assertEquals(
                    "safe captions-certificate",
                    captions(Map.of("CAPTIONS_API_URL", safe.url("/v1").toString())));
        }
    }

    @Test
    void aStoreNamesTheStepThatFails() throws Exception {
        assertEquals("", store(Map.of()));
        try (var server = S3Server.start()) {
            Map<String, String> good = server.environment();
            CheckReport unmade = report(Connection.STORE, good);
            assertTrue(unmade.isFine());
            assertTrue(new CheckWords().lines(unmade).toString().contains("made at the next"));
            assertEquals(
                    "buckets store-bucket-missing", store(with(good, "S3_CREATE_BUCKETS", "no")));
            assertEquals(
                    "buckets store-bucket-name",
                    store(with(good, "S3_BUCKET_REFERENCES", "Beach_Pictures")));
            server.blobs().createContainerInLocation(null, "reference-images");
            server.blobs().createContainerInLocation(null, "generated-images");
            CheckReport made = report(Connection.STORE, good);
            assertEquals("", failed(made));
            assertEquals(
                    List.of("links"),
                    made.steps().stream()
                            .filter(step -> step.outcome() == Outcome.NOTED)
                            .map(step -> CheckWords.nameOf(step.step()))
                            .toList());
            assertEquals(0, server.blobs().list("generated-images").size());
            assertEquals(
                    "sign-in store-refused", store(with(good, "S3_SECRET_ACCESS_KEY", SECRET)));
            assertEquals(
                    "safe store-certificate",
                    store(
                            with(
                                    good,
                                    "S3_ENDPOINT",
                                    server.endpoint().toString().replace("http:", "https:"))));
            assertEquals(
                    "host store-host-unknown",
                    store(with(good, "S3_ENDPOINT", "http://nowhere.invalid")));
            assertEquals("address setting-invalid", store(with(good, "S3_SECRET_ACCESS_KEY", "")));
        }
    }

    @Test
    void captionsNameTheStepThatFails() throws Exception {
        assertEquals(List.of(), new ConnectionChecks(home()).of(Connection.CAPTIONS, Map.of()));
        try (var server = new MockWebServer()) {
            server.start(InetAddress.getLoopbackAddress(), 0);
            Map<String, String> there =
                    Map.of("CAPTIONS_API_URL", server.url("/v1").toString(), "XAI_API_KEY", SECRET);
            answer(server, 200, "{\"data\":[{\"id\":\"grok-4.5\"}]}");
            assertEquals("", captions(with(there, "CAPTIONS_MODEL", "grok-4.5")));
            assertEquals(
                    "caption-model captions-model-missing",
                    captions(with(there, "CAPTIONS_MODEL", "grok-2-vision")));
            assertTrue(said(there).endsWith("grok-4.5, the only one listed"), said(there));
            answer(server, 200, "{\"data\":[{\"id\":\"a-1\"},{\"id\":\"b-2\"}]}");
            assertTrue(said(there).endsWith("a-1, of 2 that are listed; others: b-2"), said(there));
            answer(server, 200, "{\"data\":[]}");
            assertEquals("caption-model captions-model-unset", captions(there));
            dispatch(
                    server,
                    Map.of("/v1/models/llava", "{\"id\":\"llava:latest\"}"),
                    200,
                    "{\"data\":[{\"id\":\"llava:latest\"}]}");
            assertEquals("", captions(with(there, "CAPTIONS_MODEL", "llava")));
            answer(server, 400, "{}");
            assertEquals("sign-in captions-refused", captions(there));
            answer(server, 200, "<html>");
            assertEquals("answers captions-faulty", captions(there));
        }
        assertEquals(
                "answers captions-unreachable",
                captions(Map.of("CAPTIONS_API_URL", "http://127.0.0.1:1/v1")));
        assertEquals(
                "host captions-host-unknown",
                captions(Map.of("CAPTIONS_API_URL", "http://nowhere.invalid/v1")));
    }

    @Test
    void aServiceThatListsItsModelsToAllIsAskedAboutTheKeyToo() throws Exception {
        var server = new MockWebServer();
        try (server) {
            server.start(InetAddress.getLoopbackAddress(), 0);
            try (var _ = TestProxy.forHosts("openrouter.ai", server.getPort())) {
                Map<String, String> there =
                        Map.of(
                                "CAPTIONS_API_URL",
                                "http://openrouter.ai/api/v1",
                                "CAPTIONS_API_KEY",
                                SECRET,
                                "CAPTIONS_MODEL",
                                "x-ai/grok-4.5");
                String list = "{\"data\":[{\"id\":\"x-ai/grok-4.5\"}]}";
                answer(server, 200, list);
                assertEquals("", captions(there));
                server.setDispatcher(
                        new Dispatcher() {
                            @Override
                            public MockResponse dispatch(RecordedRequest request) {
                                boolean key = request.getUrl().encodedPath().endsWith("/key");
                                return new MockResponse.Builder()
                                        .code(key ? 401 : 200)
                                        .body(key ? "{\"error\":{\"code\":401}}" : list)
                                        .build();
                            }
                        });
                assertEquals("sign-in captions-refused", captions(there));
            }
        }
    }

    private String said(Map<String, String> captions) {
        return new CheckWords().lines(report(Connection.CAPTIONS, captions)).getLast();
    }

    @Test
    void theDoctorPrintsTheSameAndNoSecret() {
        var environment = new HashMap<String, String>();
        environment.put("ATELIER_HOME", folder.resolve("home").toString());
        environment.put("DATABASE_URL", url(postgres.address(), SECRET));
        environment.put("COMFYUI_API_URL", "http://me:" + SECRET + "@127.0.0.1:1");
        String said = doctor(environment, 2);
        assertTrue(said.contains("FAILED  Sign-in"), said);
        assertTrue(said.contains("FAILED  Answer"), said);
        String json = doctor(environment, 2, "--json");
        assertTrue(json.contains("\"code\" : \"database-password\""), json);
        environment.put("DATABASE_URL", url(postgres.address(), postgres.address().password()));
        environment.remove("COMFYUI_API_URL");
        doctor(environment, 0);
    }

    private static String doctor(Map<String, String> environment, int code, String... more) {
        var out = new StringWriter();
        var line = new Launcher(environment).commandLine();
        line.setOut(new PrintWriter(out));
        line.setErr(new PrintWriter(out));
        var words = new java.util.ArrayList<>(List.of(more));
        words.add("doctor");
        assertEquals(code, line.execute(words.toArray(String[]::new)), out.toString());
        assertFalse(out.toString().contains(SECRET), out.toString());
        return out.toString();
    }

    private String database(String url) {
        return failed(report(Connection.DATABASE, Map.of("DATABASE_URL", url)));
    }

    private String engine(String url) {
        return failed(
                report(
                        Connection.ENGINE,
                        Map.of(
                                "COMFYUI_API_URL",
                                url,
                                "DATABASE_URL",
                                url(postgres.address(), postgres.address().password()))));
    }

    private String store(Map<String, String> variables) {
        return failed(report(Connection.STORE, variables));
    }

    private String captions(Map<String, String> variables) {
        return failed(report(Connection.CAPTIONS, variables));
    }

    private CheckReport report(Connection connection, Map<String, String> variables) {
        try (Check check = new ConnectionChecks(home()).of(connection, variables).getFirst()) {
            CheckReport report = check.run(_ -> {});
            assertEquals(check.steps(), report.steps().stream().map(StepResult::step).toList());
            assertFalse(report.toString().contains(SECRET), report.toString());
            return report;
        }
    }

    /// Step and code of the first failure; empty when there is none.
    private static String failed(CheckReport report) {
        return report.steps().stream()
                .filter(step -> step.outcome() == Outcome.FAILED)
                .map(
                        step ->
                                CheckWords.nameOf(step.step())
                                        + " "
                                        + step.problems().getFirst().code())
                .findFirst()
                .orElse("");
    }

    private Home home() {
        var home = new Home(folder.resolve("home"));
        home.prepare();
        return home;
    }

    private static Map<String, String> with(Map<String, String> map, String name, String value) {
        var more = new HashMap<>(map);
        more.put(name, value);
        return more;
    }

    private static String url(DatabaseAddress at, String password) {
        return "postgresql://%s:%s@%s/%s"
                .formatted(at.user(), password, at.hosts().getFirst(), at.database());
    }

    private static void answer(MockWebServer server, int status, String body) {
        dispatch(server, Map.of(), status, body);
    }

    private static void comfy(MockWebServer server, String loras) {
        dispatch(
                server,
                Map.of(
                        "/system_stats",
                        "{\"system\":{\"comfyui_version\":\"0.33.0\"}}",
                        "/models/loras",
                        loras,
                        "/object_info/UNETLoader",
                        "{\"UNETLoader\":{\"input\":{\"required\":{\"unet_name\":[[\"a\"]]}}}}"),
                200,
                "{}");
    }

    private static void dispatch(
            MockWebServer server, Map<String, String> routes, int status, String otherwise) {
        server.setDispatcher(
                new Dispatcher() {
                    @Override
                    public MockResponse dispatch(RecordedRequest request) {
                        String body =
                                routes.getOrDefault(request.getUrl().encodedPath(), otherwise);
                        boolean page = body.startsWith("<");
                        return new MockResponse.Builder()
                                .code(status)
                                .setHeader("Content-Type", page ? "text/html" : "application/json")
                                .body(body)
                                .build();
                    }
                });
    }
}
