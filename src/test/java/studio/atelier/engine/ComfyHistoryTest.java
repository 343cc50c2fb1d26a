package studio.atelier.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import studio.atelier.model.Problem;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

class ComfyHistoryTest {
    private static final String SUCCESS =
            "{\"status_str\":\"success\",\"completed\":true,\"messages\":[[\"execution_start\",{}],"
                    + "[\"execution_success\",{}]]}";

    @Test
    void outputsComeInTheOrderOfTheGraph() throws IOException {
        var finished =
                finished(
                        """
                        {"9":{"images":[{"filename":"b_00001_.png","subfolder":"s","type":"output"},
                                        {"filename":"b_00002_.png","subfolder":"s","type":"output"}]},
                         "3":{"images":[{"filename":"a_00001_.png","subfolder":"","type":"output"}]}}
                        """,
                        SUCCESS);

        assertEquals(
                List.of(
                        new OutputFile("3", "a_00001_.png", "", "output"),
                        new OutputFile("9", "b_00001_.png", "s", "output"),
                        new OutputFile("9", "b_00002_.png", "s", "output")),
                finished.outputs());
    }

    @Test
    void previewsAndRepeatsAndOtherKindsAreLeftOut() throws IOException {
        var finished =
                finished(
                        """
                        {"3":{"images":[{"filename":"tmp_1_.png","subfolder":"","type":"temp"}],
                              "animated":[true]},
                         "4":{"text":["hello"],"audio":[{"filename":"a.flac","subfolder":"","type":"output"}]},
                         "5":{"images":[{"filename":"in.png","subfolder":"","type":"input"},"odd",null,7]},
                         "9":{"images":[{"filename":"x.png","subfolder":"","type":"output"},
                                        {"filename":"x.png","subfolder":"","type":"output"}],
                              "extra":"text","more":{"a":1}},
                         "10":null,"11":[1],"12":"text"}
                        """,
                        SUCCESS);

        assertEquals(List.of(new OutputFile("9", "x.png", "", "output")), finished.outputs());
    }

    @Test
    void whatCannotBeReadIsLeftOutBesideAPicture() throws IOException {
        String animation =
                "\"8\":{\"images\":[{\"filename\":\"a.webp\",\"subfolder\":\"\",\"type\":\"output\"}],"
                        + "\"animated\":[true],"
                        + "\"gifs\":[{\"filename\":\"a.gif\",\"subfolder\":\"\",\"type\":\"output\"}]}";
        String picture =
                "\"9\":{\"images\":[{\"filename\":\"x.PNG\",\"subfolder\":\"\",\"type\":\"output\"}]}";

        assertEquals(
                List.of(new OutputFile("9", "x.PNG", "", "output")),
                finished("{" + animation + "," + picture + "}", SUCCESS).outputs());
        assertEquals(
                List.of(new OutputFile("8", "a.webp", "", "output")),
                finished("{" + animation + "}", SUCCESS).outputs());
    }

    /// As nodes that people write leave things out.
    @Test
    void nothingIsNoName() throws IOException {
        var finished =
                finished(
                        """
                        {"9":{"images":[{"filename":"x.png","subfolder":null,"type":null},
                                        {"filename":null,"subfolder":"","type":"output"}]}}
                        """,
                        SUCCESS);

        assertEquals(List.of(new OutputFile("9", "x.png", "", "output")), finished.outputs());
    }

    @Test
    void previewsAreTakenWhenNothingWasSaved() throws IOException {
        var finished =
                finished(
                        "{\"3\":{\"images\":[{\"filename\":\"t.png\",\"subfolder\":\"\",\"type\":\"temp\"}]}}",
                        SUCCESS);

        assertEquals("temp", finished.outputs().getFirst().type());
    }

    @Test
    void anEntryWithoutStatusIsFinished() throws IOException {
        assertEquals(List.of(), finished("{}", "null").outputs());
    }

    @Test
    void interruptedIsNotFailed() throws IOException {
        EngineJobState state =
                state(
                        "{}",
                        """
                        {"status_str":"error","completed":false,"messages":[["execution_start",{}],
                         ["execution_interrupted",{"node_id":"7","node_type":"KSampler","executed":["3"]}]]}
                        """);

        assertInstanceOf(EngineJobState.Interrupted.class, state);
    }

    /// A node that fails behind the last saved picture, as one that tells somebody, takes no picture away.
    @Test
    void whatSavedAllItsPicturesIsFinishedWhateverFailedAfterwards() throws IOException {
        String entry =
                """
                {"prompt":[0,"p",{"7":{"class_type":"Notify"},"8":{"class_type":"SaveImage"},
                  "9":{"class_type":"Image Save"}},{},["8","9"]],
                 "outputs":{"8":{"images":[{"filename":"a.png","subfolder":"","type":"output"}]}%s},
                 "status":{"status_str":"error","completed":false,"messages":[["execution_error",
                  {"node_id":"7","node_type":"Notify","exception_message":"x","exception_type":"E"}]]}}
                """;
        String second =
                ",\"9\":{\"images\":[{\"filename\":\"b.png\",\"subfolder\":\"\",\"type\":\"output\"}]}";

        assertInstanceOf(EngineJobState.Failed.class, read(entry.formatted("")));
        var finished =
                assertInstanceOf(EngineJobState.Finished.class, read(entry.formatted(second)));
        assertEquals(2, finished.outputs().size());
    }

