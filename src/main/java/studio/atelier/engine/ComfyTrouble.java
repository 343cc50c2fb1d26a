package studio.atelier.engine;

import com.fasterxml.jackson.databind.JsonNode;

import studio.atelier.model.CertificateFault;
import studio.atelier.model.Problem;
import studio.atelier.model.Problem.Kind;
import studio.atelier.model.StudioException;

import java.io.IOException;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/// Turns what went wrong with one engine into problems: connections, statuses, answers of the wrong kind.
///
/// @param engine its name
/// @param at its address; what a server says may echo secrets of it
public record ComfyTrouble(String engine, ComfyAddress at) {
    /// What every ComfyUI answers.
    static final String HEALTH = "system_stats";

    private static final String REDIRECT = "302";

    /// Where proxies and ComfyUI-Login send whoever has not signed in.
    private static final Pattern LOGIN =
            Pattern.compile(
                    "(?i)[/.](log[-_]?in|sign[-_]?in|auth(orize|enticate|elia|entik)?|oauth\\d?|sso|saml\\d?|accounts"
                            + "|cdn-cgi/access|cloudflareaccess)\\b");

    /// Without secrets.
    public String address() {
        return at.redacted();
    }

    public Problem unreachable(Throwable cause) {
        if (cause instanceof StrayRedirect stray) {
            return isLogin(stray.target())
                    ? loginPage(REDIRECT, stray.target())
                    : faulty(EngineWords.text("answer.redirect", stray.target()), "");
        }
        return UntrustedCertificate.behind(cause)
                .map(this::untrusted)
                .orElseGet(() -> unconnected(cause));
    }

    private Problem unconnected(Throwable cause) {
        String detail = at.scrubbed(String.valueOf(cause));
        if (cause instanceof UnknownHostException) {
            return Problem.detailed(Kind.ENGINE_HOST_UNKNOWN, detail, called(), at.base().host());
        }
        return CertificateFault.of(cause)
                .map(
                        fault ->
                                Problem.detailed(
                                        Kind.ENGINE_CERTIFICATE,
                                        detail,
                                        called(),
                                        address(),
                                        fault.words(at.scrubbed(words(cause)))))
                .orElseGet(
                        () ->
                                Problem.detailed(
                                        Kind.ENGINE_UNREACHABLE, detail, called(), address()));
    }

    private static String words(Throwable cause) {
        return String.valueOf(cause.getMessage());
    }

    private Problem untrusted(UntrustedCertificate shown) {
        String detail = at.scrubbed(String.valueOf(shown.getCause()));
        if (shown.reason() == UntrustedCertificate.Reason.CHANGED) {
            return Problem.of(
                    Kind.ENGINE_CERTIFICATE_CHANGED, called(), address(), shown.fingerprint());
        }
        String why =
                EngineWords.text(
                        switch (shown.reason()) {
                            case EXPIRED -> "certificate.expired";
                            case OTHER_NAME -> "certificate.other-name";
                            case UNKNOWN, CHANGED -> "certificate.unknown";
                        });
        return Problem.detailed(
                Kind.ENGINE_UNTRUSTED, detail, called(), address(), why, shown.fingerprint());
    }

    /// A websocket that was answered with something else.
    Problem refusedSocket(Throwable cause, okhttp3.Response response) {
        String type = String.valueOf(response.header("Content-Type"));
        var answer = new Answer(response.code(), type, new byte[0], true, "", "");
        return isOfProxy(answer) ? podProblem(answer) : unreachable(cause);
    }

    /// For sentences that name the address as well, which is often the name too.
    public String called() {
        return engine.equals(address()) ? "ComfyUI" : engine;
    }

    public Problem faulty(String words, String detail) {
        return Problem.detailed(Kind.ENGINE_FAULTY, detail, engine, words);
    }

    /// The JSON object or array of a successful answer.
    ///
    /// @throws StudioException for every other answer
    JsonNode json(Answer answer, String path) {
        if (!answer.isSuccess()) {
            throw new StudioException(problemOf(answer, path));
        }
        return parsed(answer);
    }

    /// The JSON of an answer whatever its status.
    JsonNode parsed(Answer answer) {
        requireWhole(answer);
        try {
            JsonNode node = ComfyJson.parse(answer.body());
            if (node.isContainerNode()) {
                return node;
            }
            throw new StudioException(notJson(answer));
        } catch (IOException e) {
            throw new StudioException(notJson(answer), e);
        }
    }

