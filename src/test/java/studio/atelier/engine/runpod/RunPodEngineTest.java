package studio.atelier.engine.runpod;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import studio.atelier.checks.BesideOthers;
import studio.atelier.engine.EngineJobState;
import studio.atelier.engine.OutputFile;
import studio.atelier.engine.Submission;
import studio.atelier.engine.SubmissionUnclear;
import studio.atelier.engine.runpod.RunPodServer.Fault;
import studio.atelier.engine.runpod.RunPodWork.Ending;
import studio.atelier.model.Problem;
import studio.atelier.model.PromptId;
import studio.atelier.model.StudioException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One job at a time, and each way in which it can go wrong.
@BesideOthers
class RunPodEngineTest {
    private static final String GRAPH =
            """
            {"1": {"class_type": "LoadImage", "inputs": {"image": "{{reference_image}}"}},
             "9": {"class_type": "SaveImage", "inputs": {"images": ["1", 0]}}}
            """;

    @TempDir private Path folder;
    private final RunPodServer server = new RunPodServer();
    private final RunPodEngine engine = server.engine("Cloud");

    @AfterEach
    void stop() {
        engine.close();
        server.close();
    }

    @Test
    void aJobTravelsWholeWithItsReferenceAndOurId() throws IOException {
        Submission submission = submission(new byte[] {1, 2, 3});
        PromptId job = engine.submit(submission);

        RunPodWork work = server.works().getFirst();
        assertEquals(work.id(), job.value());
        assertEquals(submission.prompt().value(), work.clientId());
        var input = work.request().path("input");
        assertEquals("0a1b2c.png", input.at("/workflow/1/inputs/image").asText());
        assertEquals("0a1b2c.png", input.at("/images/0/name").asText());
        // no "data:" before it, which older workers take for a part of the picture
        assertArrayEquals(
                new byte[] {1, 2, 3},
                Base64.getDecoder().decode(input.at("/images/0/image").asText()));
        assertEquals(900_000, work.request().at("/policy/executionTimeout").asLong());
        assertEquals(7_200_000, work.request().at("/policy/ttl").asLong());
    }

    @ParameterizedTest
    @EnumSource(names = {"INLINE", "DATA_URI", "LINK", "LEGACY", "LEGACY_LIST", "PARTLY"})
    void aPictureComesInlineOrByLinkAsTheWorkerMadeIt(Ending ending) throws IOException {
        server.endWith(ending);
        PromptId job = engine.submit(submission(new byte[] {1}));
        List<OutputFile> outputs = finished(job);

        assertEquals(1, outputs.size());
        assertArrayEquals(
                server.works().getFirst().picture(1), fetched(engine, outputs.getFirst()));
        assertEquals(List.of(), server.keysAtTheBucket());
    }

    @Test
    void inlinePicturesAreNotSentTwiceYetCanBeAskedForAgainAlsoByAnotherProcess()
            throws IOException {
        server.endWith(Ending.TWO_INLINE);
        PromptId job = engine.submit(submission(new byte[] {1}));
        List<OutputFile> outputs = finished(job);
        long asked = server.asked("status");

        RunPodWork work = server.works().getFirst();
        assertArrayEquals(work.picture(1), fetched(engine, outputs.get(0)));
        assertArrayEquals(work.picture(2), fetched(engine, outputs.get(1)));
        assertEquals(asked, server.asked("status"));
        assertArrayEquals(work.picture(1), fetched(engine, outputs.get(0)));
        assertEquals(asked + 1, server.asked("status"));

        try (RunPodEngine other = server.engine("Cloud")) {
            assertEquals(
                    new EngineJobState.Finished(outputs, Optional.of(Duration.ofMillis(1437))),
                    other.lookUp(new PromptId(work.id())));
            assertArrayEquals(work.picture(2), fetched(other, outputs.get(1)));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "NODE_FAILED, node-failed, KSampler (3)",
        "OUT_OF_MEMORY, out-of-memory, Cloud",
        "REFUSED, prompt-rejected, lora_name",
        "LORA_ABSENT, lora-misnamed, noras.safetensors",
        "FILE_ABSENT, model-file-missing, base.safetensors",
        "NODE_ABSENT, node-missing, FancyLoader",
        "OLD_NODE_ABSENT, node-missing, FancyLoader",
        "NO_OUTPUT_NODE, prompt-rejected, Prompt has no outputs",
        "REFERENCE_REFUSED, prompt-rejected, node 2: Custom validation failed for node (image - Invalid image file: in.png)",
        "BROKE, worker-failed, not reachable after multiple retries",
        "UNCAUGHT, worker-failed, 'images'",
        "LEGACY_FAILED, worker-failed, does not exist in the output folder",
        "TIMED_OUT, run-too-long, longer than allowed",
        "TOO_SLOW, run-too-long, longer than allowed",
        "NO_OUTPUT, result-left-out, no result"
    })
    void aFailureIsToldInItsOwnWords(Ending ending, String code, String words) throws IOException {
        server.endWith(ending);
        PromptId job = engine.submit(submission(new byte[] {1}));
        await().until(() -> engine.lookUp(job) instanceof EngineJobState.Failed);

        Problem problem = ((EngineJobState.Failed) engine.lookUp(job)).problem();
        assertEquals(code, problem.code());
        assertTrue(problem.sentence().contains(words), problem.sentence());
    }

