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
    private static final Map<String, Step> BLAMED =
            Map.of(
                    Kind.CAPTIONS_HOST_UNKNOWN.code(), Step.HOST,
                    Kind.CAPTIONS_UNREACHABLE.code(), Step.ANSWERS,
                    Kind.CAPTIONS_CERTIFICATE.code(), Step.SAFE,
                    Kind.CAPTIONS_REFUSED.code(), Step.SIGN_IN);

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
            return switch (answer.statusCode()) {
                case 200 -> answer.body();
                // xAI says 400 to a wrong key.
                case 400, 401, 403 -> throw refused(Kind.CAPTIONS_REFUSED, answer.statusCode());
                default -> throw refused(Kind.CAPTIONS_FAULTY, answer.statusCode());
            };
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

    private StudioException refused(Kind kind, int status) {
        return new StudioException(Problem.of(kind, address().toString(), String.valueOf(status)));
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
        throw refused(Kind.CAPTIONS_FAULTY, 200);
    }
}
