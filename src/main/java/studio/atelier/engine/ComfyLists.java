package studio.atelier.engine;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// The allowed values of an input, in both ways in which engines describe them: `[["a", "b"], {...}]`, and
/// `["COMBO", {"options": ["a", "b"]}]`.
final class ComfyLists {
    private static final String CHANGING = "COMFY_";

    private ComfyLists() {}

    /// Empty when the input is not a choice, or its values are not told.
    static List<String> options(JsonNode input) {
        JsonNode first = input.path(0);
        if (first.isArray()) {
            return ComfyJson.texts(first);
        }
        if (first.asText().equals("COMBO")) {
            return ComfyJson.texts(input.path(1).path("options"));
        }
        return List.of();
    }

    /// Whether a value must be in the list that is told. Some are told elsewhere; and pictures to be uploaded are listed
    /// only from one folder, while the node takes them from everywhere.
    static boolean isClosedChoice(JsonNode input) {
        boolean told = input.path(0).isArray() || input.path(1).path("options").isArray();
        return told && isChoice(input) && !isUpload(input.path(1));
    }

    private static boolean isChoice(JsonNode input) {
        return input.path(0).isArray() || input.path(0).asText().equals("COMBO");
    }

    private static boolean isUpload(JsonNode options) {
        return options.properties().stream()
                .anyMatch(each -> each.getKey().endsWith("_upload") && each.getValue().asBoolean());
    }

    /// The names of the inputs that stand in a graph as they are described. Those that grow or change while a person
    /// works in the editor have other names there.
    static Set<String> plainInputs(JsonNode inputs) {
        Set<String> plain = new LinkedHashSet<>();
        for (var input : inputs.properties()) {
            if (!input.getValue().path(0).asText().startsWith(CHANGING)) {
                plain.add(input.getKey());
            }
        }
        return plain;
    }
}
