package studio.atelier.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import studio.atelier.engine.EngineDescription;
import studio.atelier.model.Problem;
import studio.atelier.model.Workflow;
import studio.atelier.model.WorkflowId;

import java.util.List;
import java.util.Map;
import java.util.Set;

class AbilitiesTest {
    /// "Custom Combo" of ComfyUI lists nothing, because a person writes its choices in the editor. A loader lists nothing
    /// because there is nothing.
    @Test
    void aChoiceOfNothingIsOnlyALackWhereItIsOfFiles() {
        String graph =
                """
                {"1":{"class_type":"CustomCombo","inputs":{"choice":"dusk"}},
                 "2":{"class_type":"UpscaleModelLoader","inputs":{"model_name":"4x.pth"}}}
                """;
        var has =
                new EngineDescription(
                        "0.33.0",
                        "cpu",
                        0,
                        0,
                        List.of("milan.safetensors"),
                        Set.of("CustomCombo", "UpscaleModelLoader"),
                        Map.of(
                                "CustomCombo.choice",
                                List.of(),
                                "UpscaleModelLoader.model_name",
                                List.of()));
        var workflow = new Workflow(new WorkflowId(1), "w", "w", "", graph, List.of());

        List<Problem> faults =
                Abilities.faults(has, Abilities.needs(workflow), workflow, "ComfyUI");

        assertEquals(List.of("model-file-missing"), faults.stream().map(Problem::code).toList());
    }
}
