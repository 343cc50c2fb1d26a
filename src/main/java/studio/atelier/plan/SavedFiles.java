package studio.atelier.plan;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import studio.atelier.model.ParameterValue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Files that one sending of a graph saves in the engine's output folder, under a prefix that no other sending
/// has. They are there whatever the engine remembers of the sending.
///
/// @param subfolder of the output folder, empty for the folder itself
/// @param prefix of the names
/// @param atLeast how many files a complete run saves, as far as the graph tells
public record SavedFiles(String subfolder, String prefix, int atLeast) {
    private static final String PREFIX_FIELD = "filename_prefix";
    private static final Set<String> COUNT_FIELDS = Set.of("batch_size", "amount");

    /// Empty when the files of a graph cannot be told by their names alone: it does not use the prompt id in
    /// every prefix, or the engine would change a prefix.
    public static List<SavedFiles> of(
            GraphTemplate template, Map<String, ParameterValue> variables) {
        Set<String> unique =
                template.uses().stream()
                        .filter(use -> use.variable().equals(JobVariables.PROMPT_ID))
                        .filter(use -> use.field().equals(PREFIX_FIELD))
                        .map(GraphTemplate.Use::node)
                        .collect(Collectors.toSet());
        if (unique.isEmpty()) {
            return List.of();
        }
        JsonNode graph = read(template.fill(variables));
        Map<String, Integer> prefixes = new LinkedHashMap<>();
        for (var node : graph.properties()) {
            JsonNode prefix = node.getValue().path("inputs").path(PREFIX_FIELD);
            if (prefix.isMissingNode()) {
                continue;
            }
            if (!unique.contains(node.getKey()) || !isPlain(prefix.asText())) {
                return List.of();
            }
            prefixes.merge(prefix.asText(), 1, Integer::sum);
        }
        int each = picturesOfOneNode(graph);
        List<SavedFiles> files = new ArrayList<>();
        prefixes.forEach((prefix, nodes) -> files.add(of(prefix, nodes * each)));
        return files;
    }

    /// The name that the engine gives to a file.
    ///
    /// @param number from 1
    public String filename(int number) {
        return "%s_%05d_.png".formatted(prefix, number);
    }

    private static SavedFiles of(String prefix, int atLeast) {
        int slash = prefix.lastIndexOf('/');
        return new SavedFiles(
                slash < 0 ? "" : prefix.substring(0, slash), prefix.substring(slash + 1), atLeast);
    }

    /// The engine replaces `%tokens%` with its own time, and drops a slash at the end.
    private static boolean isPlain(String prefix) {
        return !prefix.contains("%") && !prefix.contains("\\") && !prefix.endsWith("/");
    }

    private static int picturesOfOneNode(JsonNode graph) {
        int most = 1;
        for (JsonNode node : graph) {
            for (var input : node.path("inputs").properties()) {
                if (COUNT_FIELDS.contains(input.getKey())) {
                    most = Math.max(most, input.getValue().asInt(1));
                }
            }
        }
        return most;
    }

    private static JsonNode read(String graph) {
        try {
            return new ObjectMapper().readTree(graph);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a filled graph is JSON", e);
        }
    }
}
