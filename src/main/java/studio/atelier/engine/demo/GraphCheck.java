package studio.atelier.engine.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Validates a graph as ComfyUI does before it is queued, with the same words. Values are converted in place
/// (`"12"` becomes 12 for an INT), and one valid output among invalid ones is enough to run.
final class GraphCheck {
    private final NodeCatalog catalog;
    private final DemoProfile profile;
    private final InputCheck inputCheck;

    GraphCheck(NodeCatalog catalog, DemoProfile profile, DemoFiles files) {
        this.catalog = catalog;
        this.profile = profile;
        this.inputCheck = new InputCheck(files);
    }

    /// @param error empty when at least one output can run
    record Verdict(Optional<ObjectNode> error, List<String> outputs, ObjectNode nodeErrors) {}

    /// @param targets when not empty, only these output nodes are wanted
    Verdict check(ObjectNode graph, Set<String> targets) {
        List<String> outputs = new ArrayList<>();
        for (Map.Entry<String, JsonNode> entry : graph.properties()) {
            if (!entry.getValue().isObject()) {
                throw new PythonFailure("AttributeError", "'str' object has no attribute 'get'");
            }
            String type = entry.getValue().path("class_type").asText("");
            if (!catalog.knows(type)) {
                return refusal(missingNode(entry.getKey(), entry.getValue()));
            }
            if (catalog.isOutput(type) && (targets.isEmpty() || targets.contains(entry.getKey()))) {
                outputs.add(entry.getKey());
            }
        }
        if (outputs.isEmpty()) {
            return refusal(error("prompt_no_outputs", "Prompt has no outputs", ""));
        }
        return new Walk(graph).verdict(outputs);
    }

    private static Verdict refusal(ObjectNode error) {
        return new Verdict(Optional.of(error), List.of(), PythonJson.object());
    }

    static ObjectNode error(String type, String message, String details) {
        ObjectNode error = PythonJson.object();
        error.put("type", type).put("message", message).put("details", details);
        error.putObject("extra_info");
        return error;
    }

    private ObjectNode missingNode(String id, JsonNode node) {
        JsonNode type = node.path("class_type");
        String details = "Node ID '#" + id + "'";
        if (!profile.namesMissingNodes()) {
            String message =
                    type.isMissingNode()
                            ? "Cannot execute because a node is missing the class_type property."
                            : "Cannot execute because node " + type.asText() + " does not exist.";
            return error("invalid_prompt", message, details);
        }
        String title = node.path("_meta").path("title").asText(type.asText("Node " + id));
        String message =
                type.isMissingNode()
                        ? " has no class_type. The workflow may be corrupted or a custom node is"
                                + " missing."
                        : " not found. The custom node may not be installed.";
        ObjectNode error = error("missing_node_type", "Node '" + title + "'" + message, details);
        ObjectNode extra = (ObjectNode) error.get("extra_info");
        extra.put("node_id", id);
        extra.set("class_type", type.isMissingNode() ? null : type);
        extra.put("node_title", title);
        return error;
    }

    private record Result(boolean valid, List<ObjectNode> reasons) {}

    /// One pass over the nodes that the outputs need; results are shared between outputs.
    private final class Walk {
        private final ObjectNode graph;
        private final Map<String, Result> validated = new LinkedHashMap<>();
        private final List<String> visiting = new ArrayList<>();

        Walk(ObjectNode graph) {
            this.graph = graph;
        }

        Verdict verdict(List<String> outputs) {
            List<String> good = new ArrayList<>();
            List<String> details = new ArrayList<>();
            ObjectNode nodeErrors = PythonJson.object();
            for (String output : outputs) {
                Result result = checkOutput(output);
                if (result.valid()) {
                    good.add(output);
                    continue;
                }
                for (ObjectNode reason : result.reasons()) {
                    details.add(
                            reason.get("message").asText() + ": " + reason.get("details").asText());
                }
                report(output, nodeErrors);
            }
            Optional<ObjectNode> error =
                    good.isEmpty()
                            ? Optional.of(
                                    error(
                                            "prompt_outputs_failed_validation",
                                            "Prompt outputs failed validation",
                                            String.join("\n", details)))
                            : Optional.empty();
            return new Verdict(error, good, nodeErrors);
        }

