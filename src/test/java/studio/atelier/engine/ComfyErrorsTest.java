package studio.atelier.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;

import org.junit.jupiter.api.Test;

import studio.atelier.model.Problem;

import java.io.IOException;
import java.util.List;

/// Refusals in the shapes of 0.33, 0.12 and 0.3.64.
class ComfyErrorsTest {
    private static final String TOP =
            "{\"error\":{\"type\":\"prompt_outputs_failed_validation\",\"message\":\"Prompt outputs failed"
                    + " validation\",\"details\":\"\",\"extra_info\":{}},\"node_errors\":%s}";

    @Test
    void anAbsentLoraIsNamedWithWhatTheEngineHas() throws IOException {
        Problem problem =
                refused(
                        "2",
                        "LoraLoader",
                        """
                        {"type":"value_not_in_list","message":"Value not in list",
                         "details":"lora_name: 'nora.safetensors' not in ['people/Nora.safetensors', 'x']",
                         "extra_info":{"input_name":"lora_name","received_value":"nora.safetensors",
                          "input_config":[["people/Nora.safetensors","x"],{"tooltip":"t"}]}}
                        """);

        assertEquals("lora-misnamed", problem.code());
        assertEquals(
                List.of("nora.safetensors", "Workshop", "people/Nora.safetensors"),
                problem.arguments());
        assertTrue(problem.detail().contains("value_not_in_list"));
    }

    @Test
    void aLongListLeavesNoNameToSuggest() throws IOException {
        Problem problem =
                refused(
                        "2",
                        "LoraLoader",
                        """
                        {"type":"value_not_in_list","message":"Value not in list",
                         "details":"lora_name: 'nora.safetensors' not in (list of length 44)",
                         "extra_info":{"input_name":"lora_name","input_config":null,
                          "received_value":"nora.safetensors"}}
                        """);

        assertEquals("lora-missing", problem.code());
        assertEquals(List.of("nora.safetensors", "Workshop"), problem.arguments());
    }

    @Test
    void anAbsentModelFileIsNamedByItsNode() throws IOException {
        Problem problem =
                refused(
                        "1",
                        "CheckpointLoaderSimple",
                        """
                        {"type":"value_not_in_list","message":"Value not in list","details":"d",
                         "extra_info":{"input_name":"ckpt_name","received_value":"base.safetensors",
                          "input_config":["COMBO",{"options":["quite-another-thing.ckpt"]}]}}
                        """);

        assertEquals("model-file-missing", problem.code());
        assertEquals(List.of("Checkpoint", "base.safetensors", "Workshop"), problem.arguments());
    }

    /// A node that puts a picture beside each name takes the name in another form than it was sent in.
    @Test
    void aFileThatTheEngineListsIsNotCalledAbsent() throws IOException {
        Problem problem =
                refused(
                        "1",
                        "CheckpointLoader|pysssss",
                        """
                        {"type":"value_not_in_list","message":"Value not in list",
                         "details":"ckpt_name: 'base.safetensors' not in [...]",
                         "extra_info":{"input_name":"ckpt_name","received_value":"base.safetensors",
                          "input_config":[[{"content":"base.safetensors","image":null}],{}]}}
                        """);

        assertEquals("prompt-rejected", problem.code());
        assertTrue(problem.sentence().contains("Value not in list"), problem.sentence());
    }

    @Test
    void aNodeThatOnlySaysNoIsToldWithTheEnginesWords() throws IOException {
        Problem problem =
                refused(
                        "5",
                        "LoadImage",
                        """
                        {"type":"custom_validation_failed","message":"Custom validation failed for node",
                         "details":"image","extra_info":{"input_name":"image"}}
                        """);

        assertTrue(
                problem.sentence().endsWith("image: Custom validation failed for node."),
                problem.sentence());
    }

    @Test
    void aValueOutOfRangeIsToldWithNodeAndField() throws IOException {
        Problem problem =
                refused(
                        "7",
                        "KSampler",
                        """
                        {"type":"value_bigger_than_max","message":"Value 1.5 bigger than max of 1.0",
                         "details":"denoise","extra_info":{"input_name":"denoise",
                         "input_config":["FLOAT",{"max":1.0}],"received_value":1.5}}
                        """);

        assertEquals("prompt-rejected", problem.code());
        assertEquals(
                List.of("Sampler (node 7), denoise: Value 1.5 bigger than max of 1.0."),
                problem.arguments());
    }

    @Test
    void anAbsentSamplerIsTheWorkflowsFault() throws IOException {
        Problem problem =
                refused(
                        "7",
                        "KSampler",
                        """
                        {"type":"value_not_in_list","message":"Value not in list",
                         "details":"sampler_name: 'nope' not in (list of length 44)",
                         "extra_info":{"input_name":"sampler_name","input_config":null,
                          "received_value":"nope"}}
                        """);

        assertEquals("prompt-rejected", problem.code());
        assertTrue(problem.sentence().contains("nope"), problem.sentence());
    }

