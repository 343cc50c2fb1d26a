package studio.atelier.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;

import mockwebserver3.MockResponse;
import mockwebserver3.SocketEffect;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import studio.atelier.engine.Submission.InputFile;
import studio.atelier.model.PromptId;
import studio.atelier.model.StudioException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

class ComfyEngineSubmitTest {
    private static final PromptId PROMPT = new PromptId("5b0c46cb-36cc-4f1c-9a4c-6a5ad54a2a10");

    @TempDir private Path folder;
    private ScriptedServer server;
    private ComfyEngine engine;

    ComfyEngineSubmitTest() throws IOException {
        server = new ScriptedServer();
        engine = server.engine();
    }

    @BeforeEach
    void acceptUploads() {
        server.on(
                "POST /upload/image",
                ScriptedServer.json(
                        "{\"name\":\"ab12 (1).png\",\"subfolder\":\"refs\",\"type\":\"input\"}"));
    }

    @AfterEach
    void stop() {
        engine.close();
        server.close();
    }

    @Test
    void theNameThatTheEngineGaveGoesIntoTheGraph() throws IOException {
        accept("{\"prompt_id\":\"%s\",\"number\":4,\"node_errors\":{}}");

        PromptId given = engine.submit(submission(picture()));

        assertEquals(PROMPT, given);
        JsonNode sent = sentPrompt();
        assertEquals(
                "refs/ab12 (1).png",
                sent.path("prompt").path("5").path("inputs").path("image").asText());
        assertEquals(PROMPT.value(), sent.path("prompt_id").asText());
        assertEquals("auto", sent.path("extra_data").path("preview_method").asText());
        assertFalse(sent.path("client_id").asText().isBlank());
        assertFalse(sent.path("extra_data").has("extra_pnginfo"));
        assertTrue(
                sent.toString().contains("18446744073709551615"), "a seed above 63 bits survives");
        String upload = ScriptedServer.body(server.asked("POST /upload/image").getFirst());
        assertTrue(upload.contains("name=\"image\"; filename=\"ab12.png\""), upload);
        assertNull(server.asked("POST /prompt").getFirst().getHeaders().get("Origin"));
    }

    @Test
    void theLastLookComesAfterTheUploadAndMayKeepThePromptHere() {
        accept("{\"prompt_id\":\"%s\",\"number\":4,\"node_errors\":{}}");

        var kept = new IllegalStateException("somebody else has it");
        var thrown =
                assertThrows(
                        IllegalStateException.class,
                        () ->
                                engine.submit(
                                        submission(picture()),
                                        () -> {
                                            throw kept;
                                        }));

        assertEquals(kept, thrown);
        assertEquals(1, server.asked("POST /upload/image").size());
        assertEquals(0, server.asked("POST /prompt").size());
    }

    @Test
    void anotherIdOfAnOldServerIsReturned() throws IOException {
        server.on(
                "POST /prompt",
                ScriptedServer.json("{\"prompt_id\":\"theirs\",\"number\":1,\"node_errors\":{}}"));

        assertEquals(new PromptId("theirs"), engine.submit(submission()));
    }

    @Test
    void aPartlyValidGraphIsCancelledAndRefused() throws IOException {
        accept(
                "{\"prompt_id\":\"%s\",\"number\":1,\"node_errors\":{\"5\":{\"class_type\":\"LoadImage\","
                        + "\"dependent_outputs\":[\"9\"],\"errors\":[{\"type\":\"custom_validation_failed\","
                        + "\"message\":\"Custom validation failed for node\","
                        + "\"details\":\"image - Invalid image file: gone.png\","
                        + "\"extra_info\":{\"input_name\":\"image\"}}]}}}");
        server.on(
                "POST /api/jobs/" + PROMPT + "/cancel",
                ScriptedServer.json("{\"cancelled\":true}"));

        var failure = assertThrows(StudioException.class, () -> engine.submit(submission()));

        assertEquals("prompt-rejected", failure.problem().code());
        assertTrue(failure.problem().sentence().contains("gone.png"));
        assertEquals(1, server.asked("POST /api/jobs/" + PROMPT + "/cancel").size());
    }

    @Test
    void aRefusalIsClear() throws IOException {
        server.on(
                "POST /prompt",
                ScriptedServer.json(
                        400,
                        "{\"error\":{\"type\":\"missing_node_type\",\"message\":\"Node 'X' not found.\","
                                + "\"details\":\"Node ID '#2'\",\"extra_info\":{\"class_type\":\"Fancy\"}},"
                                + "\"node_errors\":{}}"));

        var failure = assertThrows(StudioException.class, () -> engine.submit(submission()));

        assertEquals("node-missing", failure.problem().code());
    }

    @ParameterizedTest
    @CsvSource({
        "500, text/plain, engine-faulty",
        "502, text/html, engine-unreachable",
        "503, text/plain, engine-unreachable",
        "524, text/html, engine-unreachable",
    })
    void afterAServersFaultItIsUnclearWhetherItHasThePrompt(int status, String type, String code) {
        server.on("POST /prompt", ScriptedServer.response(status, type, "<!doctype html>oh"));

        var failure = assertThrows(SubmissionUnclear.class, () -> engine.submit(submission()));

        assertEquals(code, failure.problem().code());
        assertEquals(1, server.asked("POST /prompt").size(), "never sent twice");
    }

