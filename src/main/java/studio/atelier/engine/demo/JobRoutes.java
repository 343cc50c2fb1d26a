package studio.atelier.engine.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// The jobs API, which exists only below `/api`.
final class JobRoutes {
    private static final List<String> STATUSES =
            List.of("pending", "in_progress", "completed", "failed", "cancelled");
    private static final Pattern UUID =
            Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private final DemoProfile profile;
    private final PromptQueue queue;
    private final RunState state;

    JobRoutes(DemoProfile profile, PromptQueue queue, RunState state) {
        this.profile = profile;
        this.queue = queue;
        this.state = state;
    }

    List<Route> routes() {
        List<Route> routes = new ArrayList<>();
        if (profile.listsJobs()) {
            routes.add(Route.get("/api/jobs", this::list));
            routes.add(Route.get("/api/jobs/{id}", this::one));
        }
        if (profile.cancelsJobs()) {
            routes.add(Route.post("/api/jobs/cancel", this::cancelMany));
            routes.add(Route.post("/api/jobs/{id}/cancel", this::cancelOne));
        }
        return routes;
    }

    private Reply list(Request request) {
        List<String> wanted =
                request.query("status")
                        .map(text -> Arrays.asList(text.split(",", -1)))
                        .orElse(STATUSES);
        List<String> unknown = wanted.stream().filter(s -> !STATUSES.contains(s)).toList();
        if (!unknown.isEmpty()) {
            return bad(
                    "Invalid status value(s): %s. Valid values: %s"
                            .formatted(String.join(", ", unknown), String.join(", ", STATUSES)));
        }
        Optional<Integer> limit = request.query("limit").map(JobRoutes::number);
        if (limit.isPresent() && limit.get() <= 0) {
            return bad("limit must be a positive integer");
        }
        int offset = Math.max(0, request.query("offset").map(JobRoutes::number).orElse(0));
        List<ObjectNode> jobs = new ArrayList<>(matching(wanted, request.query("workflow_id")));
        Comparator<ObjectNode> order = order(request.query("sort_by").orElse("created_at"));
        jobs.sort(
                request.query("sort_order").orElse("desc").equals("asc")
                        ? order
                        : order.reversed());
        int end = limit.map(n -> Math.min(jobs.size(), offset + n)).orElse(jobs.size());
        ObjectNode body = PythonJson.object();
        ArrayNode page = body.putArray("jobs");
        jobs.subList(Math.min(offset, end), end).forEach(page::add);
        ObjectNode pagination = body.putObject("pagination");
        pagination.put("offset", offset);
        limit.ifPresentOrElse(n -> pagination.put("limit", n), () -> pagination.putNull("limit"));
        pagination.put("total", jobs.size()).put("has_more", end < jobs.size());
        return Reply.json(body);
    }

    private List<ObjectNode> matching(List<String> statuses, Optional<String> workflow) {
        List<ObjectNode> jobs = new ArrayList<>();
        queue.pending().forEach(prompt -> jobs.add(waiting(prompt, "pending")));
        queue.running().forEach(prompt -> jobs.add(waiting(prompt, "in_progress")));
        queue.history().values().forEach(entry -> jobs.add(finished(entry)));
        jobs.removeIf(
                job ->
                        !statuses.contains(job.path("status").asText())
                                || workflow.filter(
                                                id -> !id.equals(job.path("workflow_id").asText()))
                                        .isPresent());
        return jobs;
    }

    private static Comparator<ObjectNode> order(String by) {
        if (by.equals("execution_duration")) {
            return Comparator.comparingLong(
                    job ->
                            job.path("execution_end_time").asLong()
                                    - job.path("execution_start_time").asLong());
        }
        return Comparator.comparingLong(job -> job.path("create_time").asLong());
    }

    private Reply one(Request request) {
        String id = request.variable();
        Optional<ObjectNode> entry = queue.history(id);
        if (entry.isPresent()) {
            ObjectNode job = finished(entry.get());
            job.set("outputs", entry.get().path("outputs"));
            job.set("execution_status", entry.get().path("status"));
            ObjectNode workflow = job.putObject("workflow");
            workflow.set("prompt", entry.get().at("/prompt/2"));
            workflow.set("extra_data", entry.get().at("/prompt/3"));
            return Reply.json(job);
        }
        return find(queue.running(), id)
                .map(prompt -> waiting(prompt, "in_progress"))
                .or(() -> find(queue.pending(), id).map(prompt -> waiting(prompt, "pending")))
                .map(Reply::json)
                .orElseGet(
                        () -> Reply.json(404, PythonJson.object().put("error", "Job not found")));
    }

