package studio.atelier.captions;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;

/// What a service answered, read once.
///
/// @param body without the key
/// @param json missing when the body is none
/// @param retryAfter the header as it came, empty for none
record VisionAnswer(int status, String body, JsonNode json, String retryAfter) {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int WORDS = 300;
    private static final int DETAIL = 4000;

    static VisionAnswer of(int status, String body, String retryAfter) {
        return new VisionAnswer(status, body, parse(body), retryAfter);
    }

    private static JsonNode parse(String body) {
        try {
            JsonNode read = MAPPER.readTree(body);
            if (read.isArray()) {
                // Google wraps what went wrong into a list, and Together lists models without more.
                return read.path(0).has("error")
                        ? read.path(0)
                        : MAPPER.createObjectNode().set("data", read);
            }
            return read.isObject() ? read : MissingNode.getInstance();
        } catch (JsonProcessingException e) {
            // a web page, for example
            return MissingNode.getInstance();
        }
    }

    boolean isSuccess() {
        // 202 says that there is no answer yet.
        return status == 200 || status == 201;
    }

    /// Whether a server of this protocol may have said it, and not a gateway before it.
    boolean isOfProtocol() {
        return isSuccess() || !error().isMissingNode();
    }

    /// Whether there is nothing at this path. A model that is not there is told with the same status, but named.
    boolean isNoRoute() {
        return status == 405
                || status == 410
                || (status == 404 && (isWebPage() || !clues().contains("model")));
    }

    boolean isWebPage() {
        return body.stripLeading().startsWith("<");
    }

    /// What went wrong, in the server's own words: some send a text, others an object, and some either inside an
    /// answer of status 200.
    JsonNode error() {
        JsonNode error = json.path("error");
        if (error.isMissingNode() || saysNothing(error)) {
            error = json.path("choices").path(0).path("error");
        }
        return saysNothing(error) ? MissingNode.getInstance() : error;
    }

    /// Some send the field along with every answer.
    private static boolean saysNothing(JsonNode error) {
        return error.isNull()
                || (error.isTextual()
                        ? error.asText().isBlank()
                        : error.isObject() && error.isEmpty());
    }

    /// In one line, empty when it says nothing that a person could read.
    String said() {
        JsonNode error = error();
        String words =
                firstOf(
                        error.isTextual() ? error : error.path("message"),
                        json.path("message"),
                        json.path("detail"));
        if (words.isBlank() && !isWebPage() && json.isMissingNode()) {
            words = body;
        }
        return line(words);
    }

    /// All that tells what kind of error it is, in lower case.
    String clues() {
        JsonNode error = error();
        return String.join(
                        " ",
                        said(),
                        error.path("code").asText(""),
                        error.path("type").asText(""),
                        json.path("code").asText(""),
                        error.path("metadata").path("raw").asText(""))
                .toLowerCase(Locale.ROOT);
    }

    /// The status that is meant: a gateway that passes on somebody else's error answers 200.
    int meant() {
        int inside = error().path("code").asInt(0);
        if (!isSuccess()) {
            return status;
        }
        return inside >= 400 && inside < 600 ? inside : 0;
    }

    /// For "Details".
    String detail() {
        String text = status + "\n" + body;
        return text.length() > DETAIL ? text.substring(0, DETAIL) + "\u2026" : text;
    }

    /// How long to wait; it is said in seconds or as a time.
    Optional<Duration> pause(Instant now) {
        String text = retryAfter.strip();
        if (text.matches("\\d{1,8}(\\.\\d{1,6})?")) {
            return Optional.of(Duration.ofMillis((long) (Double.parseDouble(text) * 1000)));
        }
        try {
            Instant until =
                    ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
            return Optional.of(Duration.between(now, until)).filter(d -> !d.isNegative());
        } catch (DateTimeParseException e) {
            // not said, or said in a way of its own
            return Optional.empty();
        }
    }

    private static String firstOf(JsonNode... nodes) {
        for (JsonNode node : nodes) {
            if (node.isTextual() && !node.asText().isBlank()) {
                return node.asText();
            }
        }
        return "";
    }

    private static String line(String words) {
        String line = words.strip().replaceAll("\\s+", " ");
        return line.length() > WORDS ? line.substring(0, WORDS) + "\u2026" : line;
    }
}