    @Test
    void afterALostConnectionItIsUnclearWhetherItHasThePrompt() {
        server.on(
                "POST /prompt",
                new MockResponse.Builder().onResponseStart(new SocketEffect.CloseSocket()).build());

        var failure = assertThrows(SubmissionUnclear.class, () -> engine.submit(submission()));

        assertEquals("engine-unreachable", failure.problem().code());
        assertEquals(1, server.asked("POST /prompt").size(), "never sent twice");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<!DOCTYPE html><title>Log in</title>", "{\"prompt_id\":", "[]", "{}"})
    void anAcceptanceThatCannotBeReadIsUnclear(String body) {
        server.on("POST /prompt", ScriptedServer.json(body));

        assertThrows(SubmissionUnclear.class, () -> engine.submit(submission()));
    }

    @Test
    void anEngineThatIsAwayHasNothing() {
        server.close();

        var failure = assertThrows(StudioException.class, () -> engine.submit(submission()));

        assertEquals("engine-unreachable", failure.problem().code());
    }

    @Test
    void anEngineThatWentAwayHasNothing() throws IOException {
        accept("{\"prompt_id\":\"%s\",\"number\":4,\"node_errors\":{}}");
        engine.submit(submission());
        server.close();

        var failure = assertThrows(StudioException.class, () -> engine.submit(submission()));

        assertEquals("engine-unreachable", failure.problem().code());
    }

    @ParameterizedTest
    @CsvSource({
        "401, engine-refused",
        "403, engine-refused",
        "404, engine-faulty",
        "413, prompt-rejected",
        "429, engine-busy",
        "307, engine-faulty",
    })
    void otherAnswersAreAClearNo(int status, String code) {
        server.on(
                "POST /prompt",
                new MockResponse.Builder()
                        .code(status)
                        .setHeader("Location", "https://elsewhere.example/?token=secret")
                        .build());

        var failure = assertThrows(StudioException.class, () -> engine.submit(submission()));

        assertEquals(code, failure.problem().code());
        assertFalse(failure.problem().sentence().contains("secret"));
    }

    /// By ComfyUI, or by a proxy with a limit of its own.
    @ParameterizedTest
    @CsvSource({
        "413, it is larger than what is let through.",
        "400, it was refused (status 400).",
    })
    void aReferenceThatIsRefusedIsToldAsSuch(int status, String why) throws IOException {
        server.on(
                "POST /upload/image",
                ScriptedServer.response(status, "text/html", "<html>Request Entity Too Large"));

        var failure =
                assertThrows(StudioException.class, () -> engine.submit(submission(picture())));

        assertEquals("reference-refused", failure.problem().code());
        assertEquals(List.of("Workshop", "1", why), failure.problem().arguments());
        assertTrue(server.asked("POST /prompt").isEmpty());
    }

    @Test
    void aPictureThatIsGoneIsSaidBeforeAnythingIsSent() {
        var input = new InputFile("{{reference_image}}", folder.resolve("gone.png"), "ab12.png");

        var failure = assertThrows(StudioException.class, () -> engine.submit(submission(input)));

        assertEquals("reference-missing", failure.problem().code());
        assertTrue(server.asked("POST /prompt").isEmpty());
    }

    @Test
    void theEditorsFormatIsNeverSent() {
        var ui = new Submission(PROMPT, "{\"nodes\":[],\"links\":[]}", List.of());

        var failure = assertThrows(StudioException.class, () -> engine.submit(ui));

        assertEquals("workflow-ui-format", failure.problem().code());
        assertTrue(server.asked("POST /prompt").isEmpty());
    }

    @Test
    void aProxyThatForwardsOnlyApiRoutesIsFoundOutOnce() throws IOException {
        server.on(
                "GET /system_stats", ScriptedServer.response(200, "text/html", "<!doctype html>"));
        server.on("GET /api/system_stats", ScriptedServer.json("{\"system\":{}}"));
        server.on(
                "POST /api/prompt",
                ScriptedServer.json("{\"prompt_id\":\"%s\",\"node_errors\":{}}".formatted(PROMPT)));

        engine.submit(submission());
        engine.submit(submission());

        assertEquals(2, server.asked("POST /api/prompt").size());
        assertEquals(1, server.asked("GET /api/system_stats").size());
    }

    @Test
    void aPathInFrontOfTheRoutesIsKept() throws IOException {
        server.on("GET /a/b/system_stats", ScriptedServer.json("{\"system\":{}}"));
        server.on(
                "POST /a/b/prompt",
                ScriptedServer.json("{\"prompt_id\":\"%s\",\"node_errors\":{}}".formatted(PROMPT)));
        try (ComfyEngine behindProxy = server.engine("/a/b")) {
            assertEquals(PROMPT, behindProxy.submit(submission()));
        }
    }

    private void accept(String reply) {
        server.on("POST /prompt", ScriptedServer.json(reply.formatted(PROMPT)));
    }

    private JsonNode sentPrompt() throws IOException {
        return ComfyJson.parse(ScriptedServer.body(server.asked("POST /prompt").getFirst()));
    }

    private InputFile picture() throws IOException {
        Path file = Files.write(folder.resolve("local.png"), new byte[] {1, 2, 3});
        return new InputFile("{{reference_image}}", file, "ab12.png");
    }

    private static Submission submission(InputFile... inputs) {
        return new Submission(PROMPT, Graphs.SDXL, List.of(inputs));
    }
}
