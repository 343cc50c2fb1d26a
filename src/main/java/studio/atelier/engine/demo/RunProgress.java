package studio.atelier.engine.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.Optional;

/// The progress messages of one prompt: `progress_state` for every change of a node, `progress` for steps.
/// Without a client id they go to every socket.
final class RunProgress {
    private static final long SHORTEST_PAUSE_NANOS = 100_000_000L;

    private final Sockets sockets;
    private final String promptId;
    private final Optional<String> client;
    private final boolean throttled;
    private final ObjectNode nodes = PythonJson.object();
    private long lastSent = Long.MIN_VALUE;

    RunProgress(Sockets sockets, String promptId, Optional<String> client, boolean throttled) {
        this.sockets = sockets;
        this.promptId = promptId;
        this.client = client;
        this.throttled = throttled;
    }

    void started(String node) {
        set(node, DoubleNode.valueOf(0), DoubleNode.valueOf(1), "running");
        sendState();
    }

    void finished(String node) {
        JsonNode max = nodes.path(node).path("max");
        if (max.isMissingNode()) {
            max = IntNode.valueOf(1);
        }
        set(node, max, max, "finished");
        sendState();
    }

    /// A step of a sampler; in between steps are left out when they come too fast, except the first, the last
    /// and those with a preview.
    void step(String node, int step, int steps, Optional<byte[]> preview) {
        set(node, IntNode.valueOf(step), IntNode.valueOf(steps), "running");
        long now = System.nanoTime();
        boolean due =
                step == 1
                        || step == steps
                        || preview.isPresent()
                        || now - lastSent >= SHORTEST_PAUSE_NANOS;
        if (throttled && !due) {
            return;
        }
        lastSent = now;
        sendState();
        ObjectNode data = PythonJson.object();
        data.put("value", step).put("max", steps).put("prompt_id", promptId).put("node", node);
        if (preview.isPresent()) {
            sockets.sendPreview(client, identity(node), preview.get(), "progress", data);
        } else {
            sockets.send(client, "progress", data);
        }
    }

    private void set(String node, JsonNode value, JsonNode max, String state) {
        ObjectNode entry = PythonJson.object();
        entry.set("value", value);
        entry.set("max", max);
        entry.put("state", state);
        entry.setAll(identity(node));
        nodes.set(node, entry);
    }

    private ObjectNode identity(String node) {
        return PythonJson.object()
                .put("node_id", node)
                .put("prompt_id", promptId)
                .put("display_node_id", node)
                .putNull("parent_node_id")
                .put("real_node_id", node);
    }

    private void sendState() {
        ObjectNode data = PythonJson.object();
        data.put("prompt_id", promptId);
        data.set("nodes", nodes);
        sockets.send(client, "progress_state", data);
    }
}
