package studio.atelier.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import studio.atelier.model.Problem;
import studio.atelier.model.Problem.Kind;
import studio.atelier.model.StudioException;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// An API-format graph, looked at without an engine: its node classes, and which fields name files that an
/// engine must have. Pure and immutable.
public final class GraphInspection {
    private static final Pattern FILE_FIELD =
            Pattern.compile(
                    "(ckpt|lora|unet|clip|vae|model|control_net|style_model|gligen|hypernetwork|"
                            + "upscale_model|photomaker_model|clip_vision|text_encoder)_name_?\\d*");

    private final ObjectNode nodes;

    private GraphInspection(ObjectNode nodes) {
        this.nodes = nodes;
    }

    /// A literal in the graph that names a model file.
    ///
    /// @param title what the node is called in the editor, else its class
    /// @param list key of the engine's allowed values, for example `UNETLoader.unet_name`
    public record ModelFile(String node, String title, String list, String field, String file) {
        public boolean isLora() {
            return field.startsWith("lora");
        }
    }

    /// @param workflow its name, for messages
    /// @throws StudioException `WORKFLOW_UI_FORMAT` or `WORKFLOW_INVALID`
    public static GraphInspection of(String workflow, String graph) {
        JsonNode root = parse(workflow, graph);
        JsonNode wrapped = root.path("prompt");
        if (wrapped.isObject() && !root.path("prompt").has("class_type")) {
            root = wrapped;
        }
        if (root.path("nodes").isArray()) {
            throw new StudioException(Problem.of(Kind.WORKFLOW_UI_FORMAT, workflow));
        }
        if (!(root instanceof ObjectNode nodes) || nodes.isEmpty()) {
            throw invalid(workflow, EngineWords.text("graph.no-nodes"));
        }
        for (Map.Entry<String, JsonNode> node : nodes.properties()) {
            if (ComfyJson.textOf(node.getValue().path("class_type")).isEmpty()) {
                throw invalid(workflow, EngineWords.text("graph.node", node.getKey()));
            }
        }
        return new GraphInspection(nodes);
    }

    /// The part of it that leads to nodes of these classes: an engine looks at nothing else when it takes a prompt.
    ///
    /// @param outputs empty when they are not known: then it is all of it
    public GraphInspection leadingTo(Set<String> outputs) {
        if (outputs.isEmpty()) {
            return this;
        }
        Set<String> kept = new LinkedHashSet<>();
        Deque<String> open = new ArrayDeque<>(nodeIds());
        open.removeIf(node -> !outputs.contains(nodes.path(node).path("class_type").asText()));
        while (!open.isEmpty()) {
            String node = open.poll();
            if (nodes.has(node) && kept.add(node)) {
                inputs(nodes.path(node)).stream()
                        .filter(input -> input.getValue().isArray())
                        .map(input -> input.getValue().path(0).asText())
                        .forEach(open::add);
            }
        }
        ObjectNode part = nodes.deepCopy();
        part.retain(kept);
        return new GraphInspection(part);
    }

    /// Whether a field of that name usually names a file from the engine's model folders.
    public static boolean isFileField(String field) {
        return FILE_FIELD.matcher(field).matches();
    }

    public Set<String> nodeClasses() {
        Set<String> classes = new LinkedHashSet<>();
        nodes.forEach(node -> classes.add(node.path("class_type").asText()));
        return classes;
    }

    /// A value of a node that the engine may only know from a list.
    ///
    /// @param list key of the engine's allowed values, if it has such a list
    public record Literal(String title, String list, String field, String value) {
        public boolean isFile() {
            return isFileField(field);
        }
    }

    /// Every text of the graph that is not filled in for a job.
    public List<Literal> literals() {
        List<Literal> literals = new ArrayList<>();
        for (Map.Entry<String, JsonNode> node : nodes.properties()) {
            String type = node.getValue().path("class_type").asText();
            for (Map.Entry<String, JsonNode> input : inputs(node.getValue())) {
                ComfyJson.textOf(input.getValue())
                        .filter(text -> !text.contains("{{"))
                        .ifPresent(
                                text ->
                                        literals.add(
                                                new Literal(
                                                        title(node.getKey()),
                                                        type + "." + input.getKey(),
                                                        input.getKey(),
                                                        text)));
            }
        }
        return literals;
    }

