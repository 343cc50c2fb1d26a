package studio.atelier.engine;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import okhttp3.WebSocket;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import studio.atelier.checks.BesideOthers;
import studio.atelier.model.PromptId;
import studio.atelier.model.StudioException;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

@BesideOthers
class ComfyEngineWatchTest {
    private static final PromptId PROMPT = new PromptId("5b0c46cb-36cc-4f1c-9a4c-6a5ad54a2a10");

    private final List<EngineEvent> events = new CopyOnWriteArrayList<>();
    private final ScriptedServer server = new ScriptedServer();
    private final ComfyEngine engine = server.engine();

    ComfyEngineWatchTest() throws IOException {}

    @BeforeEach
    void script() {
        server.withSocket("/ws");
        server.on(
                "POST /prompt",
                ScriptedServer.json("{\"prompt_id\":\"%s\",\"node_errors\":{}}".formatted(PROMPT)));
    }

    @AfterEach
    void stop() {
        engine.close();
        server.close();
    }

    @Test
    void asksForPreviewsThatNameTheirPromptAndSendsNoOrigin() throws Exception {
        engine.watch(events::add);
        ScriptedServer.Socket socket = socket();

        assertEquals(
                "{\"type\":\"feature_flags\",\"data\":{\"supports_preview_metadata\":true}}",
                socket.received.poll(10, TimeUnit.SECONDS));
        assertNull(socket.request.getHeaders().get("Origin"));
        await().until(() -> events.contains(new EngineEvent.Connected()));
    }

    @Test
    void aPromptIsSubmittedUnderTheIdOfTheOpenConnectionAndItsMessagesArrive() throws Exception {
        engine.watch(events::add);
        ScriptedServer.Socket socket = socket();
        WebSocket end = opened(socket);
        submit();

        assertEquals(clientOf(socket), sentClient(0));
        end.send("{\"type\":\"execution_start\",\"data\":{\"prompt_id\":\"" + PROMPT + "\"}}");
        end.send("not json");
        end.send("{\"type\":\"execution_success\",\"data\":{\"prompt_id\":\"" + PROMPT + "\"}}");
        await().until(() -> events.contains(new EngineEvent.Ended(PROMPT)));
        assertTrue(events.contains(new EngineEvent.Started(PROMPT)));
    }

    @Test
    void aPromptSubmittedBeforeTheSocketIsUpBelongsToTheConnectionThatComes() throws Exception {
        server.on("GET /ws", ScriptedServer.empty(503));
        engine.watch(events::add);
        await().until(() -> !server.asked("GET /ws").isEmpty());
        await().until(() -> !events.isEmpty());
        submit();
        server.withSocket("/ws");

        ScriptedServer.Socket socket = socket();

        assertEquals(clientOf(socket), sentClient(0));
    }

    @Test
    void everyConnectionHasItsOwnIdAndTheBreakIsTold() throws Exception {
        engine.watch(events::add);
        ScriptedServer.Socket first = socket();
        opened(first).close(1001, "going away");
        ScriptedServer.Socket second = socket();
        opened(second);
        await().until(() -> count(EngineEvent.Connected.class) == 2);
        submit();

        assertNotEquals(clientOf(first), clientOf(second));
        assertEquals(clientOf(second), sentClient(0));
        assertEquals(1, count(EngineEvent.Disconnected.class));
        assertInstanceOf(EngineEvent.Disconnected.class, events.get(1));
    }

    /// Its messages go to the id under which it was submitted, and that connection is gone.
    @Test
    void whatWasSubmittedOverAnEarlierConnectionIsNotHeard() throws Exception {
        engine.watch(events::add);
        WebSocket first = opened(socket());
        submit();
        assertTrue(engine.hears(PROMPT));
        assertFalse(engine.hears(new PromptId("of-an-earlier-process")));

        first.close(1001, "going away");
        opened(socket());
        await().until(() -> count(EngineEvent.Connected.class) == 2);

        assertFalse(engine.hears(PROMPT));
    }

    @Test
    void anEngineThatIsAwayIsToldOnceAndTriedAgain() {
        server.on("GET /ws", ScriptedServer.empty(404));
        engine.watch(events::add);

        await().until(() -> server.asked("GET /ws").size() >= 3);
        assertEquals(1, events.size());
        var lost = assertInstanceOf(EngineEvent.Disconnected.class, events.getFirst());
        assertEquals("engine-unreachable", lost.problem().code());
    }

    @Test
    void nobodyHearsAnythingAfterClosing() throws Exception {
        Engine.Subscription subscription = engine.watch(events::add);
        ScriptedServer.Socket socket = socket();
        WebSocket end = opened(socket);
        await().until(() -> !events.isEmpty());
        subscription.close();
        events.clear();

        end.send(
                "{\"type\":\"status\",\"data\":{\"status\":{\"exec_info\":{\"queue_remaining\":1}}}}");

        // a second listener opens a connection of its own, after which the first had its chance
        engine.watch(_ -> {});
        opened(socket());
        assertEquals(List.of(), events);
    }