    @Test
    void aJobWithoutPicturesIsFinishedWithoutPictures() throws IOException {
        server.endWith(Ending.NO_IMAGES);
        assertEquals(List.of(), finished(engine.submit(submission(new byte[] {1}))));
    }

    @Test
    void aDamagedPictureIsNotTakenForOne() throws IOException {
        server.endWith(Ending.DAMAGED);
        OutputFile output = finished(engine.submit(submission(new byte[] {1}))).getFirst();
        var failure = assertThrows(StudioException.class, () -> fetched(engine, output));
        assertEquals("output-unreadable", failure.problem().code());
    }

    @Test
    void aPictureThatTheWorkerKeptForWantOfKeysIsToldSo() throws IOException {
        server.endWith(Ending.KEPT);
        OutputFile output = finished(engine.submit(submission(new byte[] {1}))).getFirst();
        Problem problem =
                assertThrows(StudioException.class, () -> fetched(engine, output)).problem();
        assertEquals("output-unreadable", problem.code());
        assertTrue(problem.sentence().contains("BUCKET_ACCESS_KEY_ID"), problem.sentence());
    }

    @Test
    void aResultThatIsForgottenIsUnknownWithTheReason() throws IOException {
        PromptId job = engine.submit(submission(new byte[] {1}));
        List<OutputFile> outputs = finished(job);
        fetched(engine, outputs.getFirst());
        server.forgetAll();

        await().until(() -> engine.lookUp(job) instanceof EngineJobState.Unknown);
        var unknown = (EngineJobState.Unknown) engine.lookUp(job);
        assertEquals("result-expired", unknown.why().orElseThrow().code());
        var failure = assertThrows(StudioException.class, () -> fetched(engine, outputs.get(0)));
        assertEquals("output-missing", failure.problem().code());
    }

    @Test
    void aJobThatNoWorkerTookInTimeIsSentAgain() throws IOException {
        server.endWith(Ending.NEVER_TAKEN);
        PromptId job = engine.submit(submission(new byte[] {1}));
        await().until(() -> engine.lookUp(job) instanceof EngineJobState.Unknown);
        var unknown = (EngineJobState.Unknown) engine.lookUp(job);
        assertEquals("result-expired", unknown.why().orElseThrow().code());
    }

    @ParameterizedTest
    @CsvSource({
        "401, engine-refused",
        "403, engine-refused",
        "404, engine-faulty",
        "400, prompt-rejected",
        "413, sending-too-large",
        "429, engine-busy"
    })
    void aClearNoLeavesNoDoubt(int status, String code) throws IOException {
        server.next("run", RunPodServer.status(status, "{\"error\":\"no\"}"));
        Submission submission = submission(new byte[] {1});
        var failure = assertThrows(StudioException.class, () -> engine.submit(submission));
        assertEquals(code, failure.problem().code());
        assertEquals(0, server.works().size());
    }

