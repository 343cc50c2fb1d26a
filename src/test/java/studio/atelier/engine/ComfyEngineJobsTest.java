package studio.atelier.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import mockwebserver3.MockResponse;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import studio.atelier.model.PromptId;
import studio.atelier.model.StudioException;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;

class ComfyEngineJobsTest {
    private static final PromptId PROMPT = new PromptId("5b0c46cb-36cc-4f1c-9a4c-6a5ad54a2a10");
    private static final String HISTORY = "GET /history/" + PROMPT;
    private static final String CANCEL = "POST /api/jobs/" + PROMPT + "/cancel";
    private static final String FINISHED =
            "{\"%s\":{\"prompt\":[0,\"%s\",{\"9\":{}},{},[\"9\"]],\"outputs\":{\"9\":{\"images\":[{\"filename\":\"a.png\","
                    + "\"subfolder\":\"\",\"type\":\"output\"}]}},\"status\":{\"status_str\":\"success\","
                    + "\"completed\":true,\"messages\":[]}}}";
    private static final String INTERRUPTED =
            "{\"%s\":{\"prompt\":[],\"outputs\":{},\"status\":{\"status_str\":\"error\",\"completed\":false,"
                    + "\"messages\":[[\"execution_interrupted\",{}]]}}}";
    private static final String NOTHING = "{\"queue_running\":[],\"queue_pending\":[]}";
    private static final String RUNNING =
            "{\"queue_running\":[[3,\"%s\",{},{},[\"9\"]]],\"queue_pending\":[]}";
    private static final String PENDING =
            "{\"queue_running\":[[1,\"x\",{},{},[]]],\"queue_pending\":[[9,\"y\",{},{},[]],"
                    + "[5,\"%s\",{},{},[]],[-2,\"z\",{},{},[]]]}";

    private final ScriptedServer server = new ScriptedServer();
    private final ComfyEngine engine = server.engine();

    ComfyEngineJobsTest() throws IOException {}

    @AfterEach
    void stop() {
        engine.close();
        server.close();
    }

    @Test
    void aFinishedPromptIsInHistory() {
        history(FINISHED);

        var finished = assertInstanceOf(EngineJobState.Finished.class, engine.lookUp(PROMPT));

        assertEquals(List.of(new OutputFile("9", "a.png", "", "output")), finished.outputs());
    }

    @Test
    void aWaitingPromptKnowsItsPlaceAlthoughTheQueueIsAHeap() {
        history("{}");
        queue(PENDING);

        assertEquals(new EngineJobState.Waiting(1), engine.lookUp(PROMPT));
    }

    @Test
    void aRunningPromptIsInTheQueue() {
        history("{}");
        queue(RUNNING);

        assertInstanceOf(EngineJobState.Running.class, engine.lookUp(PROMPT));
    }

    @Test
    void aPromptThatEndsBetweenTheTwoQuestionsIsNotLost() {
        history("{}", FINISHED);
        queue(NOTHING);

        assertInstanceOf(EngineJobState.Finished.class, engine.lookUp(PROMPT));
    }

    @Test
    void aPromptInNeitherListIsUnknown() {
        history("{}");
        queue(NOTHING);

        assertInstanceOf(EngineJobState.Unknown.class, engine.lookUp(PROMPT));
    }

