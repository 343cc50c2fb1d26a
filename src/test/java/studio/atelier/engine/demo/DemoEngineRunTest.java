package studio.atelier.engine.demo;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import studio.atelier.checks.BesideOthers;

import java.awt.Color;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Runs of prompts: messages and their order, history, caching.
@BesideOthers
class DemoEngineRunTest {
    private DemoEngineServer engine;
    private DemoClient client;

    @BeforeEach
    void start(@TempDir Path folder) {
        engine = DemoEngineServer.start(DemoOptions.in(folder).withJobDuration(Duration.ZERO));
        client = new DemoClient(engine.address());
        assertEquals(
                200,
                client.upload("in.png", DemoGraphs.picture(Color.ORANGE), Map.of()).statusCode());
    }

    @AfterEach
    void stop() {
        client.close();
        engine.close();
    }

    private JsonNode finished(String id) {
        await().until(() -> client.json("/history/" + id).has(id));
        return client.json("/history/" + id).path(id);
    }

    private static boolean isLast(JsonNode message) {
        return message.path("type").asText().equals("executing")
                && message.path("data").path("node").isNull();
    }

    private static List<JsonNode> run(
            DemoClient client, DemoClient.Socket socket, ObjectNode graph) {
        int before = socket.messages().size();
        client.submit(graph, "a");
        await().until(
                        () ->
                                socket.messages().stream()
                                        .skip(before)
                                        .anyMatch(DemoEngineRunTest::isLast));
        return socket.messages().subList(before, socket.messages().size());
    }

    /// `type` and the node, progress messages left out.
    private static List<String> story(List<JsonNode> messages) {
        List<String> story = new ArrayList<>();
        for (JsonNode message : messages) {
            String type = message.path("type").asText();
            if (!type.startsWith("progress") && !type.startsWith("binary")) {
                JsonNode node = message.path("data").path("node");
                story.add(node.isMissingNode() ? type : type + " " + node.asText("null"));
            }
        }
        return story;
    }

    @Test
    void aRunTellsItsStoryInComfyuisOrder() {
        try (DemoClient.Socket socket = client.socket("a")) {
            await().until(() -> socket.types().contains("status"));
            assertEquals(
                    List.of(
                            "status",
                            "status",
                            "execution_start",
                            "execution_cached",
                            "executing 1",
                            "executing 5",
                            "executing 6",
                            "executing 2",
                            "executing 4",
                            "executing 3",
                            "executing 7",
                            "executing 8",
                            "executing 9",
                            "executed 9",
                            "execution_success",
                            "status",
                            "executing null"),
                    story(run(client, socket, DemoGraphs.img2img())));
        }
    }

    @Test
    void anIdenticalGraphIsAnsweredFromTheCache() {
        String first = client.submit(DemoGraphs.img2img(), "a");
        JsonNode history = finished(first);
        try (DemoClient.Socket socket = client.socket("a")) {
            await().until(() -> socket.types().contains("status"));
            List<JsonNode> messages = run(client, socket, DemoGraphs.img2img());
            assertEquals(
                    List.of(
                            "status",
                            "status",
                            "execution_start",
                            "execution_cached",
                            "executed 9",
                            "execution_success",
                            "status",
                            "executing null"),
                    story(messages));
            assertEquals(9, messages.get(3).path("data").path("nodes").size());
            JsonNode again = finished(messages.get(2).path("data").path("prompt_id").asText());
            assertEquals(history.path("outputs"), again.path("outputs"));
        }
    }

    @Test
    void theFileIsThereWhenHistoryNamesIt() {
        JsonNode entry = finished(client.submit(DemoGraphs.img2img(), "a"));
        assertTrue(entry.at("/status/completed").asBoolean());
        assertEquals(
                DemoClient.read(
                        """
                        {"images":[{"filename":"sdxl_00001_.png","subfolder":"rec","type":"output"}]}
                        """),
                entry.at("/outputs/9"));
        var file = client.get("/view?filename=sdxl_00001_.png&subfolder=rec&type=output");
        assertEquals(200, file.statusCode());
        assertFalse(
                new String(file.body(), java.nio.charset.StandardCharsets.ISO_8859_1)
                                .indexOf("tEXtprompt\0{\"1\": {\"class_type\": ")
                        < 0);
    }

