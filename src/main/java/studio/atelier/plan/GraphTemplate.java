package studio.atelier.plan;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import studio.atelier.model.ParameterValue;
import studio.atelier.model.Problem;
import studio.atelier.model.Problem.Kind;
import studio.atelier.model.StudioException;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A ComfyUI API-format graph whose input values may hold `{{name}}`. Immutable and safe to share.
///
/// A value that is exactly `{{steps}}` becomes the variable's own JSON kind; inside a longer text it becomes
/// text. What is filled in is data: it is never looked at again, so quotes, braces and `{{` in a prompt stay
/// what they are.
public final class GraphTemplate {
    private static final Pattern VARIABLE = Pattern.compile("\\{\\{\\s*([A-Za-z_]\\w*)\\s*}}");
    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .enable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                    .build();

    private final String workflow;
    private final ObjectNode graph;

    private GraphTemplate(String workflow, ObjectNode graph) {
        this.workflow = workflow;
        this.graph = graph;
    }

    /// Reads a graph, also one that is wrapped as `{"prompt": {...}}`.
    ///
    /// @param workflow name for messages
    /// @throws StudioException `WORKFLOW_INVALID` or `WORKFLOW_UI_FORMAT`
    public static GraphTemplate parse(String workflow, String json) {
        JsonNode root = read(workflow, json);
        if (root.get("prompt") instanceof ObjectNode wrapped && !root.has("class_type")) {
            root = wrapped;
        }
        if (root.path("nodes").isArray()) {
            throw new StudioException(Problem.of(Kind.WORKFLOW_UI_FORMAT, workflow));
        }
        if (!(root instanceof ObjectNode nodes) || nodes.isEmpty()) {
            throw invalid(workflow, Problem.words("workflow-fault.empty"));
        }
        for (var node : nodes.properties()) {
            if (!node.getValue().path("class_type").isTextual()) {
                throw invalid(workflow, Problem.words("workflow-fault.class", node.getKey()));
            }
        }
        return new GraphTemplate(workflow, nodes);
    }

    private static JsonNode read(String workflow, String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            var at = e.getLocation();
            int line = at == null ? 0 : at.getLineNr();
            throw new StudioException(
                    Problem.detailed(
                            Kind.WORKFLOW_INVALID,
                            String.valueOf(e.getMessage()),
                            workflow,
                            Problem.words("workflow-fault.json", line)),
                    e);
        }
    }

    private static StudioException invalid(String workflow, String why) {
        return new StudioException(Problem.of(Kind.WORKFLOW_INVALID, workflow, why));
    }

    /// Every place in the graph where a variable stands, in its order.
    public List<Use> uses() {
        List<Use> uses = new ArrayList<>();
        for (var node : graph.properties()) {
            for (var field : node.getValue().path("inputs").properties()) {
                variablesIn(field.getValue())
                        .forEach(name -> uses.add(new Use(name, node.getKey(), field.getKey())));
            }
        }
        return uses;
    }

    private static Stream<String> variablesIn(JsonNode value) {
        return value.isTextual()
                ? VARIABLE.matcher(value.textValue()).results().map(match -> match.group(1))
                : value.valueStream().flatMap(GraphTemplate::variablesIn);
    }

    /// The node classes of the graph, in its order.
    public Set<String> nodeClasses() {
        Set<String> classes = new LinkedHashSet<>();
        graph.forEach(node -> classes.add(node.path("class_type").textValue()));
        return classes;
    }

    /// The graph as JSON text with every variable filled.
    ///
    /// @throws StudioException `UNKNOWN_VARIABLE` naming node and field
    public String fill(Map<String, ParameterValue> variables) {
        return filled(variables).toString();
    }

    /// As `fill`, indented for reading.
    public String fillReadable(Map<String, ParameterValue> variables) {
        return filled(variables).toPrettyString();
    }

    private ObjectNode filled(Map<String, ParameterValue> variables) {
        ObjectNode copy = graph.deepCopy();
        for (var node : copy.properties()) {
            if (node.getValue().get("inputs") instanceof ObjectNode inputs) {
                for (var field : inputs.properties()) {
                    var place = new Place(node.getKey(), field.getKey());
                    field.setValue(fill(field.getValue(), variables, place));
                }
            }
        }
        return copy;
    }

    private JsonNode fill(JsonNode value, Map<String, ParameterValue> variables, Place place) {
        if (value.isTextual()) {
            return fillText(value.textValue(), variables, place);
        }
        if (value instanceof ArrayNode list) {
            for (int i = 0; i < list.size(); i++) {
                list.set(i, fill(list.get(i), variables, place));
            }
        } else if (value instanceof ObjectNode object) {
            object.properties().forEach(e -> e.setValue(fill(e.getValue(), variables, place)));
        }
        return value;
    }

    private JsonNode fillText(String text, Map<String, ParameterValue> variables, Place place) {
        Matcher matcher = VARIABLE.matcher(text);
        if (matcher.matches()) {
            return json(lookUp(matcher.group(1), variables, place));
        }
        matcher.reset();
        return JSON.getNodeFactory()
                .textNode(
                        matcher.replaceAll(
                                m ->
                                        Matcher.quoteReplacement(
                                                lookUp(m.group(1), variables, place).text())));
    }

    private ParameterValue lookUp(String name, Map<String, ParameterValue> variables, Place place) {
        ParameterValue value = variables.get(name);
        if (value == null) {
            throw new StudioException(
                    Problem.of(Kind.UNKNOWN_VARIABLE, workflow, name, place.node(), place.field()));
        }
        return value;
    }

    private static JsonNode json(ParameterValue value) {
        var nodes = JSON.getNodeFactory();
        return switch (value) {
            case ParameterValue.Text(var text) -> nodes.textNode(text);
            case ParameterValue.Flag(var flag) -> nodes.booleanNode(flag);
            case ParameterValue.Decimal(var number) ->
                    number.stripTrailingZeros().scale() <= 0
                            ? nodes.numberNode(number.toBigInteger())
                            : nodes.numberNode(number);
        };
    }

    /// A variable in an input field of a node.
    public record Use(String variable, String node, String field) {}

    private record Place(String node, String field) {}
}
