package studio.atelier.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import studio.atelier.db.PostgresExtension;
import studio.atelier.engine.ComfyAddress;
import studio.atelier.engine.ComfyEngine;
import studio.atelier.engine.Engine;
import studio.atelier.engine.demo.DemoEngineServer;
import studio.atelier.engine.demo.DemoOptions;
import studio.atelier.model.Problem;
import studio.atelier.model.Workflow;
import studio.atelier.plan.recognition.Recognition;
import studio.atelier.plan.recognition.SampleGraphs;
import studio.atelier.plan.recognition.WorkflowDraft;
import studio.atelier.plan.recognition.WorkflowReader;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;

/// What the demo engine, which answers as ComfyUI does, says of imported workflows.
class WorkflowVerdictTest {
    @RegisterExtension static final PostgresExtension postgres = new PostgresExtension();

    @TempDir Path folder;
    private DemoEngineServer server;
    private QueueWorld world;

    @BeforeEach
    void open() throws IOException {
        postgres.clear();
        world = new QueueWorld(folder, postgres.database());
        server = DemoEngineServer.start(DemoOptions.in(folder.resolve("engine")));
    }

    @AfterEach
    void close() {
        world.close();
        server.close();
    }

    @Test
    void whatTheEngineHasIsRight() {
        var verdicts = verdicts(SampleGraphs.IMAGE_TO_IMAGE_LORA);
        assertEquals(List.of(), sentences(verdicts));
        assertTrue(verdicts.getFirst().told());
    }

    @Test
    void whatItLacksIsNamedWithTheNearest() {
        String graph =
                SampleGraphs.IMAGE_TO_IMAGE_LORA
                        .replace("sd_xl_base_1.0.safetensors", "sd_xl_base_1.safetensors")
                        .replace("\"scheduler\":\"normal\"", "\"scheduler\":\"normale\"")
                        .replace("\"sampler_name\":\"euler\",", "")
                        .replace("VAEDecode", "VaeDecoder");
        assertEquals(
                List.of(
                        "Demo does not have the node “VaeDecoder”, but it has “VAEDecode”.",
                        "Demo does not have the file “sd_xl_base_1.safetensors” for “Checkpoint”, but it has"
                                + " “sd_xl_base_1.0.safetensors”.",
                        "Demo does not have the file “normale” for “Scheduler”, but it has “normal”.",
                        "The node “Sampler” needs the input “sampler_name”, which the workflow does not"
                                + " give."),
                sentences(verdicts(graph)));
    }

    /// ComfyUI looks at what leads to an output, and at nothing else.
    @Test
    void whatLeadsNowhereMayBeIncomplete() {
        String graph =
                SampleGraphs.IMAGE_TO_IMAGE_LORA.replaceFirst(
                        "\\{",
                        "{\"20\":{\"class_type\":\"KSampler\",\"inputs\":{\"seed\":1,\"scheduler\":\"odd\"}},");
        assertEquals(List.of(), sentences(verdicts(graph)));
    }

    /// What nobody made a variable of is compared with the engine's lists too.
    @Test
    void whatStaysInTheGraphIsCompared() {
        List<String> said = sentences(verdicts(SampleGraphs.TWO_LORAS));
        assertTrue(
                said.contains("Demo does not have the node “Power Lora Loader (rgthree)”."),
                said.toString());
        assertTrue(
                said.contains(
                        "Demo does not have the file “sdxl_lightning_8step.safetensors” for “LoraLoader,"
                                + " lora_name”."),
                said.toString());
    }

    @Test
    void anEngineThatDoesNotTellSaysSoAndOneThatIsAwayWhy() {
        var away = new FakeEngine("Away");
        away.setUnreachable(true);
        var silent = new FakeEngine("Endpoint");
        silent.setLoras();
        var verdicts =
                world.queue(postgres.database(), "desk", away, silent)
                        .check(workflow(SampleGraphs.IMAGE_TO_IMAGE_LORA));
        assertEquals("engine-unreachable", verdicts.getFirst().problems().getFirst().code());
        assertEquals(new WorkflowVerdict("Endpoint", false, List.of()), verdicts.getLast());
    }

    private List<WorkflowVerdict> verdicts(String graph) {
        Engine engine =
                new ComfyEngine(
                        "Demo",
                        ComfyAddress.of(server.address().toString()),
                        true,
                        InstantSource.system());
        try (engine) {
            return world.queue(postgres.database(), "desk", engine).check(workflow(graph));
        }
    }

    private static Workflow workflow(String json) {
        var graph = WorkflowReader.read("w", json.getBytes(StandardCharsets.UTF_8));
        return WorkflowDraft.of(graph, Recognition.of(graph).proposals(), "w", "");
    }

    private static List<String> sentences(List<WorkflowVerdict> verdicts) {
        return verdicts.stream()
                .flatMap(verdict -> verdict.problems().stream())
                .map(Problem::sentence)
                .toList();
    }
}
