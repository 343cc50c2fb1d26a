package studio.atelier.engine.runpod;

import com.fasterxml.jackson.databind.JsonNode;

import studio.atelier.engine.Answer;
import studio.atelier.engine.ComfyJson;
import studio.atelier.engine.EngineJobState;
import studio.atelier.engine.EngineWords;
import studio.atelier.model.Problem;
import studio.atelier.model.Problem.Kind;
import studio.atelier.model.PromptId;
import studio.atelier.model.StudioException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Reads what an endpoint answers when it is asked for a job: of worker-comfyui 5, and of those before it.
final class RunPodReader {
    private static final int MOST = 1_000;
    private static final List<String> DATA = List.of("data", "image");
    private static final List<String> TYPE = List.of("type", "imageType");
    private static final Set<String> LINKS = Set.of("s3_url", "url");

    /// Seven days, the longest that an endpoint lets a job run.
    private static final double LONGEST_RUN = 7 * 86_400_000.0;

    private final RunPodApi api;
    private final RunPodFailures failures;

    RunPodReader(RunPodApi api) {
        this.api = api;
        this.failures = new RunPodFailures(api.engine());
    }

    /// @throws StudioException when it is no answer
    RunPodReply read(PromptId job, Answer answer) {
        if (answer.status() == 404 && !answer.isWebPage()) {
            return unknown(job);
        }
        if (RunPodApi.isOurs(job) && (answer.status() == 400 || answer.status() == 422)) {
            return unknown(job);
        }
        if (answer.isSuccess() && !answer.complete()) {
            return leftOut("", Optional.empty());
        }
        JsonNode reply = api.json(answer);
        String status = ComfyJson.scalar(reply.path("status"));
        return switch (status) {
            case "IN_QUEUE" -> RunPodReply.of(new EngineJobState.Waiting(0));
            case "IN_PROGRESS", "RUNNING" -> RunPodReply.of(new EngineJobState.Running());
            case "COMPLETED" -> completed(job, reply);
            case "FAILED" -> failed(failures.problem(reply), ran(reply));
            case "TIMED_OUT" -> timedOut(job, reply);
            case "CANCELLED" -> RunPodReply.of(new EngineJobState.Interrupted(ran(reply)));
            default ->
                    throw new StudioException(
                            api.faulty(
                                    EngineWords.text(
                                            "runpod.unknown-state", ComfyJson.bounded(status, 40)),
                                    answer.detail()));
        };
    }

    /// Of an id that we chose nobody can tell; of one of its own the endpoint has said that it had it.
    RunPodReply unknown(PromptId job) {
        Kind kind = RunPodApi.isOurs(job) ? Kind.SENDING_UNCLEAR : Kind.RESULT_EXPIRED;
        return RunPodReply.of(
                new EngineJobState.Unknown(Optional.of(Problem.of(kind, api.engine()))));
    }

    /// One that no worker took in time ends so too, and cost nothing.
    private RunPodReply timedOut(PromptId job, JsonNode reply) {
        Optional<Duration> ran = ran(reply).filter(time -> !time.isZero());
        return ran.isEmpty() && !failures.isTooLong(reply)
                ? unknown(job)
                : failed(failures.tooLong(reply), ran);
    }

    private RunPodReply completed(PromptId job, JsonNode reply) {
        JsonNode output = reply.path("output");
        if (RunPodFailures.isFailure(output)) {
            return failed(failures.problem(reply), ran(reply));
        }
        List<RunPodPicture> pictures = pictures(output);
        if (!pictures.isEmpty()) {
            return RunPodReply.finished(job, pictures, ran(reply));
        }
        boolean empty = output.isMissingNode() || output.isNull();
        if (empty) {
            return leftOut(ComfyJson.pretty(reply), ran(reply));
        }
        return output.has("error") || !output.path("errors").isEmpty()
                ? failed(failures.problem(reply), ran(reply))
                : RunPodReply.finished(job, List.of(), ran(reply));
    }

    /// What is paid for: `delayTime` before it, in the queue and while a worker starts, is not in it.
    private static Optional<Duration> ran(JsonNode reply) {
        JsonNode millis = reply.path("executionTime");
        return millis.isNumber() && millis.asDouble() >= 0 && millis.asDouble() <= LONGEST_RUN
                ? Optional.of(Duration.ofMillis(millis.asLong()))
                : Optional.empty();
    }

    /// Those of worker-comfyui 5 lie under `images`; before it there was one under `message`, or there were some as
    /// objects with other names.
    private static List<RunPodPicture> pictures(JsonNode output) {
        JsonNode listed = output.has("images") ? output.path("images") : output.path("message");
        List<RunPodPicture> pictures = new ArrayList<>();
        for (JsonNode image : listed.isArray() ? listed : List.of(listed)) {
            String data = image.isObject() ? first(image, DATA) : ComfyJson.scalar(image);
            if (!data.isBlank() && pictures.size() < MOST) {
                boolean link = LINKS.contains(first(image, TYPE));
                pictures.add(new RunPodPicture(name(image), link || isLink(data), data));
            }
        }
        return pictures;
    }

    private static String name(JsonNode image) {
        String name = ComfyJson.scalar(image.path("filename"));
        return name.isBlank() ? "image.png" : ComfyJson.bounded(name, 300);
    }

    /// The first of these fields that says something.
    private static String first(JsonNode image, List<String> fields) {
        return fields.stream()
                .map(field -> ComfyJson.scalar(image.path(field)))
                .filter(text -> !text.isBlank())
                .findFirst()
                .orElse("");
    }

    private static boolean isLink(String data) {
        return data.startsWith("https://") || data.startsWith("http://");
    }

    private RunPodReply leftOut(String detail, Optional<Duration> ran) {
        return failed(Problem.detailed(Kind.RESULT_LEFT_OUT, detail, api.engine()), ran);
    }

    private static RunPodReply failed(Problem problem, Optional<Duration> ran) {
        return RunPodReply.of(new EngineJobState.Failed(problem, ran));
    }
}