    @ParameterizedTest
    @CsvSource({
        "401, engine-refused",
        "403, engine-refused",
        "404, engine-faulty",
        "429, engine-busy",
        "500, engine-faulty",
        "502, engine-unreachable",
    })
    void anUnsuccessfulAnswerIsAProblemAndNotUnknown(int status, String code) {
        server.on(HISTORY, ScriptedServer.response(status, "text/plain", "no"));

        assertEquals(code, problemOfLookUp());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "7", "[]", "{\"a\":", "<html>", "\"text\"", "{} trailing"})
    void nonsenseIsAProblemAndNotUnknown(String body) {
        server.on(HISTORY, ScriptedServer.json(body));

        assertEquals("engine-faulty", problemOfLookUp());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "{\"queue_running\":7,\"queue_pending\":[]}"})
    void aQueueOfAnotherShapeIsAProblemAndNotUnknown(String body) {
        history("{}");
        server.on("GET /queue", ScriptedServer.json(body));

        assertEquals("engine-faulty", problemOfLookUp());
    }

    /// The queue is told with everybody's graphs, and with what their editors add to them.
    @Test
    void aQueueOfAnyLengthIsRead() {
        history("{}");
        String graph = "[" + "0,".repeat(800_000) + "NaN]";
        String other = "[1,\"x\"," + graph + ",{\"extra_pnginfo\":" + graph + "},[],{}]";
        queue(
                "{\"queue_running\":[%s],\"queue_pending\":[%s,[2.5,\"%s\",{},{},[]]]}"
                        .formatted(other, other, PROMPT));

        assertEquals(new EngineJobState.Waiting(1), engine.lookUp(PROMPT));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "{\"queue_running\":[[1,", "<html>", "{} trailing"})
    void aQueueThatIsNoDataIsAProblemAndNotUnknown(String body) {
        history("{}");
        server.on("GET /queue", ScriptedServer.json(body));

        assertEquals("engine-faulty", problemOfLookUp());
    }

    @Test
    void deepNestingIsAProblem() {
        server.on(
                HISTORY,
                ScriptedServer.json("{\"a\":" + "[".repeat(9_000) + "]".repeat(9_000) + "}"));

        assertEquals("engine-faulty", problemOfLookUp());
    }

    @Test
    void notANumberAndLargeIntegersAreRead() {
        history(
                FINISHED.replace(
                        "\"completed\":true",
                        "\"completed\":true,\"x\":[NaN,Infinity,-Infinity,1e999]"));

        assertInstanceOf(EngineJobState.Finished.class, engine.lookUp(PROMPT));
    }

    @Test
    void aNewServerCancelsByIdInOneStep() {
        server.on(CANCEL, ScriptedServer.json("{\"cancelled\":true}"));

        assertTrue(engine.cancel(PROMPT));
    }

    @Test
    void aNewServerSaysWhenItWasTooLate() {
        server.on(CANCEL, ScriptedServer.json("{\"cancelled\":false}"));

        assertFalse(engine.cancel(PROMPT));
    }

    @Test
    void anOlderServerDeletesWhatWaits() throws IOException {
        server.on(CANCEL, ScriptedServer.response(405, "text/plain", "405: Method Not Allowed"));
        history("{}");
        queue(PENDING, NOTHING);
        server.on("POST /queue", ScriptedServer.empty(200));

        assertTrue(engine.cancel(PROMPT));
        assertEquals(
                "{\"delete\":[\"" + PROMPT + "\"]}",
                ScriptedServer.body(server.asked("POST /queue").getFirst()));
        assertTrue(server.asked("POST /interrupt").isEmpty());
    }

    @Test
    void anOlderServerInterruptsWhatRunsByIdUntilItStops() {
        history("{}", "{}", "{}", "{}", INTERRUPTED);
        queue(RUNNING);
        server.on("POST /interrupt", ScriptedServer.empty(200));

        assertTrue(engine.cancel(PROMPT));
        assertFalse(server.asked("POST /interrupt").isEmpty());
        for (var request : server.asked("POST /interrupt")) {
            assertEquals("{\"prompt_id\":\"" + PROMPT + "\"}", ScriptedServer.body(request));
        }
    }

    @Test
    void whatBeganBetweenTheStepsIsInterruptedToo() {
        history("{}", "{}", "{}", "{}", "{}", INTERRUPTED);
        queue(PENDING, RUNNING);
        server.on("POST /queue", ScriptedServer.empty(200));
        server.on("POST /interrupt", ScriptedServer.empty(200));

        assertTrue(engine.cancel(PROMPT));
        assertEquals(1, server.asked("POST /queue").size());
        assertFalse(server.asked("POST /interrupt").isEmpty());
    }

    @Test
    void whatFinishedMeanwhileIsNotCancelled() {
        history("{}", "{}", FINISHED);
        queue(RUNNING);
        server.on("POST /interrupt", ScriptedServer.empty(200));

        assertFalse(engine.cancel(PROMPT));
    }

    @Test
    void theMissingCancelRouteIsAskedForOnce() {
        history("{}");
        queue(NOTHING);

        assertFalse(engine.cancel(PROMPT));
        assertFalse(engine.cancel(PROMPT));

        assertEquals(1, server.asked(CANCEL).size());
    }

    private String problemOfLookUp() {
        return assertThrows(StudioException.class, () -> engine.lookUp(PROMPT)).problem().code();
    }

    private void history(String... bodies) {
        inTurn(HISTORY, bodies);
    }

    private void queue(String... bodies) {
        inTurn("GET /queue", bodies);
    }

    /// The last answer is repeated.
    private void inTurn(String route, String... bodies) {
        Deque<String> left = new ArrayDeque<>(List.of(bodies));
        server.on(route, _ -> next(left));
    }

    private static synchronized MockResponse next(Deque<String> left) {
        String body = left.size() > 1 ? left.removeFirst() : left.getFirst();
        return ScriptedServer.json(String.format(Locale.ROOT, body, PROMPT, PROMPT));
    }
}