    @Test
    void anUnclearSendingIsUnknownEverAfterAndSaysSo() throws IOException {
        List<Fault> faults =
                List.of(
                        new Fault.Lost(),
                        RunPodServer.status(500, "{}"),
                        RunPodServer.page(502),
                        RunPodServer.page(524),
                        RunPodServer.status(200, "{\"id\":"),
                        RunPodServer.status(200, "{}"),
                        RunPodServer.status(200, "{\"id\":\"../../cancel/x\"}"),
                        RunPodServer.page(200));
        for (Fault fault : faults) {
            server.next("run", fault);
            Submission submission = submission(new byte[] {1});
            var unclear = assertThrows(SubmissionUnclear.class, () -> engine.submit(submission));
            assertEquals("sending-unclear", unclear.problem().code(), fault.toString());
            var state =
                    assertInstanceOf(
                            EngineJobState.Unknown.class, engine.lookUp(submission.prompt()));
            assertEquals("sending-unclear", state.why().orElseThrow().code());
            assertFalse(engine.cancel(submission.prompt()));
        }
        // the lost answer's job did arrive, and can be told by our id
        assertEquals(1, server.works().size());
    }

    @Test
    void anEndpointThatIsAwayHasSurelyNotGotIt() throws IOException {
        server.close();
        Submission submission = submission(new byte[] {1});
        var failure = assertThrows(StudioException.class, () -> engine.submit(submission));
        assertEquals("engine-unreachable", failure.problem().code());
    }

    @Test
    void whatIsTooLargeIsNotSent() throws IOException {
        Submission submission = submission(new byte[8 << 20]);
        var failure = assertThrows(StudioException.class, () -> engine.submit(submission));
        assertEquals("sending-too-large", failure.problem().code());
        assertEquals(
                "This job is too large for Cloud: 10.7 MB with its reference, and at most 10 MB"
                        + " are accepted.",
                failure.problem().sentence());
        assertEquals(studio.atelier.model.Retry.NEVER, failure.problem().retry());
        assertEquals(0, server.asked("run"));
    }

    @Test
    void whatTheEndpointFindsTooLargeIsToldAsThat() throws IOException {
        server.next(
                "run", RunPodServer.status(400, "{\"error\":\"exceeded max body size of 10MiB\"}"));
        Submission submission = submission(new byte[] {1});
        refused("sending-too-large", () -> engine.submit(submission));
    }

    @Test
    void aRequestForAPauseIsKeptForAllCalls() throws IOException {
        PromptId job = engine.submit(submission(new byte[] {1}));
        server.next(
                "status",
                new Fault.Status(429, "application/json", "{}", Map.of("Retry-After", "1")));
        refused("engine-busy", () -> engine.lookUp(job));
        long asked = server.asked("status");
        refused("engine-busy", () -> engine.lookUp(job));
        refused("engine-busy", engine::describe);
        assertEquals(asked, server.asked("status"));
        await().until(() -> isFinished(job));
    }

    @ParameterizedTest
    @CsvSource({"401, engine-refused", "500, engine-faulty", "503, engine-unreachable"})
    void questionsThatFailSayWhy(int status, String code) throws IOException {
        PromptId job = engine.submit(submission(new byte[] {1}));
        for (Fault fault : List.of(RunPodServer.status(status, "{}"), RunPodServer.page(status))) {
            server.next("status", fault);
            refused(code, () -> engine.lookUp(job));
        }
        await().until(() -> isFinished(job));
    }

    @Test
    void garbageIsNoAnswer() throws IOException {
        PromptId job = engine.submit(submission(new byte[] {1}));
        for (String body :
                List.of("", "[]", "{\"status\":", "{}", "{\"status\":\"SLEEPING\"}", "null")) {
            server.next("status", RunPodServer.status(200, body));
            refused("engine-faulty", () -> engine.lookUp(job));
        }
        server.next("status", RunPodServer.page(404));
        refused("engine-unreachable", () -> engine.lookUp(job));
        await().until(() -> isFinished(job));
    }

