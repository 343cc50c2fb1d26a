package studio.atelier.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import studio.atelier.checks.BesideOthers;
import studio.atelier.db.DatabaseAddress;
import studio.atelier.db.PostgresExtension;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// `doctor` over one connection after the other that does not work: it says at which step, what happened and what to
/// do, for people and for programs, and how it ends says that something is wrong.
@BesideOthers
class DoctorTest {
    @RegisterExtension static final PostgresExtension postgres = new PostgresExtension();

    private static final String SECRET = "pl4nted-s3cret";
    private static final int FINE = 0;
    private static final int WRONG = 2;

    @TempDir Path folder;

    private final MockWebServer refusing = new MockWebServer();
    private final Map<String, String> environment = new HashMap<>();

    @BeforeEach
    void start() throws IOException {
        refusing.setDispatcher(
                new Dispatcher() {
                    @Override
                    public MockResponse dispatch(RecordedRequest request) {
                        return new MockResponse.Builder()
                                .code(403)
                                .body("<Error><Code>InvalidAccessKeyId</Code></Error>")
                                .build();
                    }
                });
        refusing.start(InetAddress.getLoopbackAddress(), 0);
        environment.put("ATELIER_HOME", folder.resolve("home").toString());
        environment.put("DATABASE_URL", url(postgres.address().password()));
    }

    @AfterEach
    void stop() {
        refusing.close();
    }

    @Test
    void allIsWell() throws IOException {
        assertTrue(doctor(FINE).endsWith("Everything works." + System.lineSeparator()));
        assertTrue(new ObjectMapper().readTree(doctor(FINE, "--json")).path("fine").asBoolean());
    }

    @Test
    void aDatabaseThatRefusesThePassword() throws IOException {
        environment.put("DATABASE_URL", url(SECRET));
        assertTold(
                "database",
                "sign-in",
                "Sign-in",
                "database-password",
                "The password of %s is wrong".formatted(postgres.address().user()),
                "Correct the password in the address");
    }

    @Test
    void anEngineThatIsOff() throws IOException {
        environment.put("COMFYUI_API_URL", "http://me:" + SECRET + "@127.0.0.1:1");
        assertTold(
                "engine",
                "answers",
                "Answer",
                "engine-unreachable",
                "ComfyUI does not answer at http://127.0.0.1:1",
                "Check that the engine is running");
    }

    @Test
    void anObjectStoreThatDoesNotKnowTheKey() throws IOException {
        environment.put("S3_ENDPOINT", refusing.url("/").toString());
        environment.put("S3_ACCESS_KEY_ID", "studio-key");
        environment.put("S3_SECRET_ACCESS_KEY", SECRET);
        assertTold(
                "store",
                "sign-in",
                "Sign-in",
                "store-refused",
                "does not accept the access key",
                "Check access key and secret key");
    }

    @Test
    void aCaptionsServiceThatDoesNotKnowTheKey() throws IOException {
        environment.put("CAPTIONS_API_URL", refusing.url("/v1").toString());
        environment.put("CAPTIONS_API_KEY", SECRET);
        assertTold(
                "captions",
                "sign-in",
                "Sign-in",
                "captions-refused",
                "does not accept the key (status 403)",
                "Check the key");
    }

    private void assertTold(
            String subject, String step, String label, String code, String sentence, String action)
            throws IOException {
        List<String> lines = doctor(WRONG).lines().toList();
        List<String> failed = lines.stream().filter(line -> line.contains("FAILED")).toList();
        assertEquals(1, failed.size(), lines.toString());
        assertTrue(failed.getFirst().contains(label), failed.toString());
        int at = lines.indexOf(failed.getFirst());
        assertTrue(lines.get(at + 1).contains(sentence), lines.get(at + 1));
        assertTrue(lines.get(at + 2).strip().startsWith(action), lines.get(at + 2));

        JsonNode json = new ObjectMapper().readTree(doctor(WRONG, "--json"));
        assertFalse(json.path("fine").asBoolean(true));
        List<JsonNode> wrong = new ArrayList<>();
        json.path("checks")
                .forEach(
                        check ->
                                check.path("steps")
                                        .forEach(
                                                each -> {
                                                    if (is(each, "outcome", "failed")) {
                                                        assertTrue(is(check, "subject", subject));
                                                        assertFalse(check.path("fine").asBoolean());
                                                        wrong.add(each);
                                                    }
                                                }));
        assertEquals(1, wrong.size(), json.toString());
        assertTrue(is(wrong.getFirst(), "step", step), wrong.toString());
        JsonNode problem = wrong.getFirst().path("problems").path(0);
        assertTrue(is(problem, "code", code), problem.toString());
        assertTrue(problem.path("sentence").asText().contains(sentence), problem.toString());
        assertTrue(problem.path("action").asText().startsWith(action), problem.toString());
    }

    private static boolean is(JsonNode node, String field, String text) {
        return node.path(field).asText().equals(text);
    }

    private String doctor(int code, String... options) {
        var out = new StringWriter();
        var line = new Launcher(environment).commandLine();
        line.setOut(new PrintWriter(out));
        line.setErr(new PrintWriter(out));
        List<String> words = new ArrayList<>(Arrays.asList(options));
        words.add("doctor");
        assertEquals(code, line.execute(words.toArray(String[]::new)), out.toString());
        assertFalse(out.toString().contains(SECRET), out.toString());
        return out.toString();
    }

    private static String url(String password) {
        DatabaseAddress at = postgres.address();
        return "postgresql://%s:%s@%s/%s"
                .formatted(at.user(), password, at.hosts().getFirst(), at.database());
    }
}
