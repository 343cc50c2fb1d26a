package studio.atelier.db;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.jspecify.annotations.Nullable;

import studio.atelier.model.ParameterValue;
import studio.atelier.model.Parameters;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The JSON columns of a job. Parameters are one flat object, as the web client writes them, so that both read
/// each other's rows: `{"denoise": 0.75, "steps": 28, "seed": 7, "positive_suffix": "..."}`.
final class JobJson {
    private static final String SEED = "seed";
    private static final String POSITIVE_SUFFIX = "positive_suffix";
    private static final String NEGATIVE_SUFFIX = "negative_suffix";
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

    private JobJson() {}

    static String parameters(Parameters parameters, long seed) {
        ObjectNode json = JSON.createObjectNode();
        parameters.values().forEach((name, value) -> put(json, name, value));
        json.put(SEED, seed);
        putText(json, POSITIVE_SUFFIX, parameters.positiveSuffix());
        putText(json, NEGATIVE_SUFFIX, parameters.negativeSuffix());
        return json.toString();
    }

    /// Whatever another client wrote is read as far as it is understood.
    static Parameters parameters(@Nullable String text) {
        if (!(read(text) instanceof ObjectNode json)) {
            return Parameters.EMPTY;
        }
        Map<String, ParameterValue> values = new LinkedHashMap<>();
        for (var field : json.properties()) {
            JsonNode value = field.getValue();
            if (value.isNumber()) {
                values.put(field.getKey(), new ParameterValue.Decimal(value.decimalValue()));
            } else if (value.isBoolean()) {
                values.put(field.getKey(), new ParameterValue.Flag(value.booleanValue()));
            } else if (value.isTextual()) {
                values.put(field.getKey(), new ParameterValue.Text(value.textValue()));
            }
        }
        values.keySet().removeAll(List.of(SEED, POSITIVE_SUFFIX, NEGATIVE_SUFFIX));
        return new Parameters(
                values,
                json.path(POSITIVE_SUFFIX).asText(""),
                json.path(NEGATIVE_SUFFIX).asText(""));
    }

    static String strings(List<String> strings) {
        ArrayNode json = JSON.createArrayNode();
        strings.forEach(text -> json.add(withoutNul(text)));
        return json.toString();
    }

    static List<String> strings(@Nullable String text) {
        List<String> strings = new ArrayList<>();
        read(text).forEach(item -> strings.add(item.asText()));
        return strings;
    }

    /// PostgreSQL keeps every character but this one.
    static String withoutNul(String text) {
        return text.indexOf('\0') < 0 ? text : text.replace("\0", "");
    }

    private static void put(ObjectNode json, String name, ParameterValue value) {
        switch (value) {
            case ParameterValue.Decimal(BigDecimal number) -> json.put(name, number);
            case ParameterValue.Flag(boolean flag) -> json.put(name, flag);
            case ParameterValue.Text(String text) -> json.put(name, withoutNul(text));
        }
    }

    private static void putText(ObjectNode json, String name, String text) {
        if (!text.isEmpty()) {
            json.put(name, withoutNul(text));
        }
    }

    private static JsonNode read(@Nullable String text) {
        if (text == null) {
            return JSON.missingNode();
        }
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("PostgreSQL returned JSON that is none", e);
        }
    }
}