        private Result checkOutput(String output) {
            try {
                return check(output);
            } catch (PythonFailure e) {
                ObjectNode reason =
                        error(
                                "exception_during_validation",
                                "Exception when validating node",
                                e.words());
                ObjectNode extra = (ObjectNode) reason.get("extra_info");
                extra.put("exception_type", e.type());
                extra.putArray("traceback");
                Result result = new Result(false, List.of(reason));
                validated.put(output, result);
                return result;
            }
        }

        private void report(String output, ObjectNode nodeErrors) {
            validated.forEach(
                    (id, result) -> {
                        if (result.valid() || result.reasons().isEmpty()) {
                            return;
                        }
                        ObjectNode entry = (ObjectNode) nodeErrors.get(id);
                        if (entry == null) {
                            entry = nodeErrors.putObject(id);
                            entry.putArray("errors").addAll(result.reasons());
                            entry.putArray("dependent_outputs");
                            entry.set("class_type", graph.path(id).get("class_type"));
                        }
                        ((ArrayNode) entry.get("dependent_outputs")).add(output);
                    });
        }

        private Result check(String id) {
            Result known = validated.get(id);
            if (known != null) {
                return known;
            }
            if (visiting.contains(id)) {
                return cycle(visiting.subList(visiting.indexOf(id), visiting.size()));
            }
            JsonNode node = graph.path(id);
            if (!(node.get("inputs") instanceof ObjectNode inputs)) {
                throw new PythonFailure("KeyError", "'inputs'");
            }
            visiting.add(id);
            List<ObjectNode> errors = new ArrayList<>();
            boolean valid = true;
            try {
                String type = node.path("class_type").asText();
                for (NodeCatalog.Input input : catalog.inputs(type)) {
                    valid &= checkInput(type, input, inputs, errors);
                }
            } finally {
                visiting.remove(id);
            }
            Result marked = validated.get(id);
            if (marked != null) {
                return marked;
            }
            Result result = new Result(valid && errors.isEmpty(), errors);
            validated.put(id, result);
            return result;
        }

        private boolean checkInput(
                String type, NodeCatalog.Input input, ObjectNode inputs, List<ObjectNode> errors) {
            JsonNode value = inputs.get(input.name());
            if (value == null) {
                if (input.required()) {
                    errors.add(InputCheck.missing(input.name()));
                }
                return true;
            }
            if (!value.isArray()) {
                errors.addAll(inputCheck.value(type, input, inputs));
                return true;
            }
            if (value.size() != 2) {
                errors.add(InputCheck.badLink(input, value));
                return true;
            }
            return checkLink(input, value, errors);
        }

        private boolean checkLink(NodeCatalog.Input input, JsonNode link, List<ObjectNode> errors) {
            String from = link.get(0).asText();
            JsonNode source = graph.get(from);
            if (source == null) {
                throw new PythonFailure("KeyError", PythonJson.repr(link.get(0)));
            }
            List<String> types = catalog.outputTypes(source.path("class_type").asText());
            int slot = link.get(1).asInt();
            if (slot >= types.size() || slot < -types.size()) {
                throw new PythonFailure("IndexError", "tuple index out of range");
            }
            String received = types.get(Math.floorMod(slot, Math.max(1, types.size())));
            if (!InputCheck.fits(received, input.type())) {
                errors.add(InputCheck.mismatch(input, received, link));
                return true;
            }
            try {
                return check(from).valid();
            } catch (PythonFailure e) {
                validated.put(
                        from, new Result(false, List.of(InputCheck.innerFailure(input, link, e))));
                return false;
            }
        }

        private Result cycle(List<String> nodes) {
            if (!profile.reportsCycles()) {
                // Older releases recurse until Python gives up, and name no node.
                return new Result(false, List.of());
            }
            List<String> steps = new ArrayList<>();
            for (String node : nodes) {
                steps.add(node + " (" + graph.path(node).path("class_type").asText() + ")");
            }
            steps.add(steps.getFirst());
            String details = String.join(" -> ", steps);
            for (String node : List.copyOf(nodes)) {
                ObjectNode reason = error("dependency_cycle", "Dependency cycle detected", details);
                ObjectNode extra = (ObjectNode) reason.get("extra_info");
                extra.put("node_id", node);
                extra.set("cycle_nodes", PythonJson.strings(nodes));
                validated.put(node, new Result(false, List.of(reason)));
            }
            return new Result(false, List.of());
        }
    }
}