    @Test
    void afterTheEndWasToldTheHistoryIsWaitedFor() throws Exception {
        engine.watch(events::add);
        WebSocket end = opened(socket());
        submit();
        end.send("{\"type\":\"execution_success\",\"data\":{\"prompt_id\":\"" + PROMPT + "\"}}");
        await().until(() -> events.contains(new EngineEvent.Ended(PROMPT)));
        server.on(
                "GET /queue",
                ScriptedServer.json(
                        "{\"queue_running\":[[0,\"%s\",{},{},[]]],\"queue_pending\":[]}"
                                .formatted(PROMPT)));
        server.on(
                "GET /history/" + PROMPT,
                _ ->
                        ScriptedServer.json(
                                server.asked("GET /queue").size() < 3
                                        ? "{}"
                                        : "{\"%s\":{\"outputs\":{},\"status\":null}}"
                                                .formatted(PROMPT)));

        assertInstanceOf(EngineJobState.Finished.class, engine.lookUp(PROMPT));
    }

    private ScriptedServer.Socket socket() throws InterruptedException {
        return Objects.requireNonNull(server.sockets.poll(20, TimeUnit.SECONDS));
    }

    private static WebSocket opened(ScriptedServer.Socket socket) throws InterruptedException {
        return Objects.requireNonNull(socket.opened.poll(20, TimeUnit.SECONDS));
    }

    private static String clientOf(ScriptedServer.Socket socket) {
        return Objects.requireNonNull(socket.request.getUrl().queryParameter("clientId"));
    }

    /// As where the worker died of a custom node that takes part in the end of every job.
    @Test
    void aJobThatEndedAndNeverGoesAwayCountsAsForgotten() throws Exception {
        server.on("GET /history/" + PROMPT, ScriptedServer.json("{}"));
        server.on(
                "GET /queue",
                ScriptedServer.json(
                        "{\"queue_running\":[[0,\"%s\"]],\"queue_pending\":[[1,\"next\"]]}"
                                .formatted(PROMPT)));
        var now = new AtomicReference<>(Instant.EPOCH);
        var address = ComfyAddress.of(server.server.url("/").toString());
        try (var stuck = new ComfyEngine("Workshop", address, false, now::get)) {
            stuck.watch(events::add);
            WebSocket end = opened(socket());
            stuck.submit(new Submission(PROMPT, Graphs.SDXL, List.of()));
            assertInstanceOf(EngineJobState.Running.class, stuck.lookUp(PROMPT));
            end.send(
                    "{\"type\":\"execution_success\",\"data\":{\"prompt_id\":\"%s\"}}"
                            .formatted(PROMPT));
            await().until(() -> events.contains(new EngineEvent.Ended(PROMPT)));
            assertInstanceOf(EngineJobState.Running.class, stuck.lookUp(PROMPT));
            now.set(Instant.EPOCH.plusSeconds(240));

            var state = assertInstanceOf(EngineJobState.Unknown.class, stuck.lookUp(PROMPT));
            assertEquals("engine-silent", state.why().orElseThrow().code());
            var next = new PromptId("next");
            server.on("GET /history/next", ScriptedServer.json("{}"));
            var failure = assertThrows(StudioException.class, () -> stuck.lookUp(next));
            assertEquals("engine-silent", failure.problem().code());
        }
    }

    /// As where the worker died within a node: nothing says that it ended.
    @Test
    void whatWaitsBehindAJobThatWasGivenUpIsSaidToBeStuck() throws Exception {
        server.on("GET /history/" + PROMPT, ScriptedServer.json("{}"));
        server.on("GET /history/next", ScriptedServer.json("{}"));
        server.on(
                "GET /queue",
                ScriptedServer.json(
                        "{\"queue_running\":[[0,\"%s\"]],\"queue_pending\":[[1,\"next\"]]}"
                                .formatted(PROMPT)));
        var now = new AtomicReference<>(Instant.EPOCH);
        var address = ComfyAddress.of(server.server.url("/").toString());
        var next = new PromptId("next");
        try (var stuck = new ComfyEngine("Workshop", address, false, now::get)) {
            stuck.submit(new Submission(PROMPT, Graphs.SDXL, List.of()));
            now.set(Instant.EPOCH.plusSeconds(3_600));
            assertInstanceOf(EngineJobState.Waiting.class, stuck.lookUp(next));

            stuck.abandon(PROMPT);
            assertInstanceOf(EngineJobState.Waiting.class, stuck.lookUp(next));
            now.set(Instant.EPOCH.plusSeconds(3_840));

            var failure = assertThrows(StudioException.class, () -> stuck.lookUp(next));
            assertEquals("engine-silent", failure.problem().code());
        }
    }

    private void submit() {
        engine.submit(new Submission(PROMPT, Graphs.SDXL, List.of()));
    }

    private String sentClient(int index) throws IOException {
        String body = ScriptedServer.body(server.asked("POST /prompt").get(index));
        return ComfyJson.parse(body).path("client_id").asText();
    }

    private long count(Class<? extends EngineEvent> type) {
        return events.stream().filter(type::isInstance).count();
    }
}
