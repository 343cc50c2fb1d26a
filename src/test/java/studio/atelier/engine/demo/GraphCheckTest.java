package studio.atelier.engine.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/// What is wrong with a graph, in ComfyUI's shape and words.
class GraphCheckTest {
    private GraphCheck check;

    @BeforeEach
    void open(@TempDir Path folder) throws IOException {
        DemoFiles files = new DemoFiles(folder);
        Files.write(folder.resolve("input/in.png"), DemoGraphs.picture(Color.ORANGE));
        NodeCatalog catalog =
                new NodeCatalog(DemoProfile.V0_33, DemoModels.standard(), files::inputNames);
        check = new GraphCheck(catalog, DemoProfile.V0_33, files);
    }

    private GraphCheck.Verdict verdict(ObjectNode graph) {
        return check.check(graph, Set.of());
    }

    private static ObjectNode with(String node, String input, String json) {
        return DemoGraphs.with(DemoGraphs.img2img(), node, input, DemoClient.read(json));
    }

    /// The only complaint about the graph.
    private JsonNode complaint(ObjectNode graph, String node) {
        GraphCheck.Verdict verdict = verdict(graph);
        JsonNode error = verdict.error().orElseThrow();
        assertEquals("prompt_outputs_failed_validation", error.path("type").asText());
        assertEquals("", error.path("details").asText());
        assertEquals(1, verdict.nodeErrors().size(), verdict.nodeErrors().toString());
        JsonNode entry = verdict.nodeErrors().path(node);
        assertEquals("[\"9\"]", entry.path("dependent_outputs").toString());
        assertEquals(graph.path(node).path("class_type"), entry.path("class_type"));
        return entry.at("/errors/0");
    }

    private static void assertSays(String type, String details, JsonNode complaint) {
        assertEquals(
                List.of(type, details),
                List.of(complaint.path("type").asText(), complaint.path("details").asText()));
    }

    @Test
    void aGoodGraphHasNoErrors() {
        GraphCheck.Verdict verdict = verdict(DemoGraphs.img2img());
        assertTrue(verdict.error().isEmpty());
        assertEquals(List.of("9"), verdict.outputs());
        assertTrue(verdict.nodeErrors().isEmpty());
    }

    @Test
    void aLoraThatIsNotThereIsNotInTheList() {
        JsonNode complaint = complaint(with("2", "lora_name", "\"absent.safetensors\""), "2");
        assertSays(
                "value_not_in_list",
                "lora_name: 'absent.safetensors' not in ['cam.safetensors', 'milan.safetensors',"
                        + " 'sky.safetensors', 'skyler.safetensors']",
                complaint);
        assertEquals(4, complaint.at("/extra_info/input_config/0").size());
        assertEquals("absent.safetensors", complaint.at("/extra_info/received_value").asText());
    }

    @Test
    void aLongListIsNotQuoted() {
        JsonNode complaint = complaint(with("7", "sampler_name", "\"nope\""), "7");
        assertSays(
                "value_not_in_list", "sampler_name: 'nope' not in (list of length 44)", complaint);
        assertTrue(complaint.at("/extra_info/input_config").isNull());
    }

    @Test
    void numbersHaveBounds() {
        assertEquals(
                "Value 0 smaller than min of 1",
                complaint(with("7", "steps", "0"), "7").path("message").asText());
        assertEquals(
                "Value 1.5 bigger than max of 1.0",
                complaint(with("7", "denoise", "1.5"), "7").path("message").asText());
        assertEquals(
                "Value 18446744073709551616 bigger than max of 18446744073709551615",
                complaint(with("7", "seed", "18446744073709551616"), "7").path("message").asText());
        assertEquals(
                "value_smaller_than_min",
                complaint(with("7", "seed", "-1"), "7").path("type").asText());
    }

