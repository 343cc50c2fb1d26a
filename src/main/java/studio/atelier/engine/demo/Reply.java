package studio.atelier.engine.demo;

import com.fasterxml.jackson.databind.JsonNode;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/// An answer, complete before it is sent.
///
/// @param headers without `Content-Length`
record Reply(int status, Map<String, String> headers, byte[] body) {
    private static final String TROUBLE =
            "500 Internal Server Error\n\nServer got itself in trouble";

    static Reply json(JsonNode body) {
        return json(200, body);
    }

    static Reply json(int status, JsonNode body) {
        return new Reply(
                status,
                Map.of("Content-Type", "application/json; charset=utf-8"),
                PythonJson.write(body).getBytes(StandardCharsets.UTF_8));
    }

    static Reply text(int status, String body) {
        return new Reply(
                status,
                Map.of("Content-Type", "text/plain; charset=utf-8"),
                body.getBytes(StandardCharsets.UTF_8));
    }

    static Reply empty(int status) {
        return new Reply(status, Map.of(), new byte[0]);
    }

    /// An exception nobody caught.
    static Reply trouble() {
        return text(500, TROUBLE).with("Connection", "close");
    }

    static Reply notAllowed(String allowed) {
        return text(405, "405: Method Not Allowed").with("Allow", allowed);
    }

    static Reply noSuchRoute() {
        return empty(404).with("Content-Type", "application/octet-stream");
    }

    static Reply tooLarge(long limit) {
        return text(413, "Maximum request body size " + limit + " exceeded.");
    }

    Reply with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Reply(status, more, body);
    }
}