    /// For answers that are not read into a tree.
    ///
    /// @throws StudioException for every answer that is not successful and whole, or is a web page
    void requireData(Answer answer, String path) {
        if (!answer.isSuccess()) {
            throw new StudioException(problemOf(answer, path));
        }
        requireWhole(answer);
    }

    private void requireWhole(Answer answer) {
        if (!answer.complete()) {
            String limit = String.valueOf(answer.body().length >> 20);
            throw new StudioException(faulty(EngineWords.text("answer.too-long", limit), ""));
        }
        if (answer.isWebPage()) {
            throw new StudioException(webPage(answer));
        }
    }

    Problem notJson(Answer answer) {
        return faulty(EngineWords.text("answer.not-json"), answer.detail());
    }

    boolean isObject(Answer answer) {
        try {
            return answer.complete() && ComfyJson.parse(answer.body()).isObject();
        } catch (IOException e) {
            // a web page, for example: the question was only whether it is data
            return false;
        }
    }

    /// What an unsuccessful status means.
    Problem problemOf(Answer answer, String path) {
        String status = String.valueOf(answer.status());
        if (answer.status() == 401 || answer.status() == 403) {
            return Problem.detailed(
                    Kind.ENGINE_REFUSED, answer.detail(), called(), address(), status);
        }
        if (answer.status() == 429) {
            return Problem.detailed(Kind.ENGINE_BUSY, answer.detail(), called());
        }
        boolean noServer = at.isPod() && answer.status() == 404 && path.equals(HEALTH);
        if (isOfProxy(answer) || noServer) {
            return podProblem(answer);
        }
        if (answer.isGatewayFailure()) {
            return Problem.detailed(Kind.ENGINE_UNREACHABLE, answer.detail(), called(), address());
        }
        if (answer.isRedirect()) {
            String target = withoutQuery(answer.location());
            return isLogin(target)
                    ? loginPage(status, target)
                    : faulty(EngineWords.text("answer.redirect", target), "HTTP " + status);
        }
        if (answer.isWebPage()) {
            return webPage(answer);
        }
        if (answer.status() == 404 || answer.status() == 405) {
            return faulty(EngineWords.text("answer.unknown-route", "/" + path), answer.detail());
        }
        String words = ComfyJson.bounded(answer.text().strip(), 200);
        return faulty(EngineWords.text("answer.status", status, words), answer.detail());
    }

    /// Whoever lets nobody in without a login shows its page under every address, most often as if all were well.
    private Problem webPage(Answer answer) {
        String status = String.valueOf(answer.status());
        return answer.isSuccess()
                ? loginPage(status, answer.detail())
                : faulty(EngineWords.text("answer.web-page", status), answer.detail());
    }

    private Problem loginPage(String status, String detail) {
        return Problem.detailed(Kind.ENGINE_LOGIN_PAGE, detail, called(), address(), status);
    }

    private static boolean isLogin(String target) {
        return LOGIN.matcher(target).find();
    }

    boolean isOfProxy(Answer answer) {
        return at.isPod()
                && (answer.isGatewayFailure() || (answer.status() == 404 && isOfAnother(answer)));
    }

    /// Whether somebody else than ComfyUI says that there is nothing: a proxy does it in a web page or in words of its
    /// own, ComfyUI in silence, in JSON, or in the words of its web server.
    boolean isOfAnother(Answer answer) {
        String said = answer.text().strip();
        return answer.isWebPage()
                || !(said.isEmpty() || said.equals("404: Not Found") || isObject(answer));
    }

    private Problem podProblem(Answer answer) {
        return answer.status() == 524
                ? Problem.detailed(Kind.POD_SLOW, answer.detail(), called())
                : Problem.detailed(Kind.POD_AWAY, answer.detail(), called(), address());
    }

    StudioException shape(String path, JsonNode node) {
        return new StudioException(
                faulty(
                        EngineWords.text("answer.shape", "/" + path),
                        ComfyJson.bounded(ComfyJson.text(node), ComfyErrors.DETAIL_LIMIT)));
    }

    private static String withoutQuery(String url) {
        return url.replaceAll("//[^/]*@", "//").replaceAll("[?#].*", "");
    }
}
