package studio.atelier.engine.demo;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import studio.atelier.checks.BesideOthers;

import java.awt.Color;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Sockets: who hears what, previews, and the bug with equal client ids.
@BesideOthers
class DemoEngineSocketTest {
    private DemoEngineServer engine;
    private DemoClient client;

    @BeforeEach
    void start(@TempDir Path folder) {
        engine = DemoEngineServer.start(DemoOptions.in(folder).withJobDuration(Duration.ZERO));
        client = new DemoClient(engine.address());
        client.upload("in.png", DemoGraphs.picture(Color.ORANGE), Map.of());
    }

    @AfterEach
    void stop() {
        client.close();
        engine.close();
    }

    private DemoClient.Socket open(String clientId) {
        DemoClient.Socket socket = client.socket(clientId);
        await().until(() -> !socket.messages().isEmpty());
        return socket;
    }

    private void finish(String id) {
        await().until(() -> client.json("/history/" + id).has(id));
    }

    private static void awaitQuiet(DemoClient.Socket socket) {
        await().until(
                        () ->
                                socket.messages()
                                                        .getLast()
                                                        .at(
                                                                "/data/status/exec_info/queue_remaining")
                                                        .asInt(-1)
                                                == 0
                                        && socket.messages().size() > 1);
    }

    private String submit(String clientId, Map<String, JsonNode> more, long seed) {
        return DemoClient.parse(client.submit(DemoGraphs.img2img(seed), clientId, more))
                .path("prompt_id")
                .asText();
    }

    @Test
    void aSocketIsGreetedWithTheQueueAndItsId() {
        try (DemoClient.Socket named = open("a");
                DemoClient.Socket unnamed = open("")) {
            assertEquals(
                    DemoClient.read(
                            """
                            {"type":"status","data":{"status":{"exec_info":{"queue_remaining":0}},"sid":"a"}}
                            """),
                    named.messages().getFirst());
            assertTrue(
                    unnamed.messages().getFirst().at("/data/sid").asText().matches("[0-9a-f]{32}"));
        }
    }

    @Test
    void othersSeeOnlyTheQueue() {
        try (DemoClient.Socket other = open("b")) {
            finish(submit("a", Map.of(), 1));
            awaitQuiet(other);
            assertEquals(Set.of("status"), Set.copyOf(other.types()));
        }
    }

    @Test
    void withoutAClientIdProgressGoesToAllAndTheRestToNobody() {
        try (DemoClient.Socket other = open("b")) {
            finish(submit("", Map.of(), 1));
            awaitQuiet(other);
            assertEquals(Set.of("status", "progress", "progress_state"), Set.copyOf(other.types()));
        }
    }

    @Test
    void previewsComeInTheFormTheClientUnderstands() {
        Map<String, JsonNode> previews =
                Map.of("extra_data", DemoClient.read("{\"preview_method\":\"auto\"}"));
        try (DemoClient.Socket old = open("old")) {
            finish(submit("old", previews, 1));
            await().until(() -> old.types().contains("execution_success"));
            assertEquals(6, old.types().stream().filter("binary1"::equals).count());
            int preview = old.types().indexOf("binary1");
            assertEquals("progress", old.types().get(preview - 1));
        }
        try (DemoClient.Socket modern = open("new")) {
            modern.say(
                    "{\"type\":\"feature_flags\",\"data\":{\"supports_preview_metadata\":true}}");
            await().until(() -> modern.types().contains("feature_flags"));
            String id = submit("new", previews, 2);
            finish(id);
            await().until(() -> modern.types().contains("execution_success"));
            int preview = modern.types().indexOf("binary4");
            assertEquals("progress", modern.types().get(preview + 1));
            JsonNode metadata = modern.messages().get(preview).path("metadata");
            assertEquals(id, metadata.path("prompt_id").asText());
            assertEquals("image/jpeg", metadata.path("image_type").asText());
        }
    }

    @Test
    void withoutAskingThereAreNoPreviewsAndFewerStepsThanTaken() {
        try (DemoClient.Socket socket = open("a")) {
            finish(submit("a", Map.of(), 1));
            await().until(() -> socket.types().contains("execution_success"));
            assertFalse(socket.types().contains("binary1"));
            List<Integer> steps =
                    socket.messages().stream()
                            .filter(message -> message.path("type").asText().equals("progress"))
                            .map(message -> message.at("/data/value").asInt())
                            .toList();
            assertEquals(1, steps.getFirst());
            assertEquals(6, steps.getLast());
        }
    }

    @Test
    void aReconnectIsToldOnlyTheRunningNode() {
        engine.faults().holdRuns();
        String id = submit("a", Map.of(), 1);
        await().until(
                        () -> {
                            try (DemoClient.Socket again = open("a")) {
                                await().until(() -> !again.messages().isEmpty());
                                JsonNode second =
                                        DemoClient.read(
                                                "{\"type\":\"executing\",\"data\":{\"node\":\"7\"}}");
                                return again.messages().contains(second);
                            }
                        });
        engine.faults().releaseRuns();
        finish(id);
    }

    @Test
    void anOlderSocketThatClosesSilencesTheNewerOne() {
        DemoClient.Socket older = open("a");
        try (DemoClient.Socket newer = open("a")) {
            older.close();
            await().until(() -> engine.openSockets() == 1);
            finish(submit("a", Map.of(), 1));
            assertEquals(1, newer.messages().size());
            assertFalse(newer.hasEnded());
        }
    }

    @Test
    void ofTwoSocketsOnlyTheNewerHears() {
        try (DemoClient.Socket older = open("a");
                DemoClient.Socket newer = open("a")) {
            finish(submit("a", Map.of(), 1));
            await().until(() -> newer.types().contains("execution_success"));
            assertEquals(1, older.messages().size());
        }
    }
}
