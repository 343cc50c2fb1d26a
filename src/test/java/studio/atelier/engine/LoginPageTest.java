package studio.atelier.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import studio.atelier.model.Problem;
import studio.atelier.model.PromptId;
import studio.atelier.model.StudioException;

import java.io.IOException;
import java.time.InstantSource;
import java.util.List;

/// A ComfyUI behind a door: ComfyUI-Login, single sign-on, the page of a proxy. The person is told that a token or a
/// password may be missing.
class LoginPageTest {
    private static final PromptId PROMPT = new PromptId("0f7d4f3e-7a43-4a5e-8b0a-000000000001");
    private static final String PAGE = "<!DOCTYPE html><html><form><input type=password></html>";

    private ScriptedServer server;
    private ComfyAddress address;

    @BeforeEach
    void start() throws IOException {
        server = new ScriptedServer();
        address = ComfyAddress.of(server.server.url("/").toString());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aPageInThePlaceOfDataSaysThatATokenMayBeMissing() {
        everywhere(page(200));
        Problem problem = problem();
        assertEquals("engine-login-page", problem.code());
        assertTrue(problem.sentence().contains("a web page"), problem.sentence());
        assertTrue(problem.action().contains("token or password"), problem.toString());
    }

    /// As ComfyUI-Login does: the question is sent on to its page, which is there.
    @Test
    void whoeverIsSentOnToALoginIsToldTheSame() {
        everywhere(redirect("/login"));
        server.on("GET /login", page(200));
        assertEquals("engine-login-page", problem().code());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/login?next=%2Fprompt",
                "/users/sign_in",
                "https://team.cloudflareaccess.com/cdn-cgi/access/login/comfy.example",
                "https://auth.example.com/realms/home",
                "/oauth2/start?rd=x"
            })
    void aSendingThatIsSentOnToALoginToo(String target) {
        server.on("POST /prompt", redirect(target));
        try (var engine = engine(address)) {
            var submission =
                    new Submission(PROMPT, "{\"9\":{\"class_type\":\"SaveImage\"}}", List.of());
            var refused = assertThrows(StudioException.class, () -> engine.submit(submission));
            assertEquals("engine-login-page", refused.problem().code());
        }
    }

    @Test
    void anotherRedirectIsAnotherAddress() {
        server.on("POST /prompt", redirect("https://comfy.example/author/prompt"));
        try (var engine = engine(address)) {
            var submission =
                    new Submission(PROMPT, "{\"9\":{\"class_type\":\"SaveImage\"}}", List.of());
            var refused = assertThrows(StudioException.class, () -> engine.submit(submission));
            assertEquals("engine-faulty", refused.problem().code());
            assertTrue(refused.problem().sentence().contains("Use that address"));
        }
    }

    @Test
    void aRefusalInAPageSaysItAsWell() {
        everywhere(page(401));
        Problem problem = problem();
        assertEquals("engine-refused", problem.code());
        assertTrue(problem.action().contains("missing"), problem.toString());
    }

    @Test
    void withTheTokenTheDoorIsOpen() {
        for (String route : List.of("system_stats", "queue", "history/" + PROMPT.value())) {
            server.on("GET /" + route, LoginPageTest::guarded);
        }
        try (var engine = engine(address)) {
            var refused = assertThrows(StudioException.class, () -> engine.lookUp(PROMPT));
            assertEquals("engine-login-page", refused.problem().code());
        }
        try (var engine = engine(address.withBearer("open"))) {
            assertInstanceOf(EngineJobState.Unknown.class, engine.lookUp(PROMPT));
        }
    }

    private static MockResponse guarded(RecordedRequest request) {
        boolean open = "Bearer open".equals(request.getHeaders().get("Authorization"));
        boolean queue = String.valueOf(request.getTarget()).startsWith("/queue");
        return open
                ? ScriptedServer.json(queue ? "{\"queue_running\":[],\"queue_pending\":[]}" : "{}")
                : page(200);
    }

    private void everywhere(MockResponse answer) {
        for (String route : List.of("system_stats", "api/system_stats", "queue", "object_info")) {
            server.on("GET /" + route, answer);
        }
    }

    private Problem problem() {
        try (var engine = engine(address)) {
            return assertThrows(StudioException.class, engine::describe).problem();
        }
    }

    private static ComfyEngine engine(ComfyAddress at) {
        return new ComfyEngine("Attic", at, false, InstantSource.system());
    }

    private static MockResponse page(int status) {
        return ScriptedServer.response(status, "text/html; charset=utf-8", PAGE);
    }

    private static MockResponse redirect(String target) {
        return new MockResponse.Builder().code(302).setHeader("Location", target).build();
    }
}