    @Test
    void aFailedNodeIsToldByTitleWithItsOwnWords() throws IOException {
        Problem problem =
                failed("ValueError", "Bad header\\n\\nFile path: /x/y\\n\\nLong advice.\\n");

        assertEquals("node-failed", problem.code());
        assertEquals(List.of("Sampler", "Bad header"), problem.arguments());
        assertTrue(problem.detail().contains("Long advice."));
        assertTrue(problem.detail().contains("line 12, in run"));
    }

    @Test
    void adviceIsTrimmedFromTheSentence() throws IOException {
        Problem problem = failed("RuntimeError", "no such thing\\nTIPS: reboot the moon");

        assertEquals("no such thing", problem.arguments().getLast());
    }

    @Test
    void aFullMemoryIsAKindOfItsOwn() throws IOException {
        Problem byType = failed("torch.OutOfMemoryError", "Allocation on device 0 failed");
        Problem byWords = failed("RuntimeError", "MPS backend out of memory (MPS allocated: 9 GB)");

        assertEquals("out-of-memory", byType.code());
        assertEquals("out-of-memory", byWords.code());
        assertEquals(List.of("Workshop"), byType.arguments());
    }

    @Test
    void anErrorAmongTheMessagesWinsOverASuccessfulStatus() throws IOException {
        EngineJobState state =
                state(
                        "{}",
                        """
                        {"status_str":"success","completed":true,"messages":[["execution_error",
                         {"node_id":"7","node_type":"KSampler","exception_message":"x","exception_type":"E"}]]}
                        """);

        assertInstanceOf(EngineJobState.Failed.class, state);
    }

    @Test
    void anErrorWithoutReasonIsStillAFailure() throws IOException {
        var failed =
                assertInstanceOf(
                        EngineJobState.Failed.class,
                        state(
                                "{}",
                                "{\"status_str\":\"error\",\"completed\":false,\"messages\":[]}"));

        assertEquals("engine-faulty", failed.problem().code());
    }

    @Test
    void oddlyShapedErrorsDoNotHarm() throws IOException {
        var failed =
                assertInstanceOf(
                        EngineJobState.Failed.class,
                        state(
                                "[]",
                                "{\"messages\":[7,null,[],[\"execution_error\"],[\"execution_error\",{\"node_id\":4,"
                                        + "\"traceback\":\"text\",\"exception_message\":[1]}]]}"));

        assertFalse(failed.problem().sentence().isBlank());
    }

    @Test
    void theTimeThatItWorkedIsTakenFromItsOwnClock() throws IOException {
        String success =
                """
                {"status_str":"success","completed":true,"messages":[
                 ["execution_start",{"prompt_id":"p","timestamp":1790000000200}],
                 ["execution_cached",{"nodes":[],"prompt_id":"p","timestamp":1790000000210}],
                 ["execution_%s",{"prompt_id":"p","timestamp":%s}]]}
                """;
        var eightSeconds = Optional.of(Duration.ofMillis(8_800));
        String then = "1790000009000";
        assertEquals(eightSeconds, state("{}", success.formatted("success", then)).ran());
        assertEquals(eightSeconds, state("{}", success.formatted("error", then)).ran());
        assertEquals(eightSeconds, state("{}", success.formatted("interrupted", then)).ran());
        for (String odd : List.of("1", "null", "\"soon\"", "1e300", "[]")) {
            assertEquals(
                    Optional.empty(), state("{}", success.formatted("success", odd)).ran(), odd);
        }
    }

    private static Problem failed(String type, String message) throws IOException {
        EngineJobState state =
                state(
                        "{}",
                        """
                        {"status_str":"error","completed":false,"messages":[["execution_error",
                         {"prompt_id":"p","node_id":"7","node_type":"KSampler","executed":["3"],
                          "exception_message":"%s","exception_type":"%s",
                          "traceback":["  File nodes.py, line 12, in run\\n"],
                          "current_inputs":{"cfg":[NaN],"seed":[18446744073709551615]}}]]}
                        """
                                .formatted(message, type));
        return assertInstanceOf(EngineJobState.Failed.class, state).problem();
    }

    private static EngineJobState.Finished finished(String outputs, String status)
            throws IOException {
        return assertInstanceOf(EngineJobState.Finished.class, state(outputs, status));
    }

    private static EngineJobState state(String outputs, String status) throws IOException {
        return read(
                "{\"prompt\":[4,\"p\",%s,{\"client_id\":\"c\"},[\"9\"]],\"outputs\":%s,\"status\":%s,\"meta\":{}}"
                        .formatted(Graphs.SDXL, outputs, status));
    }

    private static EngineJobState read(String entry) throws IOException {
        return new ComfyHistory(new ComfyTrouble("Workshop", ComfyAddress.of("http://host:8188")))
                .state(ComfyJson.parse(entry));
    }
}
