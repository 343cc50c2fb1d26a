package studio.atelier.engine.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.awt.image.BufferedImage;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// One run of one prompt: walks the graph, sends ComfyUI's messages in ComfyUI's order, and gathers what goes
/// into history.
final class GraphRun {
    private final Workshop workshop;
    private final QueuedPrompt prompt;
    private final int life;
    private final RunProgress progress;
    private final ArrayNode messages = PythonJson.array();
    private final ObjectNode outputs = PythonJson.object();
    private final ObjectNode meta = PythonJson.object();
    private final Map<String, NodeOutcome> outcomes = new HashMap<>();
    private final Set<String> executed = new LinkedHashSet<>();
    private String current = "";
    private long nextPreview = System.nanoTime();

    GraphRun(Workshop workshop, QueuedPrompt prompt) {
        this.workshop = workshop;
        this.prompt = prompt;
        this.life = workshop.state().life();
        this.progress =
                new RunProgress(
                        workshop.sockets(),
                        prompt.id(),
                        prompt.clientId(),
                        workshop.options().profile().throttlesProgress());
    }

    /// What a run needs from the engine.
    record Workshop(
            DemoOptions options,
            NodeCatalog catalog,
            NodeRunner runner,
            NodeCache cache,
            RunState state,
            Sockets sockets,
            DemoFaults faults) {
        InstantSource clock() {
            return options.clock();
        }
    }

    /// Runs to the end, good or bad.
    ///
    /// @return how it ended: `success`, `error` or `interrupted`
    /// @throws RunStopped when the engine lost its memory meanwhile
    String run() {
        workshop.state().begin(prompt.clientId());
        message("execution_start", PythonJson.object());
        Map<String, String> signatures = workshop.cache().signatures(prompt.graph());
        ArrayNode cached = PythonJson.array();
        for (Map.Entry<String, JsonNode> node : prompt.graph().properties()) {
            workshop.cache()
                    .get(signatures.getOrDefault(node.getKey(), ""))
                    .ifPresent(
                            outcome -> {
                                outcomes.put(node.getKey(), outcome);
                                cached.add(node.getKey());
                            });
        }
        ObjectNode data = PythonJson.object();
        data.set("nodes", cached);
        message("execution_cached", data);
        try {
            runNodes(signatures);
            message("execution_success", PythonJson.object());
            return "success";
        } catch (RunStopped stopped) {
            if (stopped.isLost()) {
                throw stopped;
            }
            message("execution_interrupted", whereItStopped());
            return "interrupted";
        } catch (PythonFailure failure) {
            message("execution_error", failed(failure));
            return "error";
        } catch (UncheckedIOException e) {
            PythonFailure failure = new PythonFailure("OSError", String.valueOf(e.getMessage()));
            message("execution_error", failed(failure));
            return "error";
        } finally {
            workshop.state().leave();
        }
    }

    private void runNodes(Map<String, String> signatures) {
        Set<String> cached = Set.copyOf(outcomes.keySet());
        RunOrder order =
                new RunOrder(
                        prompt.graph(),
                        prompt.outputs(),
                        cached::contains,
                        id -> workshop.catalog().isOutput(type(id)));
        for (Optional<String> next = order.next(); next.isPresent(); next = order.next()) {
            String id = next.get();
            current = id;
            NodeOutcome known = outcomes.get(id);
            if (known != null) {
                known.ui().ifPresent(ui -> show(id, ui));
            } else {
                NodeOutcome outcome = runNode(id);
                outcomes.put(id, outcome);
                workshop.cache().put(signatures.getOrDefault(id, id), outcome);
                executed.add(id);
            }
            progress.finished(id);
            order.finished(id);
        }
    }

    private NodeOutcome runNode(String id) {
        checkStop();
        progress.started(id);
        workshop.state().enter(id);
        ObjectNode data = PythonJson.object();
        data.put("node", id).put("display_node", id).put("prompt_id", prompt.id());
        sendToOwner("executing", data);
        NodeOutcome outcome =
                workshop.runner()
                        .run(call(id), (step, steps, preview) -> step(id, step, steps, preview));
        checkStop();
        outcome.ui().ifPresent(ui -> show(id, ui));
        return outcome;
    }

