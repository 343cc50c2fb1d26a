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
import studio.atelier.engine.EngineKind.Server;
import studio.atelier.engine.Submission.InputFile;
import studio.atelier.model.PromptId;
import studio.atelier.model.StudioException;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

import javax.imageio.ImageIO;

/// What the queue relies on, whatever kind of engine it has to do with.
@BesideOthers
class EngineKindsTest {
    @TempDir private Path folder;
    private final List<AutoCloseable> open = new ArrayList<>();
    private final List<EngineEvent> events = new CopyOnWriteArrayList<>();

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aPictureIsMadeWatchedAndFetched(EngineKind kind) throws IOException {
        Engine engine = engine(server(kind, Duration.ofMillis(300)));
        engine.watch(events::add);
        await().until(() -> events.contains(new EngineEvent.Connected()));
        PromptId ours = PromptId.random();
        PromptId job = engine.submit(submission(ours));
        await().until(() -> events.contains(new EngineEvent.Ended(job)));

        assertEquals(kind.takesOurId(), job.equals(ours));
        assertTrue(events.contains(new EngineEvent.Started(job)));
        assertTrue(events.stream().anyMatch(EngineEvent.OutputReady.class::isInstance));
        var finished = assertInstanceOf(EngineJobState.Finished.class, engine.lookUp(job));
        Path target = folder.resolve("out.png");
        engine.fetch(finished.outputs().getFirst(), target, 50_000_000);
        assertTrue(ImageIO.read(target.toFile()).getWidth() > 0);
    }

    @ParameterizedTest
    @EnumSource
    void theNextProcessFindsWhatIsInsideById(EngineKind kind) throws IOException {
        Server server = server(kind, Duration.ofMillis(600));
        Engine first = engine(server);
        PromptId job = first.submit(submission(PromptId.random()));
        first.close();

        Engine second = engine(server);
        await().until(() -> second.lookUp(job) instanceof EngineJobState.Running);
        await().until(() -> second.lookUp(job) instanceof EngineJobState.Finished);
        var finished = (EngineJobState.Finished) second.lookUp(job);
        second.fetch(finished.outputs().getFirst(), folder.resolve("out.png"), 50_000_000);
        assertTrue(Files.size(folder.resolve("out.png")) > 0);
    }

    @ParameterizedTest
    @EnumSource
    void aLostAnswerIsUnclearAndNothingIsSentTwice(EngineKind kind) throws IOException {
        Server server = server(kind, Duration.ofMillis(100));
        Engine engine = engine(server);
        engine.describe();
        server.loseTheNextAnswer();
        Submission submission = submission(PromptId.random());

        assertThrows(SubmissionUnclear.class, () -> engine.submit(submission));
        assertEquals(1, server.accepted());
        if (kind.takesOurId()) {
            await().until(
                            () ->
                                    engine.lookUp(submission.prompt())
                                            instanceof EngineJobState.Finished);
        } else {
            var unknown =
                    assertInstanceOf(
                            EngineJobState.Unknown.class, engine.lookUp(submission.prompt()));
            assertEquals("sending-unclear", unknown.why().orElseThrow().code());
        }
        assertEquals(1, server.accepted());
    }

    @ParameterizedTest
    @EnumSource
    void aCancelHitsOnlyItsOwnJob(EngineKind kind) throws IOException {
        Engine engine = engine(server(kind, Duration.ofSeconds(20)));
        PromptId running = engine.submit(submission(PromptId.random()));
        await().until(() -> engine.lookUp(running) instanceof EngineJobState.Running);
        PromptId waiting = engine.submit(submission(PromptId.random()));
        PromptId neighbour = engine.submit(submission(PromptId.random()));

        assertTrue(engine.cancel(waiting));
        assertInstanceOf(EngineJobState.Running.class, engine.lookUp(running));
        assertInstanceOf(EngineJobState.Waiting.class, engine.lookUp(neighbour));
        assertTrue(engine.cancel(running));
        await().until(() -> engine.lookUp(running) instanceof EngineJobState.Interrupted);
        await().until(() -> engine.lookUp(neighbour) instanceof EngineJobState.Running);
        assertFalse(engine.cancel(running));
        assertFalse(engine.cancel(PromptId.random()));
    }

