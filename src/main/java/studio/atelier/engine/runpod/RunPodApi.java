package studio.atelier.engine.runpod;

import com.fasterxml.jackson.databind.JsonNode;

import okhttp3.HttpUrl;
import okhttp3.Response;

import studio.atelier.engine.Answer;
import studio.atelier.engine.ComfyHttp;
import studio.atelier.engine.ComfyJson;
import studio.atelier.engine.ComfyTrouble;
import studio.atelier.engine.EngineWords;
import studio.atelier.engine.OnceBody;
import studio.atelier.model.Problem;
import studio.atelier.model.Problem.Kind;
import studio.atelier.model.PromptId;
import studio.atelier.model.StudioException;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.regex.Pattern;

/// The calls of one endpoint, and what their failures mean. After an answer that asks for a pause nothing is
/// sent until it is over. Safe to share between threads.
final class RunPodApi implements AutoCloseable {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,200}");
    private static final Pattern OUR_ID =
            Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);
    private static final Duration USUAL_PAUSE = Duration.ofSeconds(2);

    private final ComfyHttp http;
    private final ComfyTrouble trouble;
    private final InstantSource clock;
    private volatile Instant quietUntil = Instant.MIN;

    RunPodApi(String engine, RunPodAddress address, InstantSource clock, Duration longest) {
        this.trouble = new ComfyTrouble(engine, address.at());
        this.http = ComfyHttp.plain(address.at(), trouble, longest);
        this.clock = clock;
    }

    String engine() {
        return trouble.engine();
    }

    /// Whether a text may be the endpoint's id of a job: others are never put into an address.
    static boolean isId(PromptId job) {
        return ID.matcher(job.value()).matches();
    }

    /// Whether an id has the form of those that we choose, which no endpoint knows.
    static boolean isOurs(PromptId job) {
        return OUR_ID.matcher(job.value()).matches();
    }

    /// Sends a job; any status.
    ///
    /// @throws IOException when there was no answer: the body tells whether it may have arrived
    Answer run(OnceBody body) throws IOException {
        requireNoPause();
        return noted(http.postOnce("run", body, ComfyHttp.LONG));
    }

    /// Any status.
    Answer status(PromptId job) {
        requireNoPause();
        return noted(http.get("status/" + job.value(), ComfyHttp.LONG));
    }

    /// @return whether it is the endpoint's no more
    boolean cancel(PromptId job) {
        requireNoPause();
        Answer answer =
                noted(http.post("cancel/" + job.value(), ComfyJson.object(), ComfyHttp.SHORT));
        if (answer.status() == 404 && !answer.isWebPage()) {
            return false;
        }
        return ComfyJson.scalar(json(answer).path("status")).equals("CANCELLED");
    }

    RunPodHealth health() {
        requireNoPause();
        return RunPodHealth.of(json(noted(http.get("health", ComfyHttp.SHORT))));
    }

    /// An open answer from the bucket of the results, which never sees the key. The caller closes it.
    Response open(HttpUrl link) throws IOException {
        return http.open(link);
    }

    /// The object of a successful answer.
    ///
    /// @throws StudioException for every other answer
    JsonNode json(Answer answer) {
        if (!answer.isSuccess()) {
            throw new StudioException(problemOf(answer));
        }
        try {
            JsonNode node = ComfyJson.parse(answer.body());
            if (answer.complete() && node.isObject()) {
                return node;
            }
        } catch (IOException e) {
            throw new StudioException(notData(answer), e);
        }
        throw new StudioException(notData(answer));
    }

    /// What an unsuccessful answer means.
    Problem problemOf(Answer answer) {
        return switch (answer.status()) {
            case 401, 402, 403 ->
                    Problem.detailed(
                            Kind.ENGINE_REFUSED,
                            answer.detail(),
                            engine(),
                            trouble.address(),
                            String.valueOf(answer.status()));
            case 429 -> Problem.detailed(Kind.ENGINE_BUSY, answer.detail(), engine());
            case 404 -> answer.isWebPage() ? away(answer) : unknownEndpoint(answer);
            default -> answer.isGatewayFailure() ? away(answer) : notData(answer);
        };
    }

    Problem unreachable(IOException e) {
        return trouble.unreachable(e);
    }

    Problem faulty(String words, String detail) {
        return trouble.faulty(words, detail);
    }

    @Override
    public void close() {
        http.close();
    }

    private Problem away(Answer answer) {
        return Problem.detailed(
                Kind.ENGINE_UNREACHABLE, answer.detail(), engine(), trouble.address());
    }

    private Problem unknownEndpoint(Answer answer) {
        return trouble.faulty(EngineWords.text("runpod.unknown-endpoint"), answer.detail());
    }

    private Problem notData(Answer answer) {
        String status = String.valueOf(answer.status());
        return trouble.faulty(EngineWords.text("runpod.not-data", status), answer.detail());
    }

    private Answer noted(Answer answer) {
        if (answer.status() == 429) {
            quietUntil = clock.instant().plus(pause(answer.retryAfter().strip()));
        }
        return answer;
    }

    private void requireNoPause() {
        if (clock.instant().isBefore(quietUntil)) {
            throw new StudioException(Problem.of(Kind.ENGINE_BUSY, engine()));
        }
    }

    private static Duration pause(String seconds) {
        if (!seconds.matches("\\d{1,6}")) {
            return USUAL_PAUSE;
        }
        Duration asked = Duration.ofSeconds(Integer.parseInt(seconds));
        return asked.compareTo(LONGEST_PAUSE) < 0 ? asked : LONGEST_PAUSE;
    }
}
