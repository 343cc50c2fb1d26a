package studio.atelier.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import studio.atelier.model.Problem;
import studio.atelier.model.Problem.Kind;
import studio.atelier.model.PromptId;
import studio.atelier.model.StudioException;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/// Sends one prompt: uploads its inputs, puts the engine's names for them into the graph, posts it, and tells
/// a clear no from an unclear failure.
final class ComfySubmission {
    private final ComfyHttp http;
    private final ComfyTrouble trouble;
    private final ComfyUploads uploads;
    private final SentPrompts sent;
    private final Supplier<String> clientId;

    ComfySubmission(
            ComfyHttp http,
            ComfyTrouble trouble,
            ComfyUploads uploads,
            SentPrompts sent,
            Supplier<String> clientId) {
        this.http = http;
        this.trouble = trouble;
        this.uploads = uploads;
        this.sent = sent;
        this.clientId = clientId;
    }

    /// What the engine took.
    ///
    /// @param leftOut the problem of the part that it will not run, absent when it took all
    record Accepted(PromptId prompt, java.util.Optional<Problem> leftOut) {}

    Accepted send(Submission submission, Runnable lastLook) {
        var graph = GraphInspection.of(EngineWords.text("graph.this"), submission.graph());
        Map<String, String> names = new HashMap<>();
        for (Submission.InputFile input : submission.inputs()) {
            names.put(input.placeholder(), uploads.upload(input));
        }
        ObjectNode filled = graph.with(names);
        lastLook.run();
        // before sending: its first messages may be here before the answer
        String client = clientId.get();
        sent.add(submission.prompt(), graph, client);
        boolean accepted = false;
        try {
            Accepted result = post(submission.prompt(), client, filled, graph);
            accepted = true;
            return result;
        } catch (SubmissionUnclear e) {
            accepted = true;
            throw e;
        } finally {
            if (!accepted) {
                sent.remove(submission.prompt());
            }
        }
    }

    private Accepted post(
            PromptId prompt, String client, ObjectNode filled, GraphInspection graph) {
        var body = new OnceBody(ComfyJson.bytes(request(prompt, client, filled)));
        Answer answer;
        try {
            answer = http.postOnce("prompt", body, ComfyHttp.LONG);
        } catch (IOException e) {
            Problem problem = trouble.unreachable(e);
            if (body.hasBegun()) {
                throw new SubmissionUnclear(problem, e);
            }
            throw new StudioException(problem, e);
        }
        return judge(prompt, client, answer, graph);
    }

    private static ObjectNode request(PromptId prompt, String client, ObjectNode filled) {
        ObjectNode request = ComfyJson.object();
        request.set("prompt", filled);
        request.put("prompt_id", prompt.value());
        request.put("client_id", client);
        request.putObject("extra_data").put("preview_method", "auto");
        return request;
    }

    private Accepted judge(PromptId prompt, String client, Answer answer, GraphInspection graph) {
        if (answer.isSuccess()) {
            return accepted(prompt, client, answer, graph);
        }
        if (answer.status() == 400 && trouble.isObject(answer)) {
            JsonNode reply = trouble.parsed(answer);
            throw new StudioException(
                    new ComfyErrors(trouble.engine(), graph, reply).problem(reply));
        }
        if (answer.status() == 413) {
            throw new StudioException(
                    Problem.detailed(
                            Kind.PROMPT_REJECTED,
                            answer.detail(),
                            EngineWords.text("rejected.body")));
        }
        Problem problem = trouble.problemOf(answer, "prompt");
        if (answer.status() >= 500 || answer.status() == 408) {
            throw new SubmissionUnclear(problem, new StudioException(problem));
        }
        throw new StudioException(problem);
    }

    private Accepted accepted(
            PromptId prompt, String client, Answer answer, GraphInspection graph) {
        JsonNode reply;
        try {
            reply = trouble.parsed(answer);
        } catch (StudioException e) {
            throw new SubmissionUnclear(e.problem(), e);
        }
        PromptId given =
                ComfyJson.textOf(reply.path("prompt_id"))
                        .filter(id -> !id.isBlank())
                        .map(PromptId::new)
                        .orElseThrow(() -> withoutId(reply));
        if (given.equals(prompt)) {
            sent.accepted(prompt);
        } else {
            sent.remove(prompt);
            sent.add(given, graph, client);
        }
        JsonNode errors = reply.path("node_errors");
        if (!errors.isObject() || errors.isEmpty()) {
            return new Accepted(given, java.util.Optional.empty());
        }
        var problem = new ComfyErrors(trouble.engine(), graph, reply).problem(reply);
        return new Accepted(given, java.util.Optional.of(problem));
    }

    private SubmissionUnclear withoutId(JsonNode reply) {
        StudioException shape = trouble.shape("prompt", reply);
        return new SubmissionUnclear(shape.problem(), shape);
    }
}
