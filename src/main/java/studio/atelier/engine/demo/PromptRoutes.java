package studio.atelier.engine.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/// `/prompt`, `/queue`, `/history`, `/interrupt` and `/free`.
final class PromptRoutes {
    private static final Pattern CANONICAL_UUID =
            Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private final DemoOptions options;
    private final GraphCheck check;
    private final PromptQueue queue;
    private final RunState state;
    private final DemoFaults faults;
    private final DemoLedger ledger;

    PromptRoutes(
            DemoOptions options,
            GraphCheck check,
            PromptQueue queue,
            RunState state,
            DemoFaults faults,
            DemoLedger ledger) {
        this.options = options;
        this.check = check;
        this.queue = queue;
        this.state = state;
        this.faults = faults;
        this.ledger = ledger;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/prompt", _ -> Reply.json(remaining())),
                Route.post("/prompt", this::submit),
                Route.get("/queue", _ -> Reply.json(queue.asJson())),
                Route.post("/queue", this::editQueue),
                Route.get("/history", this::history),
                Route.post("/history", this::editHistory),
                Route.get("/history/{id}", this::historyOf),
                Route.post("/interrupt", this::interrupt),
                Route.post("/free", this::free));
    }

    private ObjectNode remaining() {
        ObjectNode body = PythonJson.object();
        body.putObject("exec_info").put("queue_remaining", queue.remaining());
        return body;
    }

    private Reply submit(Request request) throws IOException {
        JsonNode body = request.json();
        if (!body.isObject()) {
            return Reply.trouble();
        }
        JsonNode number =
                body.has("number")
                        ? DoubleNode.valueOf(body.path("number").asDouble())
                        : queue.nextNumber(body.path("front").asBoolean());
        if (!body.has("prompt")) {
            return refusal(
                    GraphCheck.error("no_prompt", "No prompt provided", "No prompt provided"),
                    PythonJson.object());
        }
        String id = UUID.randomUUID().toString();
        JsonNode wanted = body.path("prompt_id");
        if (!wanted.isMissingNode() && !wanted.isNull() && !faults.ignoresPromptIds()) {
            if (options.profile().wantsUuids()
                    && !(wanted.isTextual()
                            && CANONICAL_UUID.matcher(wanted.textValue()).matches())) {
                return refusal(invalidId(), PythonJson.object());
            }
            id = PythonJson.str(wanted);
        }
        if (!(body.path("prompt") instanceof ObjectNode graph)) {
            return Reply.trouble();
        }
        Set<String> targets = new HashSet<>();
        body.path("partial_execution_targets").forEach(target -> targets.add(target.asText()));
        GraphCheck.Verdict verdict = check.check(graph, targets);
        if (verdict.error().isPresent()) {
            return refusal(verdict.error().get(), verdict.nodeErrors());
        }
        QueuedPrompt prompt =
                new QueuedPrompt(number, id, graph, extraData(body), verdict.outputs());
        ledger.add(new DemoLedger.Submitted(id, prompt.clientId().orElse(""), graph));
        queue.put(prompt);
        ObjectNode answer = PythonJson.object().put("prompt_id", id);
        answer.set("number", number);
        answer.set("node_errors", verdict.nodeErrors());
        return Reply.json(answer);
    }

    private ObjectNode extraData(JsonNode body) {
        ObjectNode extra =
                body.path("extra_data") instanceof ObjectNode given
                        ? given.deepCopy()
                        : PythonJson.object();
        if (body.has("client_id")) {
            extra.set("client_id", body.get("client_id"));
        }
        List.of("auth_token_comfy_org", "api_key_comfy_org").forEach(extra::remove);
        if (options.profile().stampsPrompts()) {
            extra.put("create_time", options.clock().millis());
        }
        return extra;
    }

    private static ObjectNode invalidId() {
        return GraphCheck.error(
                "invalid_prompt_id",
                "prompt_id must be a valid UUID",
                "prompt_id must be a UUID string in canonical lowercase hyphenated form; omit it to"
                        + " let the server generate one");
    }

    private static Reply refusal(ObjectNode error, ObjectNode nodeErrors) {
        ObjectNode body = PythonJson.object();
        body.set("error", error);
        body.set("node_errors", nodeErrors);
        return Reply.json(400, body);
    }

    private Reply editQueue(Request request) throws IOException {
        JsonNode body = request.json();
        if (body.path("clear").asBoolean()) {
            queue.clear();
        }
        body.path("delete").forEach(id -> queue.delete(id.asText()));
        return Reply.empty(200);
    }

    private Reply history(Request request) {
        Map<String, ObjectNode> entries = queue.history();
        int maximum = request.query("max_items").map(Integer::parseInt).orElse(entries.size());
        int offset = request.query("offset").map(Integer::parseInt).orElse(-1);
        int from = offset >= 0 ? offset : Math.max(0, entries.size() - maximum);
        ObjectNode body = PythonJson.object();
        entries.entrySet().stream()
                .skip(from)
                .limit(Math.max(0, maximum))
                .forEach(entry -> body.set(entry.getKey(), entry.getValue()));
        return Reply.json(body);
    }

    private Reply historyOf(Request request) {
        ObjectNode body = PythonJson.object();
        queue.history(request.variable()).ifPresent(entry -> body.set(request.variable(), entry));
        return Reply.json(body);
    }

    private Reply editHistory(Request request) throws IOException {
        JsonNode body = request.json();
        if (body.path("clear").asBoolean()) {
            queue.clearHistory();
        }
        body.path("delete").forEach(id -> queue.deleteHistory(id.asText()));
        return Reply.empty(200);
    }

    /// An empty or broken body is as good as none.
    private Reply interrupt(Request request) throws IOException {
        JsonNode body;
        try {
            body = request.json();
        } catch (com.fasterxml.jackson.core.JsonProcessingException | PythonFailure _) {
            body = PythonJson.object();
        }
        String id = body.path("prompt_id").asText("");
        if (id.isEmpty() || queue.isRunning(id)) {
            state.interrupt();
        }
        return Reply.empty(200);
    }

    private Reply free(Request request) throws IOException {
        if (request.json().path("free_memory").asBoolean()) {
            state.freeMemory();
        }
        return Reply.empty(200);
    }
}
