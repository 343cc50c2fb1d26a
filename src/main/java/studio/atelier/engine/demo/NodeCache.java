package studio.atelier.engine.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Results of nodes by what went into them, so that an unchanged part of a graph does not run again. The least
/// recently used go first. Only the worker uses it.
final class NodeCache {
    private static final long PIXEL_LIMIT = 16L * 1024 * 1024;
    private static final int COUNT_LIMIT = 2_000;

    private final DemoFiles files;
    private final Map<String, NodeOutcome> outcomes = new LinkedHashMap<>(64, 0.75f, true);
    private long pixels;

    NodeCache(DemoFiles files) {
        this.files = files;
    }

    Optional<NodeOutcome> get(String signature) {
        return Optional.ofNullable(outcomes.get(signature));
    }

    void put(String signature, NodeOutcome outcome) {
        NodeOutcome old = outcomes.put(signature, outcome);
        pixels += weight(outcome) - (old == null ? 0 : weight(old));
        while (outcomes.size() > 1 && (pixels > PIXEL_LIMIT || outcomes.size() > COUNT_LIMIT)) {
            String eldest = outcomes.keySet().iterator().next();
            NodeOutcome removed = outcomes.remove(eldest);
            pixels -= removed == null ? 0 : weight(removed);
        }
    }

    void clear() {
        outcomes.clear();
        pixels = 0;
    }

    private static long weight(NodeOutcome outcome) {
        long sum = 0;
        for (NodeValue value : outcome.values()) {
            if (value instanceof NodeValue.Pictures(var images)) {
                for (var image : images) {
                    sum += (long) image.getWidth() * image.getHeight();
                }
            }
        }
        return sum;
    }

    /// Signatures of all nodes of a graph.
    Map<String, String> signatures(ObjectNode graph) {
        Map<String, String> known = new HashMap<>();
        graph.fieldNames().forEachRemaining(id -> signature(graph, id, known));
        return known;
    }

    private String signature(ObjectNode graph, String id, Map<String, String> known) {
        String ready = known.get(id);
        if (ready != null) {
            return ready;
        }
        // A node that leads to itself never runs; its own id keeps the walk finite.
        known.put(id, "cycle " + id);
        JsonNode node = graph.path(id);
        StringBuilder text = new StringBuilder(node.path("class_type").asText());
        for (Map.Entry<String, JsonNode> input : node.path("inputs").properties()) {
            text.append('\n').append(input.getKey()).append('=');
            JsonNode value = input.getValue();
            if (value.isArray() && value.size() == 2 && graph.has(value.get(0).asText())) {
                String from = value.get(0).asText();
                text.append(signature(graph, from, known)).append('#').append(value.get(1));
            } else {
                text.append(value);
            }
        }
        if (node.path("class_type").asText().equals("LoadImage")) {
            String image = PythonJson.str(node.path("inputs").path("image"));
            text.append('\n').append(files.annotated(image).map(DemoFiles::sha256).orElse("none"));
        }
        String signature = DemoFiles.sha256(text.toString().getBytes(StandardCharsets.UTF_8));
        known.put(id, signature);
        return signature;
    }
}
