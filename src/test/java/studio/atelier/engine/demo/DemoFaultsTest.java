package studio.atelier.engine.demo;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.awt.Color;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/// Misbehaviour on demand, and the ledger that tells what really happened.
class DemoFaultsTest {
    private DemoEngineServer engine;
    private DemoClient client;
    private Path folder;

    @BeforeEach
    void start(@TempDir Path directory) {
        folder = directory;
        engine = DemoEngineServer.start(DemoOptions.in(folder).withJobDuration(Duration.ZERO));
        client = new DemoClient(engine.address());
        client.upload("in.png", DemoGraphs.picture(Color.ORANGE), Map.of());
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

    @Test
    void aGatewayErrorPassesAfterTheGivenTimes() {
        engine.faults().answer("GET /queue", new DemoFaults.Answer.Status(502), 2);
        assertEquals(502, client.get("/queue").statusCode());
        assertEquals(502, client.get("/api/queue").statusCode());
        assertEquals(200, client.get("/queue").statusCode());
        // The last answer may be out before it is noted.
        await().until(() -> engine.ledger().timesServed("GET", "/queue") == 3);
    }

    @Test
    void anAcceptedPromptMayGoUnanswered() {
        engine.faults().answer("POST /prompt", new DemoFaults.Answer.DropAfterAccepting(), 1);
        assertThrows(UncheckedIOException.class, () -> client.submit(DemoGraphs.img2img(), "a"));
        await().until(() -> engine.ledger().executions().size() == 1);
        String id = engine.ledger().submissions().getFirst().promptId();
        assertEquals(1, engine.ledger().timesSucceeded(id));
    }

    @Test
    void aTruncatedAnswerBreaksTheDownload() {
        JsonNode _ = finished(client.submit(DemoGraphs.img2img(), "a"));
        engine.faults().answer("GET /view", new DemoFaults.Answer.Truncated(50), 1);
        String path = "/view?filename=sdxl_00001_.png&subfolder=rec";
        assertThrows(UncheckedIOException.class, () -> client.get(path));
        assertEquals(200, client.get(path).statusCode());
    }

    @Test
    void outputsAreSpoiledOnce() throws Exception {
        engine.faults()
                .spoilOutputs(
                        DemoFaults.OutputFault.ZERO_BYTES, DemoFaults.OutputFault.FOUR_IMAGES);
        JsonNode _ = finished(client.submit(DemoGraphs.img2img(1), "a"));
        assertEquals(0, Files.size(folder.resolve("output/rec/sdxl_00001_.png")));
        JsonNode four = finished(client.submit(DemoGraphs.img2img(2), "a"));
        assertEquals(4, four.at("/outputs/9/images").size());
        JsonNode good = finished(client.submit(DemoGraphs.img2img(3), "a"));
        assertEquals("sdxl_00006_.png", good.at("/outputs/9/images/0/filename").asText());
    }

    @Test
    void aSamplerFailsWithTheGivenException() {
        engine.faults().failRun("torch.OutOfMemoryError", "Allocation on device 0");
        JsonNode entry = finished(client.submit(DemoGraphs.img2img(), "a"));
        JsonNode error = entry.at("/status/messages/2/1");
        assertEquals("torch.OutOfMemoryError", error.path("exception_type").asText());
        assertEquals("KSampler", error.path("node_type").asText());
        assertTrue(
                finished(client.submit(DemoGraphs.img2img(), "a"))
                        .at("/status/completed")
                        .asBoolean());
    }

    @Test
    void aRestartForgetsEverythingButFilesAndTheLedger() {
        engine.faults().holdRuns();
        String lost = client.submit(DemoGraphs.img2img(), "a");
        await().until(() -> client.json("/queue").path("queue_running").size() == 1);
        try (DemoClient.Socket socket = client.socket("a")) {
            await().until(() -> !socket.messages().isEmpty());
            engine.restart();
            engine.faults().releaseRuns();
            await().until(socket::hasEnded);
        } catch (java.util.concurrent.CompletionException e) {
            assertTrue(e.getCause() instanceof java.io.IOException, "the socket is gone already");
        }
        assertEquals("{}", client.json("/history/" + lost).toString());
        assertEquals(0, client.json("/prompt").at("/exec_info/queue_remaining").asInt());
        assertEquals(
                0,
                DemoClient.parse(client.submit(DemoGraphs.img2img(), "a", Map.of()))
                        .path("number")
                        .asInt());
        await().until(
                        () ->
                                engine.ledger().executions().stream()
                                        .anyMatch(run -> run.outcome().equals("lost")));
        assertEquals(1, engine.ledger().timesSubmitted(lost));
    }

    @Test
    void anOldServerChoosesItsOwnIds() {
        engine.faults().ignorePromptIds(true);
        String wanted = "0b8f6f0e-7a51-4a63-9f1d-2f3f9a7f1c11";
        JsonNode answer =
                DemoClient.parse(
                        client.submit(
                                DemoGraphs.img2img(),
                                "a",
                                Map.of("prompt_id", DemoClient.read("\"" + wanted + "\""))));
        assertNotEquals(wanted, answer.path("prompt_id").asText());
    }

    @Test
    void anUnreachableEngineCutsEveryConnection() {
        engine.faults().unreachable(true);
        assertThrows(UncheckedIOException.class, () -> client.get("/queue"));
        engine.faults().clear();
        assertEquals(200, client.get("/queue").statusCode());
    }
}
