package studio.atelier.engine.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Validation of single input values, with ComfyUI's wording of each complaint.
final class InputCheck {
    private static final int LONGEST_QUOTED_LIST = 20;

    private final DemoFiles files;

    InputCheck(DemoFiles files) {
        this.files = files;
    }

    /// Equal, `*`, or overlapping comma-separated sets.
    static boolean fits(String received, String wanted) {
        if (received.equals("*") || wanted.equals("*") || received.equals(wanted)) {
            return true;
        }
        List<String> offered = Arrays.asList(received.split(",", -1));
        return Arrays.stream(wanted.split(",", -1)).anyMatch(offered::contains);
    }

    static ObjectNode missing(String name) {
        return reason("required_input_missing", "Required input is missing", name, name);
    }

    static ObjectNode badLink(NodeCatalog.Input input, JsonNode value) {
        ObjectNode reason =
                reason(
                        "bad_linked_input",
                        "Bad linked input, must be a length-2 list of [node_id, slot_index]",
                        input.name(),
                        input.name());
        return withValue(reason, input.config(), value);
    }

    static ObjectNode mismatch(NodeCatalog.Input input, String received, JsonNode link) {
        ObjectNode reason =
                reason(
                        "return_type_mismatch",
                        "Return type mismatch between linked nodes",
                        "%s, received_type(%s) mismatch input_type(%s)"
                                .formatted(input.name(), received, input.type()),
                        input.name());
        ObjectNode extra = (ObjectNode) reason.get("extra_info");
        extra.set("input_config", input.config());
        extra.put("received_type", received);
        extra.set("linked_node", link);
        return reason;
    }

    static ObjectNode innerFailure(NodeCatalog.Input input, JsonNode link, PythonFailure failure) {
        ObjectNode reason =
                reason(
                        "exception_during_inner_validation",
                        "Exception when validating inner node",
                        failure.words(),
                        input.name());
        ObjectNode extra = (ObjectNode) reason.get("extra_info");
        extra.set("input_config", input.config());
        extra.put("exception_message", failure.words());
        extra.put("exception_type", failure.type());
        extra.putArray("traceback").add("  File \"execution.py\", in validate_inputs\n");
        extra.set("linked_node", link);
        return reason;
    }

    /// Converts the value in `inputs` to the input's type and checks it.
    List<ObjectNode> value(String nodeType, NodeCatalog.Input input, ObjectNode inputs) {
        JsonNode given = inputs.path(input.name());
        JsonNode value = given.path("__value__");
        value = value.isMissingNode() ? given : value;
        try {
            value = converted(input.type(), value);
        } catch (PythonFailure e) {
            return List.of(notConvertible(input, value, e));
        }
        inputs.set(input.name(), value);
        if (nodeType.equals("LoadImage") && input.name().equals("image")) {
            return image(value);
        }
        return inBounds(input, value)
                .or(() -> inList(input, inputs))
                .map(List::of)
                .orElse(List.of());
    }

    private List<ObjectNode> image(JsonNode value) {
        String name = PythonJson.str(value);
        if (files.annotated(name).isPresent()) {
            return List.of();
        }
        return List.of(
                reason(
                        "custom_validation_failed",
                        "Custom validation failed for node",
                        "image - Invalid image file: " + name,
                        "image"));
    }

    private static Optional<ObjectNode> inBounds(NodeCatalog.Input input, JsonNode value) {
        JsonNode min = input.options().path("min");
        JsonNode max = input.options().path("max");
        if (!value.isNumber() || (value.isDouble() && !Double.isFinite(value.doubleValue()))) {
            return Optional.empty();
        }
        BigDecimal number = value.decimalValue();
        if (min.isNumber() && number.compareTo(min.decimalValue()) < 0) {
            return Optional.of(
                    bound(input, value, "value_smaller_than_min", "smaller than min", min));
        }
        if (max.isNumber() && number.compareTo(max.decimalValue()) > 0) {
            return Optional.of(
                    bound(input, value, "value_bigger_than_max", "bigger than max", max));
        }
        return Optional.empty();
    }

    private static ObjectNode bound(
            NodeCatalog.Input input, JsonNode value, String type, String words, JsonNode bound) {
        String message =
                "Value %s %s of %s".formatted(PythonJson.str(value), words, PythonJson.str(bound));
        return withValue(reason(type, message, input.name(), input.name()), input.config(), value);
    }