    @Test
    void valuesAreConvertedAsInPython() {
        ObjectNode graph = with("7", "steps", "\"12\"");
        assertTrue(verdict(graph).error().isEmpty());
        assertEquals("12", graph.at("/7/inputs/steps").toString());
        assertSays(
                "invalid_input_type",
                "steps, many, invalid literal for int() with base 10: 'many'",
                complaint(with("7", "steps", "\"many\""), "7"));
    }

    @Test
    void linksMustExistAndFit() {
        assertSays("bad_linked_input", "model", complaint(with("7", "model", "[\"2\"]"), "7"));
        assertSays(
                "return_type_mismatch",
                "latent_image, received_type(IMAGE) mismatch input_type(LATENT)",
                complaint(with("7", "latent_image", "[\"5\", 0]"), "7"));
        assertSays(
                "exception_during_inner_validation",
                "'77'",
                complaint(with("7", "model", "[\"77\", 0]"), "7"));
        assertSays(
                "exception_during_inner_validation",
                "tuple index out of range",
                complaint(with("7", "model", "[\"2\", 9]"), "7"));
    }

    @Test
    void requiredInputsMustBeThere() {
        ObjectNode graph = DemoGraphs.img2img();
        ((ObjectNode) graph.at("/7/inputs")).remove("positive");
        assertSays("required_input_missing", "positive", complaint(graph, "7"));
    }

    @Test
    void aMissingPictureIsNamed() {
        assertSays(
                "custom_validation_failed",
                "image - Invalid image file: absent.png",
                complaint(with("5", "image", "\"absent.png\""), "5"));
    }

    @Test
    void aCycleIsTold() {
        GraphCheck.Verdict verdict = verdict(with("6", "pixels", "[\"8\", 0]"));
        assertEquals(3, verdict.nodeErrors().size());
        JsonNode complaint = verdict.nodeErrors().at("/8/errors/0");
        assertSays(
                "dependency_cycle",
                "8 (VAEDecode) -> 7 (KSampler) -> 6 (VAEEncode) -> 8 (VAEDecode)",
                complaint);
        assertEquals("[\"8\",\"7\",\"6\"]", complaint.at("/extra_info/cycle_nodes").toString());
    }

    @Test
    void anUnknownClassIsToldWithTheNodesTitle() {
        ObjectNode graph = DemoGraphs.img2img();
        ((ObjectNode) graph.path("2")).put("class_type", "NoSuchNode");
        JsonNode error = verdict(graph).error().orElseThrow();
        assertEquals("missing_node_type", error.path("type").asText());
        assertEquals(
                "Node 'Load LoRA' not found. The custom node may not be installed.",
                error.path("message").asText());
        assertEquals("Node ID '#2'", error.path("details").asText());
        assertEquals("NoSuchNode", error.at("/extra_info/class_type").asText());
    }

    @Test
    void withoutAnOutputNodeThereIsNothingToRun() {
        ObjectNode graph = DemoGraphs.img2img();
        graph.remove("9");
        assertEquals(
                "prompt_no_outputs", verdict(graph).error().orElseThrow().path("type").asText());
    }

    @Test
    void oneGoodOutputIsEnough() {
        ObjectNode graph = DemoGraphs.img2img();
        graph.set(
                "18",
                DemoClient.read(
                        "{\"class_type\":\"LoadImage\",\"inputs\":{\"image\":\"absent.png\"}}"));
        graph.set(
                "19",
                DemoClient.read(
                        "{\"class_type\":\"PreviewImage\",\"inputs\":{\"images\":[\"18\",0]}}"));
        GraphCheck.Verdict verdict = verdict(graph);
        assertTrue(verdict.error().isEmpty());
        assertEquals(List.of("9"), verdict.outputs());
        assertEquals("[\"19\"]", verdict.nodeErrors().at("/18/dependent_outputs").toString());
    }

    @Test
    void aNodeThatIsNoObjectRaises() {
        ObjectNode graph = DemoGraphs.img2img();
        graph.put("2", "text");
        assertThrows(PythonFailure.class, () -> verdict(graph));
    }
}
