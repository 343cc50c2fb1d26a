package studio.atelier.db;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.jspecify.annotations.Nullable;

import studio.atelier.model.ParameterDefinition;
import studio.atelier.model.ParameterType;
import studio.atelier.model.ParameterValue;
import studio.atelier.model.Problem;
import studio.atelier.model.Problem.Kind;
import studio.atelier.model.StudioException;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The definitions of a workflow's parameters as JSON: in `workflows/<slug>.params.json`, and as an array in column
/// `editable_params`.
///
///     {"name": "...", "description": "...", "parameters": [{"name": "steps", "label": "Steps", "help": "...",
///       "type": "integer", "min": 10, "max": 50, "step": 1, "default": 28, "advanced": false}, ...]}
///
/// Types are `integer`, `decimal`, `text`, `choice` (with `choices`, or `engine_list` as `Class.input`) and `flag`.
public final class WorkflowJson {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

    private WorkflowJson() {}

    /// Reads a pair of files strictly: what is wrong with them is `WORKFLOW_INVALID`.
    ///
    /// @param slug the files' name without extension
    /// @param graph text of `<slug>.json`
    /// @param parameters text of `<slug>.params.json`
    public static WorkflowFile read(String slug, String graph, String parameters) {
        if (!parse(slug, graph).isObject()) {
            throw invalid(slug, Problem.words("workflow-fault.object"));
        }
        JsonNode json = parse(slug, parameters);
        List<ParameterDefinition> definitions = new ArrayList<>();
        for (JsonNode item : json.path("parameters")) {
            definitions.add(
                    definition(item)
                            .orElseThrow(
                                    () ->
                                            invalid(
                                                    slug,
                                                    Problem.words(
                                                            "workflow-fault.parameter", item))));
        }
        return new WorkflowFile(
                slug,
                json.path("name").asText(slug),
                json.path("description").asText(""),
                graph,
                definitions);
    }

    /// Text for `<slug>.params.json`.
    public static String write(WorkflowFile file) {
        ObjectNode json = JSON.createObjectNode();
        json.put("name", file.name());
        json.put("description", file.description());
        json.set("parameters", array(file.parameters()));
        return json.toPrettyString() + "\n";
    }

    /// For column `editable_params`.
    static String column(List<ParameterDefinition> parameters) {
        return array(parameters).toString();
    }

    /// From column `editable_params`, as far as it is understood: an array of definitions, or an object of them by
    /// name. What is not understood is left out.
    static List<ParameterDefinition> fromColumn(@Nullable String text) {
        JsonNode json = JSON.missingNode();
        try {
            json = text == null ? json : JSON.readTree(text);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("PostgreSQL returned JSON that is none", impossible);
        }
        JsonNode list = json.path("parameters").isContainerNode() ? json.path("parameters") : json;
        List<ParameterDefinition> definitions = new ArrayList<>();
        if (list instanceof ObjectNode byName) {
            for (var field : byName.properties()) {
                named(field.getKey(), field.getValue()).ifPresent(definitions::add);
            }
        } else {
            list.forEach(item -> definition(item).ifPresent(definitions::add));
        }
        return definitions;
    }

    /// An entry of an object by name: a definition without its name, or only its default.
    private static Optional<ParameterDefinition> named(String name, JsonNode value) {
        ObjectNode json =
                value.isObject() ? value.deepCopy() : JSON.createObjectNode().set("default", value);
        return definition(json.put("name", name));
    }

    private static Optional<ParameterDefinition> definition(JsonNode json) {
        String name = json.path("name").asText("");
        Optional<ParameterType> type = type(json);
        if (name.isEmpty() || type.isEmpty()) {
            return Optional.empty();
        }
        List<String> choices = new ArrayList<>();
        json.path("choices").forEach(choice -> choices.add(choice.asText()));
        return defaultValue(json, type.get(), choices)
                .map(
                        value ->
                                new ParameterDefinition(
                                        name,
                                        json.path("label").asText(name),
                                        json.path("help").asText(""),
                                        type.get(),
                                        number(json.path("min")),
                                        number(json.path("max")),
                                        number(json.path("step")),
                                        value,
                                        choices,
                                        text(json.path("engine_list")),
                                        json.path("advanced").asBoolean(false)));
    }

