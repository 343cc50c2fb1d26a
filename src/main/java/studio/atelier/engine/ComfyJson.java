package studio.atelier.engine;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads what engines write, which is Python's JSON: `NaN` and `Infinity` occur, integers exceed 64 bits.
/// Depth and length are bounded. Safe to share between threads.
public final class ComfyJson {
    private static final int DEPTH = 200;
    private static final int TEXT = 32 << 20;

    /// A tree takes many times the bytes of its text: without this a hostile answer of 64 MB takes 1.5 GB.
    private static final long TOKENS = 3_000_000;

    private static final JsonMapper MAPPER =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(DEPTH)
                                                    .maxStringLength(TEXT)
                                                    .maxTokenCount(TOKENS)
                                                    .build())
                                    .build())
                    .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    private static final JsonFactory SKIMMING =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(DEPTH)
                                    .maxStringLength(TEXT)
                                    .build())
                    .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                    .build();

    private ComfyJson() {}

    /// @throws IOException when it is not one JSON value
    public static JsonNode parse(byte[] bytes) throws IOException {
        JsonNode node = MAPPER.readTree(bytes);
        return node == null ? MissingNode.getInstance() : node;
    }

    /// @throws IOException when it is not one JSON value
    public static JsonNode parse(String text) throws IOException {
        JsonNode node = MAPPER.readTree(text);
        return node == null ? MissingNode.getInstance() : node;
    }

    /// The names in an object, in their order; a tree of it all would take many times its bytes.
    ///
    /// @throws IOException when it is not one JSON object
    static List<String> keys(byte[] bytes) throws IOException {
        List<String> keys = new ArrayList<>();
        try (JsonParser parser = skimmer(bytes)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("no JSON object");
            }
            for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
                keys.add(key);
                parser.nextToken();
                parser.skipChildren();
            }
        }
        return keys;
    }

    /// For what is passed over for the most part, and may be long: it takes no memory beyond its bytes.
    static JsonParser skimmer(byte[] bytes) throws IOException {
        return SKIMMING.createParser(bytes);
    }

    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    public static byte[] bytes(JsonNode node) {
        return text(node).getBytes(StandardCharsets.UTF_8);
    }

    public static String text(JsonNode node) {
        try {
            return MAPPER.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a tree that cannot be written", e);
        }
    }

    public static String pretty(JsonNode node) {
        return node.toPrettyString();
    }

    /// The text of a text node, empty for everything else.
    public static Optional<String> textOf(JsonNode node) {
        return node.isTextual() ? Optional.of(node.textValue()) : Optional.empty();
    }

    /// Text, number or boolean as text; empty for null and for anything nested.
    public static String scalar(JsonNode node) {
        return node.isValueNode() && !node.isNull() ? node.asText() : "";
    }

    /// The text elements of an array; whatever else is in it is left out.
    public static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        if (array.isArray()) {
            for (JsonNode element : array) {
                textOf(element).ifPresent(texts::add);
            }
        }
        return texts;
    }

    public static String bounded(String text, int limit) {
        return text.length() <= limit ? text : text.substring(0, limit) + "\u2026";
    }
}
