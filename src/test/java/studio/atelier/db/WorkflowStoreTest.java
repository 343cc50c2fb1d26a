package studio.atelier.db;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import studio.atelier.model.ParameterDefinition;
import studio.atelier.model.ParameterType;
import studio.atelier.model.ParameterValue;
import studio.atelier.model.StudioException;
import studio.atelier.model.Workflow;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

class WorkflowStoreTest {
    @RegisterExtension static final PostgresExtension postgres = new PostgresExtension();

    private final WorkflowStore workflows = new WorkflowStore(postgres.database());

    @BeforeEach
    void clear() {
        postgres.clear();
    }

    @Test
    void shippedWorkflowsComeInOnceAndFollowNewVersions() {
        workflows.sync(List.of(file("one", "{\"1\": {}}"), file("two", "{\"2\": {}}")));
        workflows.sync(List.of(file("one", "{\"1\": {\"new\": true}}")));

        assertEquals(List.of("one", "two"), workflows.list().stream().map(Workflow::slug).toList());
        assertTrue(workflows.list().getFirst().graph().contains("new"));
    }

    @Test
    void thePersonsEditsWin() {
        workflows.sync(List.of(file("one", "{\"1\": {}}")));
        workflows.save(file("one", "{\"1\": {\"mine\": 1}}"));

        workflows.sync(List.of(file("one", "{\"1\": {\"new\": true}}")));
        workflows.sync(List.of(file("one", "{\"1\": {\"newer\": true}}")));

        assertTrue(workflows.list().getFirst().graph().contains("mine"));
    }

    @Test
    void aWorkflowOfAnotherClientIsLeftAlone() {
        postgres.database()
                .useTransaction(
                        handle ->
                                handle.execute(
                                        "insert into workflows (slug, comfyui_workflow) values ('one', '{\"own\": 1}')"));

        workflows.sync(List.of(file("one", "{\"1\": {}}")));

        Workflow own = workflows.list().getFirst();
        assertEquals("one", own.name());
        assertTrue(own.graph().contains("own"));
        assertEquals(List.of(), own.parameters());
    }

    @Test
    void theShippedFilesSurviveTheWayThroughTheTable() throws IOException {
        for (String slug : List.of("img2img-lora", "img2img-lora-sdxl")) {
            WorkflowFile file =
                    WorkflowJson.read(
                            slug, resource(slug + ".json"), resource(slug + ".params.json"));
            workflows.sync(List.of(file));
            Workflow stored =
                    workflows.list().stream()
                            .filter(workflow -> workflow.slug().equals(slug))
                            .findFirst()
                            .orElseThrow();
            assertEquals(file.parameters(), stored.parameters());
            assertEquals(file.name(), stored.name());
            assertEquals(file, WorkflowJson.read(slug, file.graph(), WorkflowJson.write(file)));
        }
    }

    @Test
    void otherClientsDefinitionsAreReadAsFarAsTheyGo() {
        List<ParameterDefinition> read =
                WorkflowJson.fromColumn(
                        """
                        {"denoise": {"type": "float", "min": 0.5, "max": 1, "default": 0.75},
                         "steps": 28, "style": "soft", "hires": true, "odd": null, "list": [1]}
                        """);

        assertEquals(
                List.of("denoise", "steps", "style", "hires"),
                read.stream().map(ParameterDefinition::name).toList());
        assertEquals(ParameterType.DECIMAL, read.get(0).type());
        assertEquals(ParameterType.INTEGER, read.get(1).type());
        assertEquals(ParameterValue.of(28), read.get(1).defaultValue());
        assertEquals(List.of(), WorkflowJson.fromColumn(null));
        assertEquals(List.of(), WorkflowJson.fromColumn("[\"denoise\", 3, {\"label\": \"x\"}]"));
    }

    @Test
    void brokenFilesAreNamed() {
        assertEquals(
                "workflow-invalid",
                assertThrows(
                                StudioException.class,
                                () -> WorkflowJson.read("one", "{\"1\": ", "{}"))
                        .problem()
                        .code());
        assertThrows(StudioException.class, () -> WorkflowJson.read("one", "[]", "{}"));
        assertThrows(
                StudioException.class,
                () -> WorkflowJson.read("one", "{}", "{\"parameters\": [{\"label\": \"x\"}]}"));
    }

    private static WorkflowFile file(String slug, String graph) {
        return new WorkflowFile(slug, "Name of " + slug, "", graph, List.of());
    }

    private static String resource(String name) throws IOException {
        try (InputStream in =
                WorkflowStoreTest.class.getResourceAsStream("/studio/atelier/workflows/" + name)) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