    private static Optional<ObjectNode> inList(NodeCatalog.Input input, ObjectNode inputs) {
        JsonNode value = inputs.path(input.name());
        Optional<JsonNode> choices = input.choices();
        if (choices.isEmpty()) {
            return Optional.empty();
        }
        for (JsonNode choice : choices.get()) {
            if (choice.equals(value)) {
                return Optional.empty();
            }
        }
        boolean tooLong = choices.get().size() > LONGEST_QUOTED_LIST;
        String list =
                tooLong
                        ? "(list of length " + choices.get().size() + ")"
                        : PythonJson.str(choices.get());
        ObjectNode reason =
                reason(
                        "value_not_in_list",
                        "Value not in list",
                        "%s: '%s' not in %s".formatted(input.name(), PythonJson.str(value), list),
                        input.name());
        return Optional.of(withValue(reason, tooLong ? null : input.config(), value));
    }

    private static ObjectNode notConvertible(
            NodeCatalog.Input input, JsonNode value, PythonFailure failure) {
        ObjectNode reason =
                reason(
                        "invalid_input_type",
                        "Failed to convert an input value to a " + input.type() + " value",
                        "%s, %s, %s"
                                .formatted(input.name(), PythonJson.str(value), failure.words()),
                        input.name());
        ((ObjectNode) withValue(reason, input.config(), value).get("extra_info"))
                .put("exception_message", failure.words());
        return reason;
    }

    /// `int(v)`, `float(v)`, `str(v)` or `bool(v)`.
    private static JsonNode converted(String type, JsonNode value) {
        return switch (type) {
            case "INT" -> integer(value);
            case "FLOAT" -> real(value);
            case "STRING" -> value.isTextual() ? value : TextNode.valueOf(PythonJson.str(value));
            case "BOOLEAN" -> BooleanNode.valueOf(truth(value));
            default -> value;
        };
    }

    private static JsonNode integer(JsonNode value) {
        if (value.isIntegralNumber()) {
            return value;
        }
        if (value.isBoolean()) {
            return IntNode.valueOf(value.booleanValue() ? 1 : 0);
        }
        if (value.isNumber()) {
            return BigIntegerNode.valueOf(value.decimalValue().toBigInteger());
        }
        if (value.isTextual()) {
            try {
                return BigIntegerNode.valueOf(new BigInteger(value.textValue().strip()));
            } catch (NumberFormatException _) {
                throw new PythonFailure(
                        "ValueError",
                        "invalid literal for int() with base 10: " + PythonJson.repr(value));
            }
        }
        throw wrongType("int() argument must be a string, a bytes-like object or a real", value);
    }

    private static JsonNode real(JsonNode value) {
        if (value.isNumber()) {
            return DoubleNode.valueOf(value.doubleValue());
        }
        if (value.isBoolean()) {
            return DoubleNode.valueOf(value.booleanValue() ? 1 : 0);
        }
        if (value.isTextual()) {
            try {
                return DoubleNode.valueOf(Double.parseDouble(value.textValue().strip()));
            } catch (NumberFormatException _) {
                throw new PythonFailure(
                        "ValueError",
                        "could not convert string to float: " + PythonJson.repr(value));
            }
        }
        throw wrongType("float() argument must be a string or a real", value);
    }

    private static PythonFailure wrongType(String words, JsonNode value) {
        String type = value.isNull() ? "NoneType" : "dict";
        return new PythonFailure("TypeError", words + " number, not '" + type + "'");
    }

    private static boolean truth(JsonNode value) {
        return switch (value.getNodeType()) {
            case BOOLEAN -> value.booleanValue();
            case NUMBER -> value.doubleValue() != 0;
            case STRING -> !value.textValue().isEmpty();
            case NULL, MISSING -> false;
            default -> !value.isEmpty();
        };
    }

    private static ObjectNode reason(String type, String message, String details, String input) {
        ObjectNode reason = GraphCheck.error(type, message, details);
        ((ObjectNode) reason.get("extra_info")).put("input_name", input);
        return reason;
    }

    private static ObjectNode withValue(
            ObjectNode reason, @Nullable JsonNode config, JsonNode value) {
        ObjectNode extra = (ObjectNode) reason.get("extra_info");
        extra.set("input_config", config);
        extra.set("received_value", value);
        return reason;
    }
}
