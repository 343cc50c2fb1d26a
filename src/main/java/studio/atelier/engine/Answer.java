package studio.atelier.engine;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// A complete HTTP answer of bounded length.
///
/// @param contentType lower case, may be empty
/// @param complete false when the body was longer than allowed and is cut
/// @param retryAfter as it came, may be empty
public record Answer(
        int status,
        String contentType,
        byte[] body,
        boolean complete,
        String location,
        String retryAfter) {
    public Answer {
        contentType = contentType.toLowerCase(Locale.ROOT);
    }

    public boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    public boolean isRedirect() {
        return status >= 300 && status < 400;
    }

    /// A proxy that says that the server behind it is away.
    public boolean isGatewayFailure() {
        return status == 502 || status == 503 || status == 504 || (status >= 520 && status <= 530);
    }

    public boolean isWebPage() {
        return contentType.startsWith("text/html")
                || beginning().stripLeading().toLowerCase(Locale.ROOT).startsWith("<!doctype html");
    }

    /// Enough to tell a kind by; a body may be long.
    private String beginning() {
        return new String(body, 0, Math.min(body.length, 200), StandardCharsets.UTF_8);
    }

    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /// For "Details": status and the beginning of the body.
    public String detail() {
        return "HTTP " + status + "\n" + ComfyJson.bounded(text(), ComfyErrors.DETAIL_LIMIT);
    }
}
