package studio.atelier.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import studio.atelier.model.ParameterValue;
import studio.atelier.model.Workflow;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

class SavedFilesTest {
    private static final String ID = "5f0c6b1e-6f38-4c0e-9a5a-93d1c7a4b2e0";

    @ParameterizedTest
    @ValueSource(strings = {"img2img-lora", "img2img-lora-sdxl"})
    void theShippedWorkflowsSaveUnderANameOfTheirOwn(String slug) throws IOException {
        Workflow workflow = PlanFixtures.shipped(slug);
        Map<String, ParameterValue> variables = variables("dune");
        workflow.parameters().forEach(one -> variables.put(one.name(), one.defaultValue()));
        var template = GraphTemplate.parse(slug, workflow.graph());
        SavedFiles files = SavedFiles.of(template, variables).getFirst();
        assertEquals(new SavedFiles("", "milan_dune_" + ID, 1), files);
        assertEquals("milan_dune_" + ID + "_00001_.png", files.filename(1));
    }

    @Test
    void nodesThatSaveUnderOnePrefixAreCountedTogether() {
        assertEquals(
                List.of(new SavedFiles("a/b", ID, 6)),
                of(
                        """
                        {"1":{"class_type":"EmptyLatentImage","inputs":{"batch_size":3}},
                         "2":{"class_type":"SaveImage","inputs":{"filename_prefix":"a/b/{{prompt_id}}"}},
                         "3":{"class_type":"SaveImage","inputs":{"filename_prefix":"a/b/{{prompt_id}}"}}}
                        """));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"1\":{\"class_type\":\"SaveImage\",\"inputs\":{\"filename_prefix\":\"mine\"}}}",
                "{\"1\":{\"class_type\":\"SaveImage\",\"inputs\":{\"filename_prefix\":\"%date%{{prompt_id}}\"}}}",
                "{\"1\":{\"class_type\":\"SaveImage\",\"inputs\":{\"filename_prefix\":\"{{prompt_id}}/\"}}}",
                "{\"1\":{\"class_type\":\"SaveText\",\"inputs\":{\"text\":\"{{prompt_id}}\"}}}",
                "{\"1\":{\"class_type\":\"SaveImage\",\"inputs\":{\"filename_prefix\":\"{{prompt_id}}\"}},"
                        + "\"2\":{\"class_type\":\"SaveImage\",\"inputs\":{\"filename_prefix\":\"mine\"}}}"
            })
    void aGraphWhoseNamesAreNotItsOwnHasNone(String graph) {
        assertEquals(List.of(), of(graph));
    }

    @Test
    void aLongReferenceNameLeavesRoomForTheId() {
        assertEquals(150, stem("ü".repeat(300)).getBytes(StandardCharsets.UTF_8).length);
        assertTrue(stem("🙂".repeat(80)).endsWith("🙂"));
    }

    private static String stem(String name) {
        return java.util.Objects.requireNonNull(variables(name).get("reference_filename")).text();
    }

    private static List<SavedFiles> of(String graph) {
        return SavedFiles.of(GraphTemplate.parse("test", graph), variables("dune"));
    }

    private static Map<String, ParameterValue> variables(String stem) {
        return new HashMap<>(
                JobVariables.of(
                        new JobVariables.Names("milan", "milan.safetensors", stem, "in.png", ID),
                        new Prompts("", ""),
                        1,
                        studio.atelier.model.Parameters.EMPTY));
    }
}
