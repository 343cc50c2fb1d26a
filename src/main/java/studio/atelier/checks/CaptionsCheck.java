package studio.atelier.checks;

import studio.atelier.captions.CaptionModels;
import studio.atelier.captions.CaptionsAddress;
import studio.atelier.model.Problem;
import studio.atelier.model.Problem.Kind;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/// The steps of the captions service: its list of models tells of all of them.
public final class CaptionsCheck {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Map<String, Step> BLAMED =
            Map.of(
                    Kind.CAPTIONS_HOST_UNKNOWN.code(), Step.HOST,
                    Kind.CAPTIONS_UNREACHABLE.code(), Step.ANSWERS,
                    Kind.CAPTIONS_FAILING.code(), Step.ANSWERS,
                    Kind.CAPTIONS_BUSY.code(), Step.ANSWERS,
                    Kind.CAPTIONS_FAULTY.code(), Step.ANSWERS,
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
        var models = CaptionModels.of(address(), PATIENCE, InstantSource.system());
        if (models.known()) {
            String asked = models.asked().orElse("");
            List<String> others =
                    models.nearest().stream().filter(name -> !name.equals(asked)).toList();
            return Finding.ok(
                    CheckWords.text(
                            "captions.model", asked, models.listed(), String.join(", ", others)));
        }
        return Finding.of("", List.of(missing(models)));
    }

    private Problem missing(CaptionModels models) {
        String at = address().toString();
        return models.asked().isPresent() && models.listed() > 0
                ? Problem.of(
                        Kind.CAPTIONS_MODEL_MISSING,
                        models.asked().get(),
                        at,
                        String.join(", ", models.nearest()))
                : Problem.of(Kind.CAPTIONS_MODEL_UNSET, at);
    }
}
