package studio.atelier.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// The allowed values of an input, in both ways in which engines describe them: `[["a", "b"], {...}]`, and
/// `["COMBO", {"options": ["a", "b"]}]`.
final class ComfyLists {
    private static final String CHANGING = "COMFY_";

    /// The value in an option that has a picture beside it.
    private static final String CONTENT = "content";

    private ComfyLists() {}

    /// Empty when the input is not a choice, or its values are not told.
    static List<String> options(JsonNode input) {
        List<String> options = new ArrayList<>();
        for (JsonNode option : listed(input)) {
            JsonNode value = option.isObject() ? option.path(CONTENT) : option;
            ComfyJson.textOf(value).ifPresent(options::add);
        }
        return options;
    }

    private static JsonNode listed(JsonNode input) {
        JsonNode first = input.path(0);
        boolean named = first.asText().equals("COMBO");
        JsonNode options = named ? input.path(1).path("options") : first;
        return options.isArray() ? options : MissingNode.getInstance();
    }

    /// Whether a value must be in the list that is told. Some are told elsewhere; pictures to be uploaded are listed
    /// only from one folder, while the node takes them from everywhere; and options that are more than a value are
    /// judged by the node itself.
    static boolean isClosedChoice(JsonNode input) {
        JsonNode listed = listed(input);
        return listed.isArray()
                && listed.valueStream().allMatch(JsonNode::isValueNode)
                && !isUpload(input.path(1));
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
