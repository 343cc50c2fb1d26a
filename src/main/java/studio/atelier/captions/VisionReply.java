package studio.atelier.captions;

import com.fasterxml.jackson.databind.JsonNode;

import studio.atelier.model.Problem.Kind;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// Reads a description out of an answer of status 200, as leniently as the servers are different.
record VisionReply(VisionErrors errors, String picture, String model) {
    /// Google passes on words of its own, alone or behind the usual one.
    private static final Pattern FILTERED =
            Pattern.compile(
                    "(?i)content_?filter|safety|prohibited_content|blocklist|recitation|\\bspii\\b");

    private static final Set<String> CUT = Set.of("length", "max_output_tokens", "max_tokens");

    /// @throws VisionFailure also where there is no description in it
    String caption(VisionAnswer answer) throws VisionFailure {
        if (!answer.error().isMissingNode()) {
            throw errors.of(answer, picture, model);
        }
        Said said = answer.json().path("output").isArray() ? responses(answer) : chat(answer);
        if (said.isFiltered() || (said.text().isEmpty() && !said.refusal().isEmpty())) {
            throw errors.declined(picture, said.refusal(), answer.detail());
        }
        if (said.isCut()) {
            throw VisionErrors.about(Kind.CAPTION_CUT_OFF, picture, answer.detail());
        }
        if (said.text().isEmpty()) {
            throw VisionErrors.about(Kind.CAPTION_EMPTY, picture, answer.detail());
        }
        if (CaptionText.isRefusal(said.text())) {
            throw errors.declined(picture, said.text(), answer.detail());
        }
        return said.text();
    }

    /// @param text without what belongs to no caption
    /// @param refusal empty when there is none
    /// @param reason why it ended, in the words of either form
    private record Said(String text, String refusal, String reason) {
        boolean isFiltered() {
            return FILTERED.matcher(reason).find();
        }

        boolean isCut() {
            return VisionReply.isCut(reason);
        }
    }

    private static boolean isCut(String reason) {
        return CUT.contains(reason.toLowerCase(Locale.ROOT));
    }

    private Said chat(VisionAnswer answer) throws VisionFailure {
        JsonNode choice = answer.json().path("choices").path(0);
        JsonNode message = choice.path("message");
        String reason = choice.path("finish_reason").asText("");
        // Google leaves the message out where it says nothing.
        if (!message.isObject() && !FILTERED.matcher(reason).find() && !isCut(reason)) {
            throw errors.senseless(answer);
        }
        return new Said(CaptionText.of(content(message.path("content"))), refusal(message), reason);
    }

    /// Among the items are those of its thinking, which are no answer.
    private Said responses(VisionAnswer answer) throws VisionFailure {
        var text = new StringBuilder();
        String refusal = "";
        boolean spoke = false;
        for (JsonNode item : answer.json().path("output")) {
            if (item.path("type").asText().equals("message")) {
                spoke = true;
                text.append(content(item.path("content")));
                refusal = refusal.isEmpty() ? refusal(item) : refusal;
            }
        }
        String reason = answer.json().path("incomplete_details").path("reason").asText("");
        if (!spoke && reason.isEmpty()) {
            throw errors.senseless(answer);
        }
        return new Said(CaptionText.of(text.toString()), refusal, reason);
    }

    /// A text, or parts of which some are texts.
    private static String content(JsonNode content) {
        if (!content.isArray()) {
            return content.isTextual() ? content.asText() : "";
        }
        var text = new StringBuilder();
        for (JsonNode part : content) {
            JsonNode its = part.isTextual() ? part : part.path("text");
            if (its.isTextual()) {
                text.append(its.asText());
            }
        }
        return text.toString();
    }

    private static String refusal(JsonNode message) {
        String plain = message.path("refusal").asText("");
        if (!plain.isBlank() && !plain.equals("null")) {
            return plain;
        }
        for (JsonNode part : message.path("content")) {
            if (part.path("refusal").isTextual()) {
                return part.path("refusal").asText();
            }
        }
        return "";
    }
}