    private static Optional<QueuedPrompt> find(List<QueuedPrompt> prompts, String id) {
        return prompts.stream().filter(prompt -> prompt.id().equals(id)).findFirst();
    }

    private ObjectNode waiting(QueuedPrompt prompt, String status) {
        ObjectNode job = PythonJson.object().put("id", prompt.id()).put("status", status);
        job.set("priority", prompt.number());
        job.set("create_time", prompt.extraData().path("create_time"));
        job.put("outputs_count", 0);
        if (profile == DemoProfile.V0_33) {
            job.put("previewable_outputs_count", 0);
        }
        workflowId(prompt.extraData()).ifPresent(id -> job.put("workflow_id", id));
        return job;
    }

    private ObjectNode finished(ObjectNode entry) {
        JsonNode messages = entry.at("/status/messages");
        JsonNode last = messages.path(messages.size() - 1);
        ObjectNode job = PythonJson.object();
        job.set("id", entry.at("/prompt/1"));
        job.put("status", status(entry, last.path(0).asText()));
        job.set("priority", entry.at("/prompt/0"));
        job.set("create_time", entry.at("/prompt/3/create_time"));
        job.set("execution_start_time", messages.path(0).path(1).path("timestamp"));
        job.set("execution_end_time", last.path(1).path("timestamp"));
        if (last.path(0).asText().equals("execution_error")) {
            job.set("execution_error", last.path(1));
        }
        int count = 0;
        ObjectNode preview = PythonJson.object();
        for (var output : entry.path("outputs").properties()) {
            for (JsonNode image : output.getValue().path("images")) {
                count++;
                if (preview.isEmpty()) {
                    preview.setAll((ObjectNode) image);
                    preview.put("nodeId", output.getKey()).put("mediaType", "images");
                }
            }
        }
        job.put("outputs_count", count);
        if (profile == DemoProfile.V0_33) {
            job.put("previewable_outputs_count", count);
        }
        if (!preview.isEmpty()) {
            job.set("preview_output", preview);
        }
        workflowId(entry.at("/prompt/3")).ifPresent(id -> job.put("workflow_id", id));
        return job;
    }

    private static String status(ObjectNode entry, String lastMessage) {
        if (entry.at("/status/completed").asBoolean()) {
            return "completed";
        }
        return lastMessage.equals("execution_interrupted") ? "cancelled" : "failed";
    }

    private static Optional<String> workflowId(JsonNode extraData) {
        JsonNode id = extraData.path("extra_pnginfo").path("workflow").path("id");
        return id.isTextual() ? Optional.of(id.textValue()) : Optional.empty();
    }

    private Reply cancelOne(Request request) {
        return Reply.json(PythonJson.object().put("cancelled", cancel(request.variable())));
    }

    private Reply cancelMany(Request request) throws IOException {
        JsonNode body;
        try {
            body = request.json();
        } catch (com.fasterxml.jackson.core.JsonProcessingException | PythonFailure _) {
            return bad("Invalid JSON in request body");
        }
        JsonNode ids = body.path("job_ids");
        if (!ids.isArray()) {
            return bad("job_ids must be a list");
        }
        ArrayNode invalid = PythonJson.array();
        ids.forEach(
                id -> {
                    if (!UUID.matcher(id.asText()).matches()) {
                        invalid.add(id);
                    }
                });
        if (!invalid.isEmpty()) {
            ObjectNode error = PythonJson.object().put("error", "job_ids contains invalid id(s)");
            error.set("invalid_ids", invalid);
            return Reply.json(400, error);
        }
        Set<Boolean> results = new java.util.HashSet<>();
        ids.forEach(id -> results.add(cancel(id.asText())));
        return Reply.json(PythonJson.object().put("cancelled", results.contains(true)));
    }

    private boolean cancel(String id) {
        if (queue.isRunning(id)) {
            state.interrupt();
            return true;
        }
        return queue.delete(id);
    }

    private static Reply bad(String error) {
        return Reply.json(400, PythonJson.object().put("error", error));
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException _) {
            return 0;
        }
    }
}
