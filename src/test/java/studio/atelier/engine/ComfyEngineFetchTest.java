package studio.atelier.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;

import okio.Buffer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import studio.atelier.model.PromptId;
import studio.atelier.model.StudioException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

class ComfyEngineFetchTest {
    private static final OutputFile OUTPUT =
            new OutputFile("9", "a b+c&\u00e9_00001_.png", "sub\\folder/x", "output");
    private static final long LIMIT = 1_000;

    @TempDir private Path folder;
    private final ScriptedServer server = new ScriptedServer();
    private final ComfyEngine engine = server.engine();

    ComfyEngineFetchTest() throws IOException {}

    @AfterEach
    void stop() {
        engine.close();
        server.close();
    }

    @Test
    void theBytesArriveAsTheyAreAndNamesGoBackVerbatim() throws IOException {
        server.on("GET /view", picture(500));
        Path target = Files.writeString(folder.resolve("out.png"), "older");

        engine.fetch(OUTPUT, target, LIMIT);

        assertArrayEquals(new byte[500], Files.readAllBytes(target));
        RecordedRequest request = server.asked("GET /view").getFirst();
        assertEquals(OUTPUT.filename(), request.getUrl().queryParameter("filename"));
        assertEquals(OUTPUT.subfolder(), request.getUrl().queryParameter("subfolder"));
        assertEquals("output", request.getUrl().queryParameter("type"));
        assertOnly(target);
    }

    @Test
    void aFileThatIsGoneIsSaidSo() {
        server.on("GET /view", ScriptedServer.empty(404));

        assertEquals("output-missing", problem(LIMIT));
    }

    /// A proxy that has lost sight of the server: the picture may still be there.
    @Test
    void onlyTheEngineItselfSaysThatAFileIsGone() {
        server.on("GET /view", ScriptedServer.response(404, "text/plain", "404: Not Found"));
        assertEquals("output-missing", problem(LIMIT));

        server.on("GET /view", ScriptedServer.response(404, "text/plain", "404 page not found\n"));
        assertEquals("output-unreadable", problem(LIMIT));
    }

    @ParameterizedTest
    @CsvSource({
        "200, text/html, output-unreadable",
        "200, application/json, output-unreadable",
        "404, text/html, output-unreadable",
        "403, application/octet-stream, output-unreadable",
        "500, text/plain, output-unreadable",
        "401, text/plain, engine-refused",
        "429, text/plain, engine-busy",
        "502, text/html, engine-unreachable",
    })
    void whatIsNoPictureIsRefused(int status, String type, String code) throws IOException {
        server.on("GET /view", ScriptedServer.response(status, type, "{}"));

        assertEquals(code, problem(LIMIT));
        assertOnly();
    }

    /// A tunnel that is closed, a login that ran out: the picture is there, and was paid for.
    @ParameterizedTest
    @CsvSource({
        "404, text/html, engine-faulty",
        "403, text/plain, engine-refused",
        "403, text/html, engine-refused",
        "200, text/html, engine-login-page",
    })
    void whereNothingIsAnsweredThePictureIsNotGivenUp(int status, String type, String code)
            throws IOException {
        for (String route : List.of("GET /view", "GET /system_stats")) {
            server.on(route, ScriptedServer.response(status, type, "<!doctype html>"));
        }

        assertEquals(code, problem(LIMIT));
        assertOnly();
    }

    @Test
    void anAnnouncedLengthAboveTheLimitIsRefused() throws IOException {
        server.on("GET /view", picture(501));

        assertEquals("output-unreadable", problem(500));
        assertOnly();
    }

    @Test
    void anUnannouncedLengthAboveTheLimitIsRefused() throws IOException {
        server.on(
                "GET /view",
                new MockResponse.Builder()
                        .setHeader("Content-Type", "image/png")
                        .chunkedBody(new Buffer().write(new byte[501]), 100)
                        .build());

        assertEquals("output-unreadable", problem(500));
        assertOnly();
    }

    @Test
    void anIncompletePictureIsRefused() throws IOException {
        server.on(
                "GET /view",
                new MockResponse.Builder()
                        .setHeader("Content-Type", "image/png")
                        .body(new Buffer().write(new byte[500]))
                        .onResponseBody(new SocketEffect.CloseSocket())
                        .build());

        assertEquals("output-cut-off", problem(LIMIT));
        assertOnly();
    }

