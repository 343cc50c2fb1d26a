package studio.atelier.plan.recognition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import studio.atelier.model.ParameterDefinition;
import studio.atelier.model.ParameterType;
import studio.atelier.model.ParameterValue;
import studio.atelier.model.Workflow;
import studio.atelier.plan.GraphTemplate;
import studio.atelier.plan.JobVariables;
import studio.atelier.plan.ParameterRules;
import studio.atelier.plan.Planner;
import studio.atelier.plan.recognition.Proposal.Change;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// What was accepted stands in the graph, and nothing else changed.
class WorkflowDraftTest {
    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                    .build();

    static Collection<String> graphs() {
        return SampleGraphs.all().values();
    }

    /// Whatever a reviewer accepts: each place filled with what stood there gives the graph back.
    @ParameterizedTest
    @MethodSource("graphs")
    void filledWithWhatStoodThereItIsTheGraphAgain(String json) throws IOException {
        ApiGraph graph = SampleGraphs.graph(json);
        var random = new Random(7);
        for (int round = 0; round < 40; round++) {
            boolean all = round == 0;
            List<Proposal> some =
                    Recognition.of(graph).proposals().stream()
                            .map(p -> all ? p : p.accepted(random.nextBoolean()))
                            .toList();
            Workflow workflow = WorkflowDraft.of(graph, some, "x", "");
            assertEquals(List.of(), Planner.templateProblems(workflow));
            assertEquals(List.of(), ParameterRules.problems(workflow, defaults(workflow)));
            assertEquals(numbers(graph.copy()), numbers(filledBack(workflow, some)));
        }
    }

    /// Settings and files alone: their defaults fill the graph back to what it was.
    @ParameterizedTest
    @MethodSource("graphs")
    void theDefaultsOfTheParametersGiveTheGraphBack(String json) throws IOException {
        ApiGraph graph = SampleGraphs.graph(json);
        List<Proposal> settings =
                Recognition.of(graph).proposals().stream()
                        .map(p -> p.accepted(p.accepted() && p.definition().isPresent()))
                        .toList();
        Workflow workflow = WorkflowDraft.of(graph, settings, "x", "");
        Map<String, ParameterValue> defaults = new LinkedHashMap<>();
        workflow.parameters().forEach(each -> defaults.put(each.name(), each.defaultValue()));
        String filled = GraphTemplate.parse("x", workflow.graph()).fill(defaults);
        assertEquals(numbers(graph.copy()), numbers(JSON.readTree(filled)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"img2img-lora", "img2img-lora-sdxl"})
    void aShippedWorkflowThatWasRunGivesItsOwnVariablesAgain(String slug) throws IOException {
        String template = Files.readString(Path.of("workflows", slug + ".json"));
        JsonNode shipped =
                JSON.readTree(Files.readString(Path.of("workflows", slug + ".params.json")));
        Map<String, ParameterValue> values = new LinkedHashMap<>();
        JobVariables.OF_THE_JOB.forEach(name -> values.put(name, ParameterValue.of("a " + name)));
        values.put("seed", ParameterValue.of(77));
        for (JsonNode parameter : shipped.path("parameters")) {
            JsonNode value = parameter.path("default");
            values.put(
                    parameter.path("name").asText(),
                    value.isNumber()
                            ? new ParameterValue.Decimal(value.decimalValue())
                            : ParameterValue.of(value.asText()));
        }
        String run = GraphTemplate.parse(slug, template).fill(values);
        for (String graph : List.of(run, template)) {
            ApiGraph read = SampleGraphs.graph(graph);
            Workflow again = WorkflowDraft.of(read, Recognition.of(read).proposals(), "Again", "");
            assertEquals(numbers(JSON.readTree(template)), numbers(JSON.readTree(again.graph())));
            assertEquals(names(shipped), names(again));
            if (graph.equals(run)) {
                for (JsonNode parameter : shipped.path("parameters")) {
                    assertSame(parameter, definition(again, parameter.path("name").asText()));
                }
            }
        }
    }

    private static void assertSame(JsonNode shipped, ParameterDefinition made) {
        String name = made.name();
        assertEquals(shipped.path("label").asText(), made.label());
        assertEquals(
                shipped.path("type").asText(),
                made.type().name().toLowerCase(java.util.Locale.ROOT),
                name);
        assertEquals(shipped.path("engine_list").asText(""), made.engineList().orElse(""), name);
        assertEquals(shipped.path("advanced").asBoolean(false), made.advanced(), name);
        if (made.type() != ParameterType.CHOICE) {
            assertEquals(
                    0, shipped.path("min").decimalValue().compareTo(made.minimum().orElseThrow()));
            assertEquals(
                    0, shipped.path("max").decimalValue().compareTo(made.maximum().orElseThrow()));
            assertEquals(
                    0, shipped.path("step").decimalValue().compareTo(made.step().orElseThrow()));
        }
    }

    private static Set<String> names(JsonNode shipped) {
        return shipped.path("parameters")
                .valueStream()
                .map(each -> each.path("name").asText())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> names(Workflow workflow) {
        return workflow.parameters().stream()
                .map(ParameterDefinition::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static ParameterDefinition definition(Workflow workflow, String name) {
        return ParameterRules.definition(workflow, name).orElseThrow();
    }

    private static studio.atelier.model.Parameters defaults(Workflow workflow) {
        return ParameterRules.complete(workflow, studio.atelier.model.Parameters.EMPTY);
    }

    private static JsonNode filledBack(Workflow workflow, List<Proposal> proposals)
            throws IOException {
        JsonNode graph = JSON.readTree(workflow.graph());
        for (Proposal proposal : proposals) {
            if (!proposal.accepted()) {
                continue;
            }
            ObjectNode inputs = (ObjectNode) graph.path(proposal.place().node()).path("inputs");
            String there = inputs.path(proposal.place().input()).asText();
            switch (proposal.change()) {
                case Change.Variable(var name) -> assertEquals("{{" + name + "}}", there);
                case Change.Text(var text) -> assertEquals(text, there);
                case Change.Fixed(var number) -> assertEquals(String.valueOf(number), there);
            }
            assertTrue(inputs.has(proposal.place().input()));
            switch (proposal.current()) {
                case ParameterValue.Decimal(var number) ->
                        inputs.put(proposal.place().input(), number);
                case ParameterValue.Text(var text) -> inputs.put(proposal.place().input(), text);
                case ParameterValue.Flag(var flag) -> inputs.put(proposal.place().input(), flag);
            }
        }
        return graph;
    }

    /// Numbers are the same when they are equal, as for the engine.
    private static JsonNode numbers(JsonNode json) throws IOException {
        String text = json.toString().replaceAll("(?<=[\\[:,-])(\\d+)\\.0+(?=[,}\\]])", "$1");
        return JSON.readTree(text);
    }
}