    private String submitSlow(long seed) {
        return DemoClient.parse(
                        client.submit(
                                DemoGraphs.with(
                                        DemoGraphs.img2img(seed),
                                        "7",
                                        "steps",
                                        DemoClient.read("40")),
                                "a",
                                Map.of()))
                .path("prompt_id")
                .asText();
    }

    private void awaitRunning(String id) {
        await().until(() -> client.json("/queue").at("/queue_running/0/1").asText().equals(id));
        await().until(
                        () ->
                                client.json("/api/jobs/" + id)
                                        .path("status")
                                        .asText()
                                        .equals("in_progress"));
    }

    @Test
    void aChangedSeedRunsOnlyFromTheSamplerOn() {
        JsonNode _ = finished(client.submit(DemoGraphs.img2img(1), "a"));
        JsonNode entry = finished(client.submit(DemoGraphs.img2img(2), "a"));
        assertEquals(
                "[\"1\",\"2\",\"3\",\"4\",\"5\",\"6\"]",
                entry.at("/status/messages/1/1/nodes").toString());
        assertEquals("sdxl_00002_.png", entry.at("/outputs/9/images/0/filename").asText());
    }

    @Test
    void freedMemoryForgetsResultsAndAChangedFileIsReadAgain() {
        JsonNode _ = finished(client.submit(DemoGraphs.img2img(), "a"));
        client.upload("in.png", DemoGraphs.picture(Color.BLUE), Map.of("overwrite", "1"));
        JsonNode changed = finished(client.submit(DemoGraphs.img2img(), "a"));
        assertEquals(
                "[\"1\",\"2\",\"3\",\"4\"]", changed.at("/status/messages/1/1/nodes").toString());
        assertEquals(200, client.post("/free", "{\"free_memory\":true}").statusCode());
        await().until(
                        () ->
                                finished(client.submit(DemoGraphs.img2img(), "a"))
                                        .at("/status/messages/1/1/nodes")
                                        .isEmpty());
    }

    @Test
    void aRunningPromptIsInterruptedByItsIdAlone() {
        engine.faults().holdRuns();
        String id = submitSlow(5);
        awaitRunning(id);
        client.post("/interrupt", "{\"prompt_id\":\"" + new java.util.UUID(1, 1) + "\"}");
        client.post("/interrupt", "{\"prompt_id\":\"" + id + "\"}");
        engine.faults().releaseRuns();
        JsonNode entry = finished(id);
        assertEquals("error", entry.at("/status/status_str").asText());
        assertFalse(entry.at("/status/completed").asBoolean());
        assertEquals("execution_interrupted", entry.at("/status/messages/2/0").asText());
        assertEquals("{}", entry.path("outputs").toString());
        assertEquals("cancelled", client.json("/api/jobs/" + id).path("status").asText());
    }

    @Test
    void theJobsApiCancelsRunningAndWaitingPrompts() {
        engine.faults().holdRuns();
        String running = submitSlow(6);
        awaitRunning(running);
        String waiting = submitSlow(7);
        JsonNode yes = DemoClient.read("{\"cancelled\":true}");
        assertEquals(yes, DemoClient.parse(client.post("/api/jobs/" + waiting + "/cancel", "")));
        assertEquals(yes, DemoClient.parse(client.post("/api/jobs/" + running + "/cancel", "")));
        engine.faults().releaseRuns();
        assertEquals("error", finished(running).at("/status/status_str").asText());
        assertEquals(404, client.get("/api/jobs/" + waiting).statusCode());
    }