    @Test
    void anAbsentInputImageIsToldInTheEnginesWords() throws IOException {
        Problem problem =
                refused(
                        "5",
                        "LoadImage",
                        """
                        {"type":"custom_validation_failed","message":"Custom validation failed for node",
                         "details":"image - Invalid image file: gone.png",
                         "extra_info":{"input_name":"image"}}
                        """);

        assertEquals("prompt-rejected", problem.code());
        assertTrue(problem.sentence().contains("Invalid image file: gone.png"));
    }

    @Test
    void ofSeveralErrorsTheAbsentLoraComesFirst() throws IOException {
        JsonNode reply =
                ComfyJson.parse(
                        TOP.formatted(
                                """
                                {"7":{"class_type":"KSampler","dependent_outputs":["9"],"errors":[
                                  {"type":"value_smaller_than_min","message":"Value 0 smaller than min of 1",
                                   "details":"steps","extra_info":{"input_name":"steps"}}]},
                                 "2":{"class_type":"LoraLoader","dependent_outputs":["9"],"errors":[
                                  {"type":"value_not_in_list","message":"Value not in list","details":"d",
                                   "extra_info":{"input_name":"lora_name","received_value":"a.safetensors",
                                   "input_config":[[],{}]}}]}}
                                """));

        assertEquals("lora-missing", problem(reply).code());
    }

    @Test
    void severalErrorsAreCounted() throws IOException {
        JsonNode reply =
                ComfyJson.parse(
                        TOP.formatted(
                                """
                                {"8":{"class_type":"VAEDecode","errors":[{"type":"dependency_cycle",
                                  "message":"Dependency cycle detected","details":"8 -> 7 -> 8",
                                  "extra_info":{"node_id":"8"}}]},
                                 "7":{"class_type":"KSampler","errors":[{"type":"dependency_cycle",
                                  "message":"Dependency cycle detected","details":"8 -> 7 -> 8",
                                  "extra_info":{"node_id":"7"}}]}}
                                """));

        assertEquals(
                "VAEDecode (node 8): Dependency cycle detected (8 -> 7 -> 8). And 1 more.",
                problem(reply).arguments().getFirst());
    }

    @Test
    void aCycleThatAnOlderServerDoesNotNameIsStillARefusal() throws IOException {
        Problem problem = problem(ComfyJson.parse(TOP.formatted("{}")));

        assertEquals("prompt-rejected", problem.code());
        assertTrue(problem.sentence().contains("Prompt outputs failed validation."));
    }

    @Test
    void anAbsentNodeClassIsNamed() throws IOException {
        String reply =
                """
                {"error":{"type":"missing_node_type","message":"Node 'LoRA' not found. The custom node may \
                not be installed.","details":"Node ID '#2'","extra_info":{"node_id":"2",
                "class_type":"FancyLoader","node_title":"LoRA"}},"node_errors":{}}
                """;

        Problem problem = problem(ComfyJson.parse(reply));

        assertEquals("node-missing", problem.code());
        assertEquals(List.of("FancyLoader", "Workshop"), problem.arguments());
    }

    @Test
    void anAbsentNodeClassIsNamedByOldServersToo() throws IOException {
        String reply =
                """
                {"error":{"type":"invalid_prompt","message":"Cannot execute because node FancyLoader does not \
                exist.","details":"Node ID '#2'","extra_info":{}},"node_errors":{}}
                """;

        Problem problem = problem(ComfyJson.parse(reply));

        assertEquals("node-missing", problem.code());
        assertEquals(List.of("FancyLoader", "Workshop"), problem.arguments());
    }

    @Test
    void aNodeWithoutClassIsARefusal() throws IOException {
        String reply =
                """
                {"error":{"type":"missing_node_type","message":"Node 'LoRA' has no class_type.",
                "details":"Node ID '#2'","extra_info":{"node_id":"2","class_type":null}},"node_errors":{}}
                """;

        assertEquals("prompt-rejected", problem(ComfyJson.parse(reply)).code());
    }

    @Test
    void aGraphWithoutOutputsIsARefusal() throws IOException {
        String reply =
                """
                {"error":{"type":"prompt_no_outputs","message":"Prompt has no outputs","details":"",
                "extra_info":{}},"node_errors":{}}
                """;

        assertEquals(
                List.of("Prompt has no outputs."), problem(ComfyJson.parse(reply)).arguments());
    }

    @Test
    void anExceptionInsideANodeIsToldWithItsWords() throws IOException {
        Problem problem =
                refused(
                        "7",
                        "KSampler",
                        """
                        {"type":"exception_during_inner_validation",
                         "message":"Exception when validating inner node","details":"tuple index out of range",
                         "extra_info":{"input_name":"samples","exception_type":"IndexError",
                         "traceback":["  File x"],"linked_node":["7",0]}}
                        """);

        assertTrue(problem.sentence().contains("tuple index out of range"));
    }

    private static Problem refused(String node, String type, String error) throws IOException {
        String errors =
                "{\"%s\":{\"errors\":[%s],\"dependent_outputs\":[\"9\"],\"class_type\":\"%s\"}}"
                        .formatted(node, error, type);
        return problem(ComfyJson.parse(TOP.formatted(errors)));
    }

    private static Problem problem(JsonNode reply) {
        return new ComfyErrors("Workshop", Graphs.sdxl(), reply).problem(reply);
    }
}
