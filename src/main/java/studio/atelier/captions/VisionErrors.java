package studio.atelier.captions;

import studio.atelier.captions.VisionFailure.Effect;
import studio.atelier.model.CertificateFault;
import studio.atelier.model.Problem;
import studio.atelier.model.Problem.Kind;

import java.io.IOException;
import java.net.UnknownHostException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.regex.Pattern;

/// Sorts what goes wrong by what it means. The status alone does not tell: xAI answers 400 to a wrong key and 403 to
/// a picture it will not look at, OpenAI 429 to an empty account.
///
/// @param clock for times in headers
record VisionErrors(CaptionsAddress service, InstantSource clock) {
    private static final Pattern CREDIT =
            Pattern.compile(
                    "insufficient_quota|insufficient (quota|balance|credits?|funds)|out of credits"
                            + "|(no|any|more|available|enough) credits|billing|spending limit");

    /// OpenAI names the page for billing in what it says to those who are only too fast.
    private static final Pattern PACE = Pattern.compile("rate[ _-]?limit");

    private static final Pattern KEY =
            Pattern.compile(
                    "api[ _-]?key|unauthori[sz]ed|unauthenticated|authentication|credential");
    private static final Pattern POLICY =
            Pattern.compile(
                    "content[ _-]?(policy|filter)|safety|moderat|usage (guideline|polic)|violat"
                            + "|flagged|inappropriate");
    private static final Pattern MODEL =
            Pattern.compile(
                    "model_not_found|no models? (is |are )?(loaded|found)|not a valid model"
                            + "|(unknown|invalid|no such) model"
                            + "|model.{0,120}(not found|not exist|not available|no longer|retired"
                            + "|deprecated)");

    /// The model has no eyes, in the words of gateways and of servers at home.
    private static final Pattern BLIND =
            Pattern.compile(
                    "(supports?|required for) (image input|images?\\b|vision)"
                            + "|only supported by certain models|does not support (image|vision)"
                            + "|images? (inputs? )?(is|are) not supported|not a multimodal model"
                            + "|at most 0 image|vision add-on is not loaded"
                            + "|unknown variant .?image_url|content must be a string");

    /// As OpenRouter says it of a model that nobody offers, or nobody whom the account's settings let in.
    private static final Pattern NOBODY = Pattern.compile("no endpoints (found|available)");

    private static final Pattern SETTINGS = Pattern.compile("data policy|guardrail|privacy");

    private static final Pattern PATH = Pattern.compile("unexpected endpoint|invalid url|no route");

    /// @param picture the file name that a person knows
    /// @param model that was asked
    VisionFailure of(VisionAnswer answer, String picture, String model) {
        int status = answer.meant();
        String clues = answer.clues();
        if (status == 402 || (status < 500 && isOutOfCredit(status, clues))) {
            return ends(answer, Kind.CAPTIONS_NO_CREDIT, at());
        }
        if (status != 404 && status != 429 && POLICY.matcher(clues).find()) {
            return declined(picture, answer.said(), answer.detail());
        }
        if ((status == 400 || status == 404 || status == 422 || status == 500 || status == 0)
                && BLIND.matcher(clues).find()) {
            return ends(answer, Kind.CAPTIONS_MODEL_BLIND, model, at());
        }
        return switch (status) {
            case 401, 403 -> refused(answer);
            case 400, 0 -> unclear(answer, picture, model);
            case 404 -> notThere(answer, model);
            case 413, 422 -> unusable(answer, picture);
            case 429 ->
                    new VisionFailure(
                            detailed(answer, Kind.CAPTIONS_BUSY, at()),
                            Effect.TOO_FAST,
                            answer.pause(clock.instant()));
            case 202, 408, 409, 425 -> again(answer);
            default -> status >= 500 ? again(answer) : faulty(answer);
        };
    }

    private static boolean isOutOfCredit(int status, String clues) {
        boolean onlyTooFast =
                status == 429
                        && PACE.matcher(clues).find()
                        && !clues.contains("insufficient_quota");
        return !onlyTooFast && CREDIT.matcher(clues).find();
    }

    private VisionFailure notThere(VisionAnswer answer, String model) {
        if (!NOBODY.matcher(answer.clues()).find()) {
            return answer.isNoRoute() ? faulty(answer) : missing(answer, model);
        }
        return SETTINGS.matcher(answer.clues()).find()
                ? ends(
                        answer,
                        Kind.CAPTIONS_FAILING,
                        at(),
                        String.valueOf(answer.status()),
                        quoted(answer.said()))
                : missing(answer, model);
    }

