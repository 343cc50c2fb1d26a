package studio.atelier.engine;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import mockwebserver3.MockResponse;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import studio.atelier.model.Problem;
import studio.atelier.model.PromptId;
import studio.atelier.model.StudioException;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;

/// A ComfyUI in a pod of RunPod: the pages of the proxy before it are not taken for answers of ComfyUI. The names of
/// pods lead to a server of ours.
@ResourceLock("the proxies of this JVM")
class PodProxyTest {
    private static final PromptId PROMPT = new PromptId("0f7d4f3e-7a43-4a5e-8b0a-000000000001");
    private static final String POD = "http://abc123xyz-8188.proxy.runpod.net";

    private final ProxySelector usual = Objects.requireNonNull(ProxySelector.getDefault());
    private ScriptedServer server;
    private ComfyEngine engine;

    @BeforeEach
    void start() throws IOException {
        server = new ScriptedServer();
        ProxySelector.setDefault(new ToOurServer());
        engine = new ComfyEngine("Cloud pod", ComfyAddress.of(POD), false, InstantSource.system());
    }

    @AfterEach
    void stop() {
        ProxySelector.setDefault(usual);
        engine.close();
        server.close();
    }

    private final class ToOurServer extends ProxySelector {
        @Override
        public List<Proxy> select(URI uri) {
            if (!uri.getHost().endsWith(".proxy.runpod.net")) {
                return usual.select(uri);
            }
            var at =
                    new InetSocketAddress(
                            InetAddress.getLoopbackAddress(), server.server.getPort());
            return List.of(new Proxy(Proxy.Type.HTTP, at));
        }

        @Override
        public void connectFailed(URI uri, SocketAddress address, IOException e) {}
    }

    @ParameterizedTest
    @CsvSource({
        "502, pod-away",
        "503, pod-away",
        "520, pod-away",
        "404, pod-away",
        "524, pod-slow"
    })
    void aSleepingPodIsToldInPlainWords(int status, String code) {
        for (String route : List.of("system_stats", "queue", "history/" + PROMPT.value())) {
            server.on("GET /" + route, page(status));
        }
        server.on("GET /api/system_stats", page(status));

        assertEquals(code, problem(() -> engine.describe()).code());
        assertEquals(code, problem(() -> engine.lookUp(PROMPT)).code());
    }

    @Test
    void aProxyThatSpeaksPlainlyIsNotTakenForComfyUi(@TempDir Path folder) {
        var nothing = ScriptedServer.response(404, "text/plain", "404 page not found\n");
        for (String route : List.of("view", "queue", "history/" + PROMPT.value())) {
            server.on("GET /" + route, nothing);
        }
        var output = new OutputFile("9", "nora_00001_.png", "", "output");
        Path target = folder.resolve("out.png");
        assertEquals("pod-away", problem(() -> engine.lookUp(PROMPT)).code());
        assertEquals("pod-away", problem(() -> engine.fetch(output, target, 1_000)).code());

        server.on("GET /system_stats", ScriptedServer.empty(404));
        assertEquals("pod-away", problem(() -> engine.describe()).code());
    }

    @Test
    void theSentenceNamesThePodAndWhatToDo() {
        server.on("GET /system_stats", page(502)).on("GET /api/system_stats", page(502));
        Problem problem = problem(() -> engine.describe());
        assertEquals(
                "Nothing answers in the pod of Cloud pod at "
                        + POD
                        + ": it is stopped or still"
                        + " starting, or ComfyUI does not listen on that port.",
                problem.sentence());
        assertTrue(problem.action().startsWith("Start the pod in the console of RunPod"));
    }

    @Test
    void aPodThatFallsAsleepLosesNothing(@TempDir Path folder) {
        server.on("GET /view", page(404));
        var output = new OutputFile("9", "nora_00001_.png", "", "output");
        assertEquals(
                "pod-away",
                problem(() -> engine.fetch(output, folder.resolve("out.png"), 1_000)).code());

        server.on("POST /prompt", page(524));
        var submission =
                new Submission(
                        PROMPT, "{\"9\":{\"class_type\":\"SaveImage\",\"inputs\":{}}}", List.of());
        var unclear = assertThrows(SubmissionUnclear.class, () -> engine.submit(submission));
        assertEquals("pod-slow", unclear.problem().code());
        server.on("POST /prompt", page(404));
        assertEquals("pod-away", problem(() -> engine.submit(submission)).code());
    }

    @Test
    void whatComfyUiItselfSaysIsStillItsOwn(@TempDir Path folder) {
        server.on("GET /history/" + PROMPT.value(), ScriptedServer.json("{}"))
                .on(
                        "GET /queue",
                        ScriptedServer.json("{\"queue_running\":[],\"queue_pending\":[]}"));
        assertInstanceOf(EngineJobState.Unknown.class, engine.lookUp(PROMPT));
        server.on("GET /view", ScriptedServer.empty(404));
        var output = new OutputFile("9", "nora_00001_.png", "", "output");
        assertEquals(
                "output-missing",
                problem(() -> engine.fetch(output, folder.resolve("out.png"), 1_000)).code());
    }

    @Test
    void theConnectionSaysSoTooAndComesBackByItself() {
        var events = new CopyOnWriteArrayList<EngineEvent>();
        server.on("GET /ws", page(502));
        engine.watch(events::add);
        await().until(() -> events.stream().anyMatch(EngineEvent.Disconnected.class::isInstance));
        var lost = (EngineEvent.Disconnected) events.getFirst();
        assertEquals("pod-away", lost.problem().code());

        server.withSocket("/ws");
        await().until(() -> events.contains(new EngineEvent.Connected()));
    }

    private static Problem problem(Executable call) {
        return assertThrows(StudioException.class, call).problem();
    }

    private static MockResponse page(int status) {
        return ScriptedServer.response(
                status,
                "text/html; charset=UTF-8",
                "<!DOCTYPE html><html><head><title>" + status + "</title></head></html>");
    }
}
