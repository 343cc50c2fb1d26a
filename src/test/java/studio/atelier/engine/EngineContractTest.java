package studio.atelier.engine;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import studio.atelier.checks.BesideOthers;
import studio.atelier.engine.Submission.InputFile;
import studio.atelier.engine.demo.DemoEngineServer;
import studio.atelier.engine.demo.DemoFaults;
import studio.atelier.engine.demo.DemoOptions;
import studio.atelier.engine.demo.DemoProfile;
import studio.atelier.model.PromptId;
import studio.atelier.model.StudioException;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

import javax.imageio.ImageIO;

/// What every engine must do, over real sockets, in the ways of three ComfyUI versions.
@BesideOthers
class EngineContractTest {
    @TempDir private Path folder;
    private final List<AutoCloseable> open = new ArrayList<>();
    private final List<EngineEvent> events = new CopyOnWriteArrayList<>();

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
    }

    private record Pair(DemoEngineServer server, ComfyEngine engine) {}

    @ParameterizedTest
    @EnumSource(DemoProfile.class)
    void aPictureIsMadeWatchedAndFetched(DemoProfile profile) throws IOException {
        Pair pair = start(profile, Duration.ofMillis(600));
        watch(pair);
        PromptId prompt = PromptId.random();

        assertEquals(prompt, pair.engine().submit(submission(prompt, graph("milan", 1))));
        await().until(() -> events.contains(new EngineEvent.Ended(prompt)));

        var finished =
                assertInstanceOf(EngineJobState.Finished.class, pair.engine().lookUp(prompt));
        assertEquals(1, finished.outputs().size());
        Path target = folder.resolve("out.png");
        pair.engine().fetch(finished.outputs().getFirst(), target, 50_000_000);
        assertTrue(ImageIO.read(target.toFile()).getWidth() > 0);
        assertTrue(events.contains(new EngineEvent.Started(prompt)));
        assertTrue(has(EngineEvent.Progressed.class));
        assertTrue(has(EngineEvent.OutputReady.class));
        assertEquals(profile != DemoProfile.V0_3_64, has(EngineEvent.Previewed.class));
        assertEquals(1, pair.server().ledger().timesSucceeded(prompt.value()));
    }

    @ParameterizedTest
    @EnumSource(DemoProfile.class)
    void whatWaitsAndWhatRunsIsCancelledWithoutHarmToItsNeighbours(DemoProfile profile)
            throws IOException {
        Pair pair = start(profile, Duration.ofSeconds(20));
        PromptId running = submit(pair, 1);
        PromptId waiting = submit(pair, 2);
        PromptId neighbour = submit(pair, 3);
        await().until(() -> pair.engine().lookUp(running) instanceof EngineJobState.Running);
        assertEquals(new EngineJobState.Waiting(1), pair.engine().lookUp(neighbour));

        assertTrue(pair.engine().cancel(waiting));
        assertInstanceOf(EngineJobState.Unknown.class, pair.engine().lookUp(waiting));
        assertInstanceOf(EngineJobState.Running.class, pair.engine().lookUp(running));

        assertTrue(pair.engine().cancel(running));
        await().until(() -> pair.engine().lookUp(running) instanceof EngineJobState.Interrupted);
        await().until(() -> pair.engine().lookUp(neighbour) instanceof EngineJobState.Running);
        assertFalse(pair.engine().cancel(running));
        assertFalse(pair.engine().cancel(PromptId.random()));
    }

    @ParameterizedTest
    @EnumSource(DemoProfile.class)
    void refusalsNameWhatIsWrong(DemoProfile profile) throws IOException {
        Pair pair = start(profile, Duration.ofMillis(100));

        assertEquals("lora-misnamed", refusal(pair, graph("milen", 1)));
        assertEquals("lora-missing", refusal(pair, graph("quite-another", 1)));
        assertEquals(
                "node-missing",
                refusal(pair, graph("milan", 1).replace("\"VAEDecode\"", "\"NoSuchNode\"")));
        assertEquals(
                "prompt-rejected",
                refusal(pair, graph("milan", 1).replace("\"steps\":10", "\"steps\":0")));
        assertEquals(
                "model-file-missing",
                refusal(pair, graph("milan", 1).replace("sd_xl_base_1.0", "another")));
    }

    @ParameterizedTest
    @EnumSource(DemoProfile.class)
    void tellsWhatItHas(DemoProfile profile) {
        Pair pair = start(profile, Duration.ofMillis(100));

        EngineDescription description = pair.engine().describe(Set.of("VAEDecode", "NoSuchNode"));

        assertEquals(profile.version(), description.version());
        assertTrue(description.loras().contains("milan.safetensors"));
        assertTrue(description.nodeTypes().contains("VAEDecode"));
        assertFalse(description.nodeTypes().contains("NoSuchNode"));
        assertEquals(
                List.of("sd_xl_base_1.0.safetensors"),
                description.lists().get("CheckpointLoaderSimple.ckpt_name"));
    }

    @ParameterizedTest
    @EnumSource(DemoProfile.class)
    void aDroppedConnectionComesBackUnderANewId(DemoProfile profile) throws IOException {
        Pair pair = start(profile, Duration.ofMillis(300));
        watch(pair);
        PromptId first = submit(pair, 1);
        await().until(() -> events.contains(new EngineEvent.Ended(first)));
        pair.server().dropSockets();
        await().until(() -> count(EngineEvent.Connected.class) == 2);
        PromptId second = submit(pair, 2);
        await().until(() -> events.contains(new EngineEvent.Ended(second)));

        var submissions = pair.server().ledger().submissions();
        assertEquals(2, submissions.stream().map(entry -> entry.clientId()).distinct().count());
        assertEquals(1, count(EngineEvent.Disconnected.class));
    }

    @ParameterizedTest
    @EnumSource(DemoProfile.class)
    void aLostAnswerLeavesThePromptFindable(DemoProfile profile) throws IOException {
        Pair pair = start(profile, Duration.ofMillis(100));
        pair.server()
                .faults()
                .answer("POST /prompt", new DemoFaults.Answer.DropAfterAccepting(), 1);
        PromptId prompt = PromptId.random();
        Submission submission = submission(prompt, graph("milan", 1));

        assertThrows(SubmissionUnclear.class, () -> pair.engine().submit(submission));

        assertEquals(1, pair.server().ledger().timesSubmitted(prompt.value()));
        await().until(() -> pair.engine().lookUp(prompt) instanceof EngineJobState.Finished);
    }

    private Pair start(DemoProfile profile, Duration job) {
        var server =
                DemoEngineServer.start(
                        DemoOptions.in(folder.resolve("engine"))
                                .withJobDuration(job)
                                .withProfile(profile));
        open.add(server);
        var address = ComfyAddress.of(server.address().toString());
        var engine = new ComfyEngine("Demo engine", address, true, InstantSource.system());
        open.add(engine);
        return new Pair(server, engine);
    }

    private void watch(Pair pair) {
        pair.engine().watch(events::add);
        await().until(() -> has(EngineEvent.Connected.class));
    }

    private PromptId submit(Pair pair, int seed) throws IOException {
        PromptId prompt = PromptId.random();
        return pair.engine().submit(submission(prompt, graph("milan", seed)));
    }

    private String refusal(Pair pair, String graph) throws IOException {
        Submission submission = submission(PromptId.random(), graph);
        return assertThrows(StudioException.class, () -> pair.engine().submit(submission))
                .problem()
                .code();
    }

    private Submission submission(PromptId prompt, String graph) throws IOException {
        Path picture = folder.resolve("reference.png");
        if (!Files.exists(picture)) {
            ImageIO.write(
                    new BufferedImage(64, 48, BufferedImage.TYPE_INT_RGB), "png", picture.toFile());
        }
        var input = new InputFile("{{reference_image}}", picture, "0a1b2c.png");
        return new Submission(prompt, graph, List.of(input));
    }

    private static String graph(String lora, int seed) {
        return Graphs.SDXL
                .replace("base.safetensors", "sd_xl_base_1.0.safetensors")
                .replace("nora.safetensors", lora + ".safetensors")
                .replace("18446744073709551615", String.valueOf(seed));
    }

    private boolean has(Class<? extends EngineEvent> type) {
        return count(type) > 0;
    }

    private long count(Class<? extends EngineEvent> type) {
        return events.stream().filter(type::isInstance).count();
    }
}