    /// As `of`, where no picture was sent that could be to blame.
    VisionFailure ofList(VisionAnswer answer) {
        VisionFailure failure = of(answer, "", "");
        return failure.effect() == Effect.CONCERNS_PICTURE ? refused(answer) : failure;
    }

    /// A 400, or an error inside an answer of status 200.
    private VisionFailure unclear(VisionAnswer answer, String picture, String model) {
        String clues = answer.clues();
        if (KEY.matcher(clues).find()) {
            return refused(answer);
        }
        if (PATH.matcher(clues).find()) {
            return faulty(answer);
        }
        if (MODEL.matcher(clues).find()) {
            return missing(answer, model);
        }
        return answer.isSuccess() ? again(answer) : unusable(answer, picture);
    }

    /// Not an answer at all, or half of one.
    VisionFailure unsent(IOException e) {
        if (e instanceof UnknownHostException) {
            return new VisionFailure(
                    Problem.detailed(
                            Kind.CAPTIONS_HOST_UNKNOWN, e.toString(), service.base().getHost()),
                    Effect.TRY_AGAIN);
        }
        return CertificateFault.of(e)
                .map(
                        fault ->
                                new VisionFailure(
                                        Problem.detailed(
                                                Kind.CAPTIONS_CERTIFICATE,
                                                e.toString(),
                                                at(),
                                                fault.words(String.valueOf(e.getMessage()))),
                                        Effect.ENDS_RUN))
                .orElseGet(
                        () ->
                                new VisionFailure(
                                        Problem.detailed(
                                                Kind.CAPTIONS_UNREACHABLE, e.toString(), at()),
                                        Effect.TRY_AGAIN));
    }

    /// An answer of success that is none of this protocol.
    VisionFailure senseless(VisionAnswer answer) {
        return answer.isWebPage()
                ? faulty(answer)
                : new VisionFailure(
                        detailed(
                                answer,
                                Kind.CAPTIONS_FAULTY,
                                at(),
                                String.valueOf(answer.status())),
                        Effect.TRY_AGAIN);
    }

    VisionFailure refusedKey() {
        return new VisionFailure(Problem.of(Kind.CAPTIONS_REFUSED, at(), "-"), Effect.ENDS_RUN);
    }

    /// @param said why, may be empty
    VisionFailure declined(String picture, String said, String detail) {
        return new VisionFailure(
                Problem.detailed(Kind.CAPTION_DECLINED, detail, picture, quoted(said)),
                Effect.CONCERNS_PICTURE);
    }

    static VisionFailure about(Kind kind, String picture, String detail) {
        return new VisionFailure(Problem.detailed(kind, detail, picture), Effect.CONCERNS_PICTURE);
    }

    private VisionFailure unusable(VisionAnswer answer, String picture) {
        return new VisionFailure(
                detailed(answer, Kind.CAPTION_PICTURE_REFUSED, picture, quoted(answer.said())),
                Effect.CONCERNS_PICTURE);
    }

    private VisionFailure again(VisionAnswer answer) {
        return new VisionFailure(
                detailed(
                        answer,
                        Kind.CAPTIONS_FAILING,
                        at(),
                        String.valueOf(answer.status()),
                        quoted(answer.said())),
                Effect.TRY_AGAIN,
                answer.pause(clock.instant()));
    }

    private VisionFailure refused(VisionAnswer answer) {
        return ends(answer, Kind.CAPTIONS_REFUSED, at(), String.valueOf(answer.status()));
    }

    private VisionFailure faulty(VisionAnswer answer) {
        return ends(answer, Kind.CAPTIONS_FAULTY, at(), String.valueOf(answer.status()));
    }

    /// The client, which can ask for the list, says which ones there are.
    private VisionFailure missing(VisionAnswer answer, String model) {
        return ends(answer, Kind.CAPTIONS_MODEL_MISSING, model, at(), "-");
    }

    private VisionFailure ends(VisionAnswer answer, Kind kind, String... arguments) {
        return new VisionFailure(detailed(answer, kind, arguments), Effect.ENDS_RUN);
    }

    private static Problem detailed(VisionAnswer answer, Kind kind, String... arguments) {
        return Problem.detailed(kind, answer.detail(), arguments);
    }

    private String at() {
        return service.toString();
    }

    private static String quoted(String said) {
        return Optional.of(said)
                .filter(text -> !text.isBlank())
                .map(text -> Problem.words("said", text.replaceAll("[.\\s]+$", "")))
                .orElseGet(() -> Problem.words("said.nothing"));
    }
}