    /// An input that a node is not given.
    public record Gap(String title, String input) {}

    /// @param required the inputs that a node must be given, by its class
    public List<Gap> gaps(Map<String, Set<String>> required) {
        List<Gap> gaps = new ArrayList<>();
        for (Map.Entry<String, JsonNode> node : nodes.properties()) {
            String type = node.getValue().path("class_type").asText();
            for (String input : required.getOrDefault(type, Set.of())) {
                if (!node.getValue().path("inputs").has(input)) {
                    gaps.add(new Gap(title(node.getKey()), input));
                }
            }
        }
        return gaps;
    }

    /// In graph order.
    public List<ModelFile> modelFiles() {
        List<ModelFile> files = new ArrayList<>();
        for (Map.Entry<String, JsonNode> node : nodes.properties()) {
            String type = node.getValue().path("class_type").asText();
            for (Map.Entry<String, JsonNode> input : inputs(node.getValue())) {
                Optional<String> file = ComfyJson.textOf(input.getValue());
                if (file.isPresent() && isFileField(input.getKey())) {
                    files.add(
                            new ModelFile(
                                    node.getKey(),
                                    title(node.getKey()),
                                    type + "." + input.getKey(),
                                    input.getKey(),
                                    file.get()));
                }
            }
        }
        return files;
    }

    /// What the editor calls a node, else its class, else its id.
    public String title(String node) {
        JsonNode found = nodes.path(node);
        return ComfyJson.textOf(found.path("_meta").path("title"))
                .filter(title -> !title.isBlank())
                .or(() -> ComfyJson.textOf(found.path("class_type")))
                .orElse(node);
    }

    Set<String> nodeIds() {
        Set<String> ids = new LinkedHashSet<>();
        nodes.fieldNames().forEachRemaining(ids::add);
        return ids;
    }

    /// Whether this node runs the denoising steps, which take nearly all of the time.
    boolean samples(String node) {
        JsonNode found = nodes.path(node);
        JsonNode inputs = found.path("inputs");
        return found.path("class_type").asText().contains("Sampler")
                && (inputs.has("steps") || inputs.has("sigmas") || inputs.has("latent_image"));
    }

    /// The graph with every text value that equals a key replaced by its value.
    public ObjectNode with(Map<String, String> replacements) {
        ObjectNode copy = nodes.deepCopy();
        replace(copy, replacements);
        return copy;
    }

    private static void replace(JsonNode node, Map<String, String> replacements) {
        if (node instanceof ObjectNode object) {
            for (Map.Entry<String, JsonNode> field : object.properties()) {
                field.setValue(replaced(field.getValue(), replacements));
            }
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                array.set(i, replaced(array.get(i), replacements));
            }
        }
    }

    private static JsonNode replaced(JsonNode value, Map<String, String> replacements) {
        String replacement = value.isTextual() ? replacements.get(value.textValue()) : null;
        if (replacement != null) {
            return TextNode.valueOf(replacement);
        }
        replace(value, replacements);
        return value;
    }

    private static Set<Map.Entry<String, JsonNode>> inputs(JsonNode node) {
        return node.path("inputs").properties();
    }

    private static JsonNode parse(String workflow, String graph) {
        try {
            return ComfyJson.parse(graph);
        } catch (IOException e) {
            throw new StudioException(
                    Problem.detailed(
                            Kind.WORKFLOW_INVALID,
                            String.valueOf(e.getMessage()),
                            workflow,
                            EngineWords.text("graph.not-json")),
                    e);
        }
    }

    private static StudioException invalid(String workflow, String why) {
        return new StudioException(Problem.of(Kind.WORKFLOW_INVALID, workflow, why));
    }
}