    @Test
    void anEmptyPictureIsRefused() throws IOException {
        server.on("GET /view", picture(0));

        assertEquals("output-unreadable", problem(LIMIT));
        assertOnly();
    }

    @Test
    void aFullOrAbsentFolderIsNotTheEnginesFault() {
        server.on("GET /view", picture(10));

        assertThrows(
                NoSuchFileException.class,
                () -> engine.fetch(OUTPUT, folder.resolve("none/out.png"), LIMIT));
    }

    @Test
    void headersDoNotFollowARedirectToAnotherServer() throws IOException {
        var other = new ScriptedServer();
        other.on("GET /elsewhere.png", picture(10));
        server.on(
                "GET /view",
                new MockResponse.Builder()
                        .code(302)
                        .setHeader("Location", other.server.url("/elsewhere.png"))
                        .build());
        var address = ComfyAddress.of(server.server.url("/").toString(), Map.of("X-Key", "secret"));
        try (var keyed = new ComfyEngine("Workshop", address, false, InstantSource.system())) {
            keyed.fetch(OUTPUT, folder.resolve("out.png"), LIMIT);
        }

        assertEquals("secret", server.asked("GET /view").getFirst().getHeaders().get("X-Key"));
        assertNull(other.asked("GET /elsewhere.png").getFirst().getHeaders().get("X-Key"));
        other.close();
    }

    @Test
    void aDownloadThatDripsComesToAnEnd() {
        server.on(
                "GET /view",
                new MockResponse.Builder()
                        .setHeader("Content-Type", "image/png")
                        .body(new Buffer().write(new byte[10_000]))
                        .throttleBody(1, 50, TimeUnit.MILLISECONDS)
                        .build());
        var address = ComfyAddress.of(server.server.url("/").toString());
        var clock = InstantSource.system();
        try (var hasty =
                new ComfyEngine("Workshop", address, false, clock, Duration.ofMillis(500))) {
            Path target = folder.resolve("out.png");
            assertThrows(StudioException.class, () -> hasty.fetch(OUTPUT, target, LIMIT));
        }
    }

    @Test
    void nobodyIsSentOnToAnotherHostWithoutEncryption() {
        server.on(
                "GET /view",
                new MockResponse.Builder()
                        .code(302)
                        .setHeader("Location", "http://169.254.169.254/latest?token=1")
                        .build());

        var failure =
                assertThrows(
                        StudioException.class,
                        () -> engine.fetch(OUTPUT, folder.resolve("out.png"), LIMIT));
        assertEquals("engine-faulty", failure.problem().code());
        assertTrue(failure.problem().sentence().contains("169.254.169.254"));
        assertFalse(failure.problem().sentence().contains("token"));
    }

    @Test
    void aServerThatEchoesWhatItWasSentGivesNoSecretAway() {
        String secret = "Bearer planted-secret";
        server.on(
                "GET /queue",
                request ->
                        ScriptedServer.response(
                                500,
                                "text/plain",
                                "you sent " + request.getHeaders().get("Authorization")));
        server.on("GET /history/p", ScriptedServer.json("{}"));
        var address =
                ComfyAddress.of(server.server.url("/").toString(), Map.of("Authorization", secret));
        try (var keyed = new ComfyEngine("Workshop", address, false, InstantSource.system())) {
            var failure =
                    assertThrows(StudioException.class, () -> keyed.lookUp(new PromptId("p")));
            assertTrue(failure.problem().detail().contains("you sent ***"));
            assertFalse(failure.problem().sentence().contains("planted-secret"));
            assertFalse(failure.problem().detail().contains("planted-secret"));
        }
    }

    private static MockResponse picture(int length) {
        return new MockResponse.Builder()
                .setHeader("Content-Type", "image/png")
                .body(new Buffer().write(new byte[length]))
                .build();
    }

    private String problem(long limit) {
        Path target = folder.resolve("out.png");
        return assertThrows(StudioException.class, () -> engine.fetch(OUTPUT, target, limit))
                .problem()
                .code();
    }

    private void assertOnly(Path... files) throws IOException {
        try (Stream<Path> found = Files.list(folder)) {
            assertTrue(found.toList().equals(java.util.List.of(files)));
        }
    }
}
