package studio.atelier.plan.recognition;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import studio.atelier.model.Problem;
import studio.atelier.model.Problem.Kind;
import studio.atelier.model.StudioException;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Pattern;

/// Reads what a person points at: JSON in API format, or a picture that ComfyUI saved with the graph inside.
public final class WorkflowReader {
    /// Longer files are no workflows; pictures may be.
    public static final int MOST_BYTES = 64 << 20;

    private static final int MOST_GRAPH_BYTES = 8 << 20;
    private static final int MOST_NODES = 5000;
    private static final char BYTE_ORDER_MARK = '\ufeff';
    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    // As Python writes numbers that are none.
                    .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                    .build();

    /// JPEG, WebP, GIF.
    private static final Pattern OTHER_PICTURE =
            Pattern.compile("\\xff\\xd8|RIFF....WEBP|GIF8", Pattern.DOTALL);

    private static final int BEGINNING = 12;

    private WorkflowReader() {}

    private static String beginning(byte[] bytes) {
        int length = Math.min(bytes.length, BEGINNING);
        return new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
    }

    /// @param name of the file, for messages
    /// @throws StudioException `WORKFLOW_INVALID` or `WORKFLOW_UI_FORMAT`, saying what is wrong with it
    public static ApiGraph read(String name, byte[] bytes) {
        if (bytes.length > MOST_BYTES) {
            throw tooLarge(name, MOST_BYTES);
        }
        if (PngTexts.isPng(bytes)) {
            return graph(name, fromPicture(name, PngTexts.of(bytes, MOST_GRAPH_BYTES)));
        }
        if (OTHER_PICTURE.matcher(beginning(bytes)).lookingAt()) {
            throw invalid(name, Problem.words("workflow-fault.other-picture"));
        }
        if (bytes.length > MOST_GRAPH_BYTES) {
            throw tooLarge(name, MOST_GRAPH_BYTES);
        }
        String text = new String(bytes, StandardCharsets.UTF_8);
        if (text.isBlank()) {
            throw invalid(name, Problem.words("workflow-fault.blank"));
        }
        return graph(name, text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text);
    }

    private static String fromPicture(String name, Map<String, String> texts) {
        String prompt = texts.get("prompt");
        if (prompt != null) {
            return prompt;
        }
        if (texts.containsKey("workflow")) {
            throw new StudioException(Problem.of(Kind.WORKFLOW_UI_FORMAT, name));
        }
        throw invalid(
                name,
                Problem.words(
                        texts.containsKey("parameters")
                                ? "workflow-fault.other-program"
                                : "workflow-fault.no-prompt"));
    }

    private static ApiGraph graph(String name, String text) {
        JsonNode root = parse(name, text);
        if (root.get("prompt") instanceof ObjectNode wrapped && !root.has("class_type")) {
            root = wrapped;
        }
        if (root.path("nodes").isArray() || root.path("links").isArray()) {
            throw new StudioException(Problem.of(Kind.WORKFLOW_UI_FORMAT, name));
        }
        if (!(root instanceof ObjectNode nodes)) {
            throw invalid(name, Problem.words("workflow-fault.object"));
        }
        if (nodes.isEmpty()) {
            throw invalid(name, Problem.words("workflow-fault.empty"));
        }
        if (nodes.size() > MOST_NODES) {
            throw invalid(name, Problem.words("workflow-fault.many", MOST_NODES));
        }
        for (var node : nodes.properties()) {
            if (!node.getValue().path("class_type").isTextual()) {
                throw invalid(name, Problem.words("workflow-fault.class", node.getKey()));
            }
        }
        ApiGraph graph = new ApiGraph(Storable.of(nodes));
        if (graph.outputs().isEmpty()) {
            throw invalid(name, Problem.words("workflow-fault.no-output"));
        }
        return graph;
    }

    private static JsonNode parse(String name, String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            var at = e.getLocation();
            int line = at == null ? 0 : at.getLineNr();
            throw new StudioException(
                    Problem.detailed(
                            Kind.WORKFLOW_INVALID,
                            e.getOriginalMessage(),
                            name,
                            Problem.words("workflow-fault.json", line)),
                    e);
        }
    }

    private static StudioException tooLarge(String name, int most) {
        return invalid(name, Problem.words("workflow-fault.too-large", most >> 20));
    }

    private static StudioException invalid(String name, String why) {
        return new StudioException(Problem.of(Kind.WORKFLOW_INVALID, name, why));
    }
}
