package studio.atelier.plan;

import studio.atelier.model.BatchRequest;
import studio.atelier.model.LoraModel;
import studio.atelier.model.ModelId;
import studio.atelier.model.ParameterDefinition;
import studio.atelier.model.ParameterType;
import studio.atelier.model.ParameterValue;
import studio.atelier.model.Parameters;
import studio.atelier.model.ReferenceId;
import studio.atelier.model.ReferenceImage;
import studio.atelier.model.SeedChoice;
import studio.atelier.model.Workflow;
import studio.atelier.model.WorkflowId;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// A model, a workflow and references to plan with.
final class PlanFixtures {
    static final LoraModel MILAN =
            new LoraModel(
                    new ModelId(1),
                    "Milan",
                    "milan",
                    "tan",
                    "brunette",
                    "long brunette hair",
                    "milan.safetensors",
                    "milan",
                    "blonde hair, light hair, pale skin");

    private PlanFixtures() {}

    static ReferenceImage reference(int id, String filename, String caption) {
        return new ReferenceImage(
                new ReferenceId(id),
                filename,
                "mirror",
                "mirror/" + id + ".jpg",
                caption,
                Optional.empty(),
                Optional.empty(),
                0,
                0,
                0);
    }

    static Workflow workflow(String graph, ParameterDefinition... definitions) {
        return new Workflow(new WorkflowId(1), "Test", "test", "", graph, List.of(definitions));
    }

    /// A shipped graph, with a definition for each variable that is not of the job.
    static Workflow shipped(String slug) throws IOException {
        String graph = Files.readString(Path.of("workflows", slug + ".json"));
        return workflow(
                graph,
                GraphTemplate.parse(slug, graph).uses().stream()
                        .map(GraphTemplate.Use::variable)
                        .filter(name -> !JobVariables.OF_THE_JOB.contains(name))
                        .distinct()
                        .map(name -> decimal(name, "0", "100", "1"))
                        .toArray(ParameterDefinition[]::new));
    }

    static ParameterDefinition decimal(String name, String min, String max, String value) {
        return new ParameterDefinition(
                name,
                name,
                "",
                ParameterType.DECIMAL,
                Optional.of(new BigDecimal(min)),
                Optional.of(new BigDecimal(max)),
                Optional.empty(),
                new ParameterValue.Decimal(new BigDecimal(value)),
                List.of(),
                Optional.empty(),
                false);
    }

    static BatchRequest request(Workflow workflow, int variations, SeedChoice seed) {
        return new BatchRequest(
                MILAN,
                workflow,
                List.of(
                        reference(1, "a.jpg", "orange top"),
                        reference(2, "b.jpg", ""),
                        reference(3, "c.jpg", "mirror selfie")),
                variations,
                Parameters.EMPTY,
                seed);
    }
}
