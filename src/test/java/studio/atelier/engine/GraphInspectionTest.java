package studio.atelier.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import studio.atelier.engine.GraphInspection.ModelFile;
import studio.atelier.model.StudioException;

import java.util.List;
import java.util.Map;
import java.util.Set;

class GraphInspectionTest {
    @Test
    void namesTheClassesOfAGraph() {
        assertEquals(
                Set.of(
                        "CheckpointLoaderSimple",
                        "LoraLoader",
                        "CLIPTextEncode",
                        "LoadImage",
                        "VAEEncode",
                        "KSampler",
                        "VAEDecode",
                        "SaveImage"),
                Graphs.sdxl().nodeClasses());
    }

    @Test
    void namesTheFilesThatAnEngineMustHave() {
        List<ModelFile> files = Graphs.sdxl().modelFiles();

        assertEquals(
                List.of(
                        new ModelFile(
                                "1",
                                "Checkpoint",
                                "CheckpointLoaderSimple.ckpt_name",
                                "ckpt_name",
                                "base.safetensors"),
                        new ModelFile(
                                "2",
                                "LoRA",
                                "LoraLoader.lora_name",
                                "lora_name",
                                "nora.safetensors")),
                files);
        assertFalse(files.getFirst().isLora());
        assertTrue(files.getLast().isLora());
    }

    @ParameterizedTest
    @CsvSource({
        "clip_name, true",
        "clip_name2, true",
        "unet_name, true",
        "lora_name_3, true",
        "vae_name, true",
        "control_net_name, true",
        "sampler_name, false",
        "filename_prefix, false",
        "image, false",
    })
    void knowsFieldsThatNameModelFiles(String field, boolean expected) {
        assertEquals(expected, GraphInspection.isFileField(field));
    }

    @Test
    void tellsTheEditorsFormatFromTheEngines() {
        String ui =
                "{\"nodes\":[{\"id\":1,\"type\":\"KSampler\",\"widgets_values\":[1]}],\"links\":[]}";

        var failure = assertThrows(StudioException.class, () -> GraphInspection.of("mine", ui));

        assertEquals("workflow-ui-format", failure.problem().code());
        assertTrue(failure.problem().sentence().contains("mine"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"not json", "[]", "{}", "7", "{\"1\":\"text\"}", "{\"1\":{\"inputs\":{}}}"})
    void refusesWhatIsNoGraph(String graph) {
        var failure = assertThrows(StudioException.class, () -> GraphInspection.of("mine", graph));

        assertEquals("workflow-invalid", failure.problem().code());
    }

    @Test
    void unwrapsAGraphInsideARequest() {
        assertEquals(
                Graphs.sdxl().nodeClasses(),
                GraphInspection.of("mine", "{\"prompt\":" + Graphs.SDXL + "}").nodeClasses());
    }

    @Test
    void numbersKeepTheirValue() {
        String sent = ComfyJson.text(Graphs.sdxl().with(Map.of()));

        assertTrue(sent.contains("\"seed\":18446744073709551615"), sent);
        assertTrue(sent.contains("\"cfg\":3.8"), sent);
    }

    @Property(tries = 200)
    void textsArriveUnchangedAndOnlyAWholeValueIsReplaced(@ForAll String text) throws Exception {
        var graph = ComfyJson.object();
        var node = graph.putObject("1").put("class_type", "LoadImage").putObject("inputs");
        node.put("image", "{{file}}");
        node.put("title", "a {{file}} here");
        node.put("note", text);
        node.putArray("deep").addObject().put("again", "{{file}}");

        var filled =
                GraphInspection.of("mine", ComfyJson.text(graph)).with(Map.of("{{file}}", text));

        var inputs = ComfyJson.parse(ComfyJson.text(filled)).path("1").path("inputs");
        assertEquals(text, inputs.path("image").textValue());
        assertEquals(text, inputs.path("deep").path(0).path("again").textValue());
        assertEquals("a {{file}} here", inputs.path("title").textValue());
        assertEquals(text, inputs.path("note").textValue());
    }
}
