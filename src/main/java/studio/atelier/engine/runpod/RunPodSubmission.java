package studio.atelier.engine.runpod;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import studio.atelier.engine.Answer;
import studio.atelier.engine.ComfyJson;
import studio.atelier.engine.EngineWords;
import studio.atelier.engine.GraphInspection;
import studio.atelier.engine.OnceBody;
import studio.atelier.engine.Submission;
import studio.atelier.engine.SubmissionUnclear;
import studio.atelier.model.Problem;
import studio.atelier.model.Problem.Kind;
import studio.atelier.model.PromptId;
import studio.atelier.model.StudioException;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/// Sends one job whole: its graph, its pictures, our id, and what it may take. Tells a clear no from an unclear
/// failure.
final class RunPodSubmission {
    /// What `/run` accepts.
    static final long LIMIT = 10L << 20;

    /// Under this name our id lies in the input, which the worker passes over and the log of the endpoint shows.
    static final String OUR_ID = "atelier_prompt_id";

    /// What `/run` says of a body that is larger, with status 400.
    private static final String TOO_LARGE = "exceeded max body size";

    private final RunPodApi api;
    private final RunPodAddress address;

    RunPodSubmission(RunPodApi api, RunPodAddress address) {
        this.api = api;
        this.address = address;
    }

    /// @return the endpoint's id of the job
    /// @throws SubmissionUnclear when the endpoint may have it, under an id that nobody here knows
    PromptId send(Submission submission, Runnable lastLook) {
        OnceBody body = body(submission);
        lastLook.run();
        Answer answer;
        try {
            answer = api.run(body);
        } catch (IOException e) {
            if (body.hasBegun()) {
                throw unclear(e.toString(), e);
            }
            throw new StudioException(api.unreachable(e), e);
        }
        return judge(answer, body.contentLength());
    }

    private OnceBody body(Submission submission) {
        requireRoom(submission.graph().length() + picturesLength(submission));
        Map<String, String> names = new HashMap<>();
        submission.inputs().forEach(input -> names.put(input.placeholder(), input.uploadName()));
        var graph = GraphInspection.of(EngineWords.text("graph.this"), submission.graph());
        ObjectNode request = ComfyJson.object();
        ObjectNode input = request.putObject("input");
        input.set("workflow", graph.with(names));
        input.put(OUR_ID, submission.prompt().value());
        if (!submission.inputs().isEmpty()) {
            var images = input.putArray("images");
            submission.inputs().forEach(each -> images.add(picture(each)));
        }
        ObjectNode policy = request.putObject("policy");
        policy.put("executionTimeout", address.longestRun().toMillis());
        policy.put("ttl", address.longestStay().toMillis());
        byte[] bytes = ComfyJson.bytes(request);
        requireRoom(bytes.length);
        return new OnceBody(bytes);
    }

    /// Pictures as base64, before any of them is read.
    private static long picturesLength(Submission submission) {
        long bytes = 0;
        for (Submission.InputFile input : submission.inputs()) {
            try {
                bytes += Files.size(input.file());
            } catch (IOException e) {
                throw missing(input, e);
            }
        }
        return bytes * 4 / 3;
    }

    /// As bare base64: before version 5 the worker took a prefix such as `data:image/png;base64,` for a part of the
    /// picture, and stored one that nothing can read.
    private static ObjectNode picture(Submission.InputFile input) {
        try {
            ObjectNode picture = ComfyJson.object();
            picture.put("name", input.uploadName());
            picture.put(
                    "image", Base64.getEncoder().encodeToString(Files.readAllBytes(input.file())));
            return picture;
        } catch (IOException e) {
            throw missing(input, e);
        }
    }

    private static StudioException missing(Submission.InputFile input, IOException e) {
        return new StudioException(
                Problem.detailed(Kind.REFERENCE_MISSING, e.toString(), input.uploadName()), e);
    }

    private void requireRoom(long bytes) {
        if (bytes > LIMIT) {
            throw tooLarge(bytes, "");
        }
    }

    private StudioException tooLarge(long bytes, String detail) {
        return new StudioException(
                Problem.detailed(
                        Kind.SENDING_TOO_LARGE,
                        detail,
                        api.engine(),
                        String.format(Locale.ROOT, "%.1f", bytes / (double) (1 << 20)),
                        String.valueOf(LIMIT >> 20)));
    }

    private PromptId judge(Answer answer, long bytes) {
        if (answer.isSuccess()) {
            return accepted(answer);
        }
        int status = answer.status();
        if (status == 413 || (status == 400 && answer.text().contains(TOO_LARGE))) {
            throw tooLarge(bytes, answer.detail());
        }
        if (status == 400 || status == 422) {
            String words = ComfyJson.bounded(answer.text().strip(), 300);
            throw new StudioException(
                    Problem.detailed(Kind.PROMPT_REJECTED, answer.detail(), words));
        }
        Problem problem = api.problemOf(answer);
        if (status >= 500 || status == 408) {
            throw unclear(answer.detail(), new StudioException(problem));
        }
        throw new StudioException(problem);
    }

    private PromptId accepted(Answer answer) {
        try {
            JsonNode reply = api.json(answer);
            PromptId job = new PromptId(ComfyJson.scalar(reply.path("id")));
            if (RunPodApi.isId(job)) {
                return job;
            }
        } catch (StudioException | IllegalArgumentException e) {
            throw unclear(answer.detail(), e);
        }
        throw unclear(answer.detail(), new IllegalArgumentException("an id of another form"));
    }

    private SubmissionUnclear unclear(String detail, Exception cause) {
        return new SubmissionUnclear(
                Problem.detailed(Kind.SENDING_UNCLEAR, detail, api.engine()), cause);
    }
}