    @Test
    void waitingPromptsAreOrderedAndDeletedWithoutATrace() {
        engine.faults().holdRuns();
        String running = submitSlow(1);
        awaitRunning(running);
        String second = submitSlow(2);
        var front =
                DemoClient.parse(
                        client.submit(
                                DemoGraphs.img2img(3),
                                "a",
                                Map.of("front", DemoClient.read("true"))));
        assertEquals(-2, front.path("number").asInt());
        JsonNode queue = client.json("/queue");
        assertEquals(front.path("prompt_id"), queue.at("/queue_pending/0/1"));
        assertEquals(3, client.json("/prompt").at("/exec_info/queue_remaining").asInt());
        assertEquals(200, client.post("/queue", "{\"delete\":[\"" + second + "\"]}").statusCode());
        assertEquals("{}", client.json("/history/" + second).toString());
        assertEquals(200, client.post("/queue", "{\"clear\":true}").statusCode());
        assertEquals(1, client.json("/prompt").at("/exec_info/queue_remaining").asInt());
        engine.faults().releaseRuns();
        JsonNode _ = finished(running);
    }

    @Test
    void aPictureThatIsNoneFailsAtExecution() {
        byte[] words = "no picture".getBytes(java.nio.charset.StandardCharsets.UTF_8);
        assertEquals(200, client.upload("text.png", words, Map.of()).statusCode());
        JsonNode entry =
                finished(
                        client.submit(
                                DemoGraphs.with(DemoGraphs.img2img(), "5", "image", "text.png"),
                                "a"));
        JsonNode error = entry.at("/status/messages/2/1");
        assertEquals("PIL.UnidentifiedImageError", error.path("exception_type").asText());
        assertEquals("LoadImage", error.path("node_type").asText());
        assertEquals("5", error.path("node_id").asText());
    }

    @Test
    void aWebpInputIsAPictureOfItsSize() {
        byte[] webp = new byte[40];
        System.arraycopy(
                "RIFF    WEBPVP8X".getBytes(java.nio.charset.StandardCharsets.US_ASCII),
                0,
                webp,
                0,
                16);
        webp[24] = 79;
        webp[27] = 39;
        var image = Webp.standIn(webp).orElseThrow();
        assertEquals(80, image.getWidth());
        assertEquals(40, image.getHeight());
        client.upload("in.webp", webp, Map.of());
        JsonNode entry =
                finished(
                        client.submit(
                                DemoGraphs.with(DemoGraphs.img2img(), "5", "image", "in.webp"),
                                "a"));
        assertTrue(entry.at("/status/completed").asBoolean());
    }

    @Test
    void promptIdsMustBeCanonicalUuidsAndMayRepeat() {
        String id = "0b8f6f0e-7a51-4a63-9f1d-2f3f9a7f1c11";
        for (int i = 0; i < 2; i++) {
            var answer =
                    client.submit(
                            DemoGraphs.img2img(i),
                            "a",
                            Map.of("prompt_id", DemoClient.read("\"" + id + "\"")));
            assertEquals(id, DemoClient.parse(answer).path("prompt_id").asText());
            await().until(
                            () ->
                                    client.json("/prompt").at("/exec_info/queue_remaining").asInt()
                                            == 0);
        }
        assertEquals(1, client.json("/history").size());
        var refused =
                client.submit(
                        DemoGraphs.img2img(),
                        "a",
                        Map.of("prompt_id", DemoClient.read("\"job-1\"")));
        assertEquals(400, refused.statusCode());
        assertEquals("invalid_prompt_id", DemoClient.parse(refused).at("/error/type").asText());
    }

    @Test
    void historyIsPagedFromEitherEnd() {
        for (int i = 0; i < 3; i++) {
            JsonNode _ = finished(client.submit(DemoGraphs.img2img(i), "a"));
        }
        assertEquals(3, client.json("/history").size());
        List<Integer> last = new ArrayList<>();
        client.json("/history?max_items=2")
                .forEach(entry -> last.add(entry.at("/prompt/0").asInt()));
        assertEquals(List.of(1, 2), last);
        assertEquals(1, client.json("/history?max_items=1&offset=0").size());
        assertEquals(500, client.get("/history?max_items=x").statusCode());
        client.post("/history", "{\"clear\":true}");
        assertEquals("{}", client.json("/history").toString());
    }
}
