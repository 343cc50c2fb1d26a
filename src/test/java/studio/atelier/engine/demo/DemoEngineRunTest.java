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

import java.awt.Color;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Runs of prompts: messages and their order, history, caching.
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
}
