package studio.atelier.checks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import studio.atelier.captions.CaptionsAddress;
import studio.atelier.model.CertificateFault;
import studio.atelier.model.Problem;
import studio.atelier.model.Problem.Kind;
import studio.atelier.model.StudioException;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/// The steps of the captions service: its list of models tells of all of them.
public final class CaptionsCheck {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int MOST_NAMED = 8;
    private static final int DETAIL = 4_000;
    private static final Map<String, Step> BLAMED =
            Map.of(
                    Kind.CAPTIONS_HOST_UNKNOWN.code(), Step.HOST,
                    Kind.CAPTIONS_UNREACHABLE.code(), Step.ANSWERS,
                    Kind.CAPTIONS_FAILING.code(), Step.ANSWERS,
                    Kind.CAPTIONS_BUSY.code(), Step.ANSWERS,
                    Kind.CAPTIONS_CERTIFICATE.code(), Step.SAFE,
                    Kind.CAPTIONS_REFUSED.code(), Step.SIGN_IN,
                    Kind.CAPTIONS_NO_CREDIT.code(), Step.SIGN_IN);

    private final AtomicReference<CaptionsAddress> at = new AtomicReference<>();

    private CaptionsCheck() {}

    /// @param address parses what was typed
    public static Check of(Supplier<CaptionsAddress> address) {
        var check = new CaptionsCheck();
        return new Check(
                Subject.CAPTIONS,
                "",
                List.of(
                        Ask.of(
                                Step.ADDRESS,
                                () -> {
                                    check.at.set(address.get());
                                    return Finding.ok(check.address().toString());
                                }),
                        new Ask(
                                List.of(
                                        Step.HOST,
                                        Step.ANSWERS,
                                        Step.SAFE,
                                        Step.SIGN_IN,
                                        Step.CAPTION_MODEL),
                                BLAMED,
                                check::models,
                                () -> Map.of(Step.SAFE, CheckWords.encryption(check.isHttps())))),
                () -> {});
    }

    private CaptionsAddress address() {
        return Objects.requireNonNull(at.get());
    }

    private boolean isHttps() {
        return "https".equals(address().base().getScheme());
    }

    private Finding models() {
        List<String> listed = listed(answer());
        if (address().model().isEmpty()) {
            return Finding.ok(CheckWords.text("captions.models", listed.size()));
        }
        String wanted = address().model().get();
        if (listed.contains(wanted)) {
            return Finding.ok(wanted);
        }
        return Finding.of(
                "",
                List.of(
                        Problem.of(
                                Kind.CAPTIONS_MODEL_MISSING,
                                wanted,
                                address().toString(),
                                listed.stream()
                                        .limit(MOST_NAMED)
                                        .reduce((a, b) -> a + ", " + b)
                                        .orElse("-"))));
    }

    private String answer() {
        try (HttpClient web = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
            var request =
                    HttpRequest.newBuilder(URI.create(address().base() + "/models"))
                            .timeout(PATIENCE);
            if (!address().key().isEmpty()) {
                request.header("Authorization", "Bearer " + address().key());
            }
            HttpResponse<String> answer =
                    web.send(request.build(), HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() == 200) {
                return answer.body();
            }
            throw new StudioException(refusal(answer));
        } catch (IOException e) {
            throw new StudioException(unsent(e), e);
        } catch (IllegalArgumentException e) {
            // a key with characters that no header can hold
            throw new StudioException(
                    Problem.of(Kind.CAPTIONS_REFUSED, address().toString(), "-"), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StudioException(
                    Problem.of(Kind.CAPTIONS_UNREACHABLE, address().toString()), e);
        }
    }

    private Problem refusal(HttpResponse<String> answer) {
        String where = address().toString();
        String status = String.valueOf(answer.statusCode());
        String detail = detail(answer);
        return switch (answer.statusCode()) {
            // xAI says 400 to a wrong key.
            case 400, 401, 403 -> Problem.detailed(Kind.CAPTIONS_REFUSED, detail, where, status);
            case 402 -> Problem.detailed(Kind.CAPTIONS_NO_CREDIT, detail, where);
            case 429 -> Problem.detailed(Kind.CAPTIONS_BUSY, detail, where);
            default ->
                    answer.statusCode() < 500
                            ? Problem.detailed(Kind.CAPTIONS_FAULTY, detail, where, status)
                            : Problem.detailed(
                                    Kind.CAPTIONS_FAILING,
                                    detail,
                                    where,
                                    status,
                                    Problem.words("said.nothing"));
        };
    }

    /// What the service said, without the key, which it may repeat.
    private String detail(HttpResponse<String> answer) {
        String said =
                answer.body().length() > DETAIL
                        ? answer.body().substring(0, DETAIL)
                        : answer.body();
        String plain = address().key().isEmpty() ? said : said.replace(address().key(), "...");
        return "HTTP %d%n%s".formatted(answer.statusCode(), plain).strip();
    }

    private Problem unsent(IOException failure) {
        String where = address().toString();
        String detail = failure.toString();
        if (failure instanceof ConnectException
                && failure.getCause() instanceof ConnectException inner
                && inner.getCause() instanceof UnresolvedAddressException) {
            return Problem.detailed(Kind.CAPTIONS_HOST_UNKNOWN, detail, address().base().getHost());
        }
        return CertificateFault.of(failure)
                .map(
                        fault ->
                                Problem.detailed(
                                        Kind.CAPTIONS_CERTIFICATE,
                                        detail,
                                        where,
                                        fault.words(String.valueOf(failure.getMessage()))))
                .orElseGet(() -> Problem.detailed(Kind.CAPTIONS_UNREACHABLE, detail, where));
    }

    private List<String> listed(String body) {
        try {
            JsonNode models = new ObjectMapper().readTree(body).path("data");
            List<String> names = new ArrayList<>();
            models.forEach(model -> names.add(model.path("id").asText()));
            if (models.isArray()) {
                return names;
            }
        } catch (JsonProcessingException e) {
            // a web page, for example: said below
        }
        throw new StudioException(Problem.of(Kind.CAPTIONS_FAULTY, address().toString(), "200"));
    }
}
