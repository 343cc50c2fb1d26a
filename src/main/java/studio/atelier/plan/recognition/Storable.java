package studio.atelier.plan.recognition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

/// Takes out of a graph what belongs to one run of it, and what no database keeps: numbers that are none, and the
/// character zero.
final class Storable {
    private static final String OF_ONE_RUN = "is_changed";

    private Storable() {}

    static ObjectNode of(ObjectNode nodes) {
        ObjectNode copy = nodes.deepCopy();
        for (JsonNode node : copy) {
            if (node instanceof ObjectNode object) {
                object.remove(OF_ONE_RUN);
                clean(object);
            }
        }
        return copy;
    }

    private static void clean(JsonNode value) {
        if (value instanceof ObjectNode object) {
            object.properties().forEach(field -> field.setValue(cleaned(field.getValue())));
        } else if (value instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                array.set(i, cleaned(array.get(i)));
            }
        }
    }

    private static JsonNode cleaned(JsonNode value) {
        if (value.isFloatingPointNumber()
                && !Double.isFinite(value.doubleValue())
                && !value.isBigDecimal()) {
            return NullNode.getInstance();
        }
        if (value.isTextual() && value.textValue().indexOf('\0') >= 0) {
            return TextNode.valueOf(value.textValue().replace("\0", ""));
        }
        clean(value);
        return value;
    }
}