    @Test
    void whatWaitsAndWhatRunsIsCancelled() throws IOException {
        server.take(Duration.ZERO, Duration.ofMinutes(1));
        PromptId running = engine.submit(submission(new byte[] {1}));
        PromptId waiting = engine.submit(submission(new byte[] {2}));
        await().until(() -> engine.lookUp(running) instanceof EngineJobState.Running);
        assertEquals(new EngineJobState.Waiting(0), engine.lookUp(waiting));

        assertTrue(engine.cancel(waiting));
        assertInstanceOf(EngineJobState.Interrupted.class, engine.lookUp(waiting));
        assertInstanceOf(EngineJobState.Running.class, engine.lookUp(running));
        assertTrue(engine.cancel(running));
        assertFalse(engine.cancel(running));
        assertFalse(engine.cancel(new PromptId("c80ffee4-none-e1")));
        assertFalse(engine.cancel(new PromptId("../purge-queue")));
        assertEquals(0, server.asked("purge-queue"));
    }

    @Test
    void aBucketThatHasItNoMoreOrNotNow() throws IOException {
        server.endWith(Ending.LINK);
        OutputFile output = finished(engine.submit(submission(new byte[] {1}))).getFirst();
        String[][] cases = {
            {"404", "output-missing"}, {"403", "output-unreadable"}, {"503", "engine-unreachable"}
        };
        for (String[] each : cases) {
            server.next("bucket", RunPodServer.status(Integer.parseInt(each[0]), "<Error/>"));
            var failure = assertThrows(StudioException.class, () -> fetched(engine, output));
            assertEquals(each[1], failure.problem().code());
            assertFalse(told(failure).contains("secretlink"), told(failure));
        }
        assertEquals(server.works().getFirst().picture(1).length, fetched(engine, output).length);
    }

    @Test
    void noMessageHoldsTheKey() throws IOException {
        PromptId job = engine.submit(submission(new byte[] {1}));
        for (int status : List.of(200, 401, 404, 429, 500)) {
            String echo = "{\"error\":\"Bearer " + RunPodServer.KEY + " is no good\"}";
            server.next("status", RunPodServer.status(status, echo));
            server.next("run", RunPodServer.status(status, echo));
            Submission submission = submission(new byte[] {1});
            for (Runnable call :
                    List.<Runnable>of(() -> engine.lookUp(job), () -> engine.submit(submission))) {
                try {
                    call.run();
                } catch (StudioException e) {
                    assertFalse(told(e).contains("PLANTED"), told(e));
                } catch (SubmissionUnclear e) {
                    assertFalse((e + e.problem().detail()).contains("PLANTED"));
                }
            }
        }
        var address = RunPodAddress.of("abc123", RunPodServer.KEY);
        assertEquals("https://api.runpod.ai/v2/abc123", address.toString());
    }

    private static String told(StudioException e) {
        var told = new StringBuilder();
        for (Throwable each = e; each != null; each = each.getCause()) {
            told.append(each).append('\n');
        }
        return told + e.problem().sentence() + e.problem().action() + e.problem().detail();
    }

    private static void refused(String code, org.junit.jupiter.api.function.Executable call) {
        assertEquals(code, assertThrows(StudioException.class, call).problem().code());
    }

    private List<OutputFile> finished(PromptId job) {
        await().until(() -> isFinished(job));
        return ((EngineJobState.Finished) engine.lookUp(job)).outputs();
    }

    private boolean isFinished(PromptId job) {
        try {
            return engine.lookUp(job) instanceof EngineJobState.Finished;
        } catch (StudioException e) {
            // the pause that was asked for
            return false;
        }
    }

    private byte[] fetched(RunPodEngine from, OutputFile output) throws IOException {
        Path target = folder.resolve("out.png");
        from.fetch(output, target, 1 << 20);
        return Files.readAllBytes(target);
    }

    private Submission submission(byte[] reference) throws IOException {
        Path file = folder.resolve("reference.png");
        Files.write(file, reference);
        var input = new Submission.InputFile("{{reference_image}}", file, "0a1b2c.png");
        return new Submission(PromptId.random(), GRAPH, List.of(input));
    }
}