    private NodeRunner.Call call(String id) {
        JsonNode inputs = prompt.graph().path(id).path("inputs");
        Map<String, NodeValue> linked = new HashMap<>();
        for (Map.Entry<String, JsonNode> input : inputs.properties()) {
            JsonNode link = input.getValue();
            NodeOutcome source =
                    link.isArray() && link.size() == 2 ? outcomes.get(link.get(0).asText()) : null;
            int slot = link.path(1).asInt();
            if (source != null && slot < source.values().size()) {
                linked.put(input.getKey(), source.values().get(slot));
            }
        }
        ObjectNode texts = PythonJson.object();
        texts.set("prompt", prompt.graph());
        if (prompt.extraData().path("extra_pnginfo") instanceof ObjectNode extra) {
            texts.setAll(extra);
        }
        return new NodeRunner.Call(type(id), inputs, linked, texts);
    }

    /// One step of the sampler: its share of the job's time, then progress, with a preview when the prompt
    /// asked for them.
    private void step(String id, int step, int steps, Supplier<BufferedImage> preview) {
        try {
            workshop.faults().waitStep(workshop.options().jobDuration().dividedBy(steps));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw RunStopped.lost();
        }
        checkStop();
        if (step == 1 || steps == 1) {
            workshop.faults()
                    .nextRunFault()
                    .ifPresent(
                            fault -> {
                                throw new PythonFailure(fault.type(), fault.message());
                            });
        }
        progress.step(
                id,
                step,
                steps,
                isPreviewDue()
                        ? Optional.of(Pictures.jpeg(preview.get(), 0.85f))
                        : Optional.empty());
    }

    private boolean isPreviewDue() {
        long now = System.nanoTime();
        if (!wantsPreviews() || now - nextPreview < 0) {
            return false;
        }
        nextPreview = now + workshop.options().previewPause().toNanos();
        return true;
    }

    private boolean wantsPreviews() {
        String method = prompt.extraData().path("preview_method").asText("none");
        return workshop.options().profile().previewsByPrompt()
                && List.of("auto", "latent2rgb", "taesd").contains(method);
    }

    private void checkStop() {
        if (workshop.state().life() != life) {
            throw RunStopped.lost();
        }
        if (workshop.state().takeInterrupt()) {
            throw RunStopped.interrupted();
        }
    }

    private void show(String id, ObjectNode ui) {
        outputs.set(id, ui);
        meta.putObject(id)
                .put("node_id", id)
                .put("display_node", id)
                .putNull("parent_node")
                .put("real_node_id", id);
        ObjectNode data = PythonJson.object();
        data.put("node", id).put("display_node", id);
        data.set("output", ui);
        data.put("prompt_id", prompt.id());
        sendToOwner("executed", data);
    }

    private ObjectNode whereItStopped() {
        ObjectNode data = PythonJson.object();
        data.put("prompt_id", prompt.id()).put("node_id", current).put("node_type", type(current));
        data.set("executed", PythonJson.strings(executed));
        return data;
    }

    private ObjectNode failed(PythonFailure failure) {
        ObjectNode data = whereItStopped();
        data.put("exception_message", failure.words() + "\n");
        data.put("exception_type", failure.type());
        data.putArray("traceback").add("  File \"execution.py\", in execute\n");
        ObjectNode inputs = data.putObject("current_inputs");
        prompt.graph()
                .path(current)
                .path("inputs")
                .properties()
                .forEach(input -> inputs.putArray(input.getKey()).add(input.getValue()));
        data.set("current_outputs", PythonJson.strings(new ArrayList<>(outcomes.keySet())));
        return data;
    }

    /// Keeps a message for history and sends it to the owner; an interruption without owner goes to all.
    private void message(String type, ObjectNode data) {
        data.put("prompt_id", prompt.id()).put("timestamp", workshop.clock().millis());
        messages.addArray().add(type).add(data);
        if (prompt.clientId().isPresent() || type.equals("execution_interrupted")) {
            workshop.sockets().send(prompt.clientId(), type, data);
        }
    }

    private void sendToOwner(String type, ObjectNode data) {
        if (prompt.clientId().isPresent()) {
            workshop.sockets().send(prompt.clientId(), type, data);
        }
    }

    private String type(String id) {
        return prompt.graph().path(id).path("class_type").asText();
    }

    List<String> executed() {
        return List.copyOf(executed);
    }

    /// Names of the files in the outputs.
    List<String> files() {
        List<String> names = new ArrayList<>();
        for (JsonNode output : outputs) {
            output.path("images").forEach(image -> names.add(image.path("filename").asText()));
        }
        return names;
    }

    /// The entry of this prompt in history.
    ObjectNode history(boolean success) {
        ObjectNode entry = PythonJson.object();
        entry.set("prompt", prompt.asJson());
        entry.set("outputs", outputs);
        ObjectNode status = entry.putObject("status");
        status.put("status_str", success ? "success" : "error").put("completed", success);
        status.set("messages", messages);
        entry.set("meta", meta);
        return entry;
    }
}