    /// By its word, or else by the kind of its default.
    private static Optional<ParameterType> type(JsonNode json) {
        JsonNode value = json.path("default");
        return switch (json.path("type").asText("").toLowerCase(Locale.ROOT)) {
            case "integer", "int" -> Optional.of(ParameterType.INTEGER);
            case "decimal", "float", "number" -> Optional.of(ParameterType.DECIMAL);
            case "text", "string" -> Optional.of(ParameterType.TEXT);
            case "choice", "select" -> Optional.of(ParameterType.CHOICE);
            case "flag", "boolean" -> Optional.of(ParameterType.FLAG);
            default -> typeOf(json, value);
        };
    }

    private static Optional<ParameterType> typeOf(JsonNode json, JsonNode value) {
        if (value.isIntegralNumber() && isIntegral(json.path("step"))) {
            return Optional.of(ParameterType.INTEGER);
        }
        if (value.isNumber()) {
            return Optional.of(ParameterType.DECIMAL);
        }
        if (value.isBoolean()) {
            return Optional.of(ParameterType.FLAG);
        }
        if (value.isTextual()) {
            return Optional.of(
                    json.path("choices").isArray() ? ParameterType.CHOICE : ParameterType.TEXT);
        }
        return Optional.empty();
    }

    private static boolean isIntegral(JsonNode step) {
        return step.isMissingNode() || step.isIntegralNumber();
    }

    private static Optional<ParameterValue> defaultValue(
            JsonNode json, ParameterType type, List<String> choices) {
        JsonNode value = json.path("default");
        return switch (type) {
            case INTEGER, DECIMAL ->
                    number(value)
                            .or(() -> number(json.path("min")))
                            .map(ParameterValue.Decimal::new);
            case FLAG -> Optional.of(new ParameterValue.Flag(value.asBoolean(false)));
            case TEXT -> Optional.of(ParameterValue.of(value.asText("")));
            case CHOICE ->
                    text(value).or(() -> choices.stream().findFirst()).map(ParameterValue::of);
        };
    }

    private static Optional<BigDecimal> number(JsonNode json) {
        if (json.isNumber()) {
            return Optional.of(json.decimalValue());
        }
        try {
            return text(json).map(BigDecimal::new);
        } catch (NumberFormatException notOne) {
            return Optional.empty();
        }
    }

    private static Optional<String> text(JsonNode json) {
        return json.isTextual() ? Optional.of(json.textValue()) : Optional.empty();
    }

    private static ArrayNode array(List<ParameterDefinition> parameters) {
        ArrayNode array = JSON.createArrayNode();
        for (ParameterDefinition parameter : parameters) {
            ObjectNode json = array.addObject();
            json.put("name", parameter.name());
            json.put("label", parameter.label());
            json.put("help", parameter.help());
            json.put("type", parameter.type().name().toLowerCase(Locale.ROOT));
            parameter.minimum().ifPresent(value -> json.put("min", value));
            parameter.maximum().ifPresent(value -> json.put("max", value));
            parameter.step().ifPresent(value -> json.put("step", value));
            switch (parameter.defaultValue()) {
                case ParameterValue.Decimal(BigDecimal value) -> json.put("default", value);
                case ParameterValue.Text(String value) -> json.put("default", value);
                case ParameterValue.Flag(boolean value) -> json.put("default", value);
            }
            if (!parameter.choices().isEmpty()) {
                parameter.choices().forEach(json.putArray("choices")::add);
            }
            parameter.engineList().ifPresent(value -> json.put("engine_list", value));
            if (parameter.advanced()) {
                json.put("advanced", true);
            }
        }
        return array;
    }

    private static JsonNode parse(String slug, String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException broken) {
            var place = broken.getLocation();
            throw invalid(
                    slug,
                    Problem.words("workflow-fault.broken", place.getLineNr(), place.getColumnNr()));
        }
    }

    private static StudioException invalid(String slug, String why) {
        return new StudioException(Problem.of(Kind.WORKFLOW_INVALID, slug, why));
    }
}