    @ParameterizedTest
    @EnumSource
    void whatTheLastLookForbidsIsNotSent(EngineKind kind) throws IOException {
        Server server = server(kind, Duration.ofMillis(100));
        Engine engine = engine(server);
        Submission submission = submission(PromptId.random());
        assertThrows(
                IllegalStateException.class,
                () ->
                        engine.submit(
                                submission,
                                () -> {
                                    throw new IllegalStateException("lost");
                                }));
        assertEquals(0, server.accepted());
        assertInstanceOf(EngineJobState.Unknown.class, engine.lookUp(submission.prompt()));
    }

    @ParameterizedTest
    @EnumSource
    void aServerThatIsAwayIsUnreachableForEveryCall(EngineKind kind) throws IOException {
        Server server = server(kind, Duration.ofMillis(100));
        Engine engine = engine(server);
        engine.describe();
        PromptId job = engine.submit(submission(PromptId.random()));
        await().until(() -> engine.lookUp(job) instanceof EngineJobState.Finished);
        server.close();

        Submission submission = submission(PromptId.random());
        unreachable(engine::describe);
        unreachable(() -> engine.submit(submission));
        unreachable(() -> engine.lookUp(PromptId.random()));
        unreachable(() -> engine.cancel(PromptId.random()));
    }

    @ParameterizedTest
    @EnumSource
    void tooLargePicturesAndThoseThatAreGoneAreRefused(EngineKind kind) throws IOException {
        Engine engine = engine(server(kind, Duration.ofMillis(100)));
        PromptId job = engine.submit(submission(PromptId.random()));
        await().until(() -> engine.lookUp(job) instanceof EngineJobState.Finished);
        OutputFile output = ((EngineJobState.Finished) engine.lookUp(job)).outputs().getFirst();
        Path target = folder.resolve("out.png");

        assertEquals("output-unreadable", failure(() -> engine.fetch(output, target, 10)));
        var other = new OutputFile("", "never_00001_.png", "", "output");
        assertEquals("output-missing", failure(() -> engine.fetch(other, target, 1 << 20)));
        assertFalse(Files.exists(target));
        try (var left = Files.list(folder)) {
            assertTrue(left.noneMatch(file -> file.toString().endsWith(".part")));
        }
    }

    @ParameterizedTest
    @EnumSource
    void itKnowsTheClassesOfAGraphThatItRuns(EngineKind kind) {
        Engine engine = engine(server(kind, Duration.ofMillis(100)));
        assertTrue(engine.describe(Set.of("VAEDecode")).nodeTypes().contains("VAEDecode"));
        assertEquals("Engine", engine.name());
        assertEquals(kind == EngineKind.DEMO, engine.isDemo());
        assertEquals(!kind.takesOurId(), engine.describe().isSilent());
    }

    private static void unreachable(org.junit.jupiter.api.function.Executable call) {
        assertEquals("engine-unreachable", failure(call));
    }

    private static String failure(org.junit.jupiter.api.function.Executable call) {
        return assertThrows(StudioException.class, call).problem().code();
    }

    private Server server(EngineKind kind, Duration job) {
        Server server = kind.start(folder, job);
        open.add(server);
        return server;
    }

    private Engine engine(Server server) {
        Engine engine = server.engine();
        open.add(engine);
        return engine;
    }

    private Submission submission(PromptId prompt) throws IOException {
        Path picture = folder.resolve("reference.png");
        if (!Files.exists(picture)) {
            ImageIO.write(
                    new BufferedImage(64, 48, BufferedImage.TYPE_INT_RGB), "png", picture.toFile());
        }
        String graph =
                Graphs.SDXL
                        .replace("base.safetensors", "sd_xl_base_1.0.safetensors")
                        .replace("nora.safetensors", "milan.safetensors")
                        .replace("18446744073709551615", String.valueOf(prompt.hashCode() >>> 1));
        var input = new InputFile("{{reference_image}}", picture, "0a1b2c.png");
        return new Submission(prompt, graph, List.of(input));
    }
}
