package studio.atelier.engine.demo;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.util.Collection;

/// JSON as Python's `json` module reads and writes it: a space after commas and colons, ASCII only, `NaN`
/// allowed. Also Python's `repr` of JSON values, which ComfyUI's messages quote.
final class PythonJson {
    private static final JsonMapper MAPPER =
            JsonMapper.builder()
                    .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .disable(JsonWriteFeature.WRITE_NAN_AS_STRINGS)
                    .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
                    .build();
    private static final ObjectWriter WRITER = MAPPER.writer(new Spaced());

    private PythonJson() {}

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    static ArrayNode array() {
        return MAPPER.createArrayNode();
    }

    static ArrayNode strings(Collection<String> values) {
        ArrayNode array = array();
        values.forEach(array::add);
        return array;
    }

    static JsonNode read(byte[] bytes) throws IOException {
        return MAPPER.readTree(bytes);
    }

    static String write(JsonNode node) {
        try {
            return WRITER.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a JSON tree can always be written", e);
        }
    }

    /// `repr(value)` for strings, numbers, lists of them, and `str(value)` for the rest.
    static String repr(JsonNode value) {
        if (value.isTextual()) {
            return repr(value.textValue());
        }
        return str(value);
    }

    /// `str(value)`.
    static String str(JsonNode value) {
        if (value.isTextual()) {
            return value.textValue();
        }
        if (value.isBoolean()) {
            return value.booleanValue() ? "True" : "False";
        }
        if (value.isNull()) {
            return "None";
        }
        if (value.isArray()) {
            StringBuilder text = new StringBuilder("[");
            for (JsonNode element : value) {
                text.append(text.length() > 1 ? ", " : "").append(repr(element));
            }
            return text.append(']').toString();
        }
        return value.isObject() ? write(value) : value.asText();
    }

    static String repr(String text) {
        String quote = text.contains("'") && !text.contains("\"") ? "\"" : "'";
        String escaped = text.replace("\\", "\\\\").replace("\n", "\\n");
        return quote + (quote.equals("'") ? escaped.replace("'", "\\'") : escaped) + quote;
    }

    private static final class Spaced extends MinimalPrettyPrinter {
        private static final long serialVersionUID = 1L;

        @Override
        public void writeObjectFieldValueSeparator(JsonGenerator generator) throws IOException {
            generator.writeRaw(": ");
        }

        @Override
        public void writeObjectEntrySeparator(JsonGenerator generator) throws IOException {
            generator.writeRaw(", ");
        }

        @Override
        public void writeArrayValueSeparator(JsonGenerator generator) throws IOException {
            generator.writeRaw(", ");
        }
    }
}
