package studio.atelier.captions;

import com.fasterxml.jackson.databind.JsonNode;

import studio.atelier.model.Problem.Kind;

/// Reads a description out of an answer of status 200, as leniently as the servers are different.
record VisionReply(VisionErrors errors, String picture, String model) {
    /// @throws VisionFailure also where there is no description in it
    String caption(VisionAnswer answer) throws VisionFailure {
        if (!answer.error().isMissingNode()) {
            throw errors.of(answer, picture, model);
        }
        JsonNode choice = answer.json().path("choices").path(0);
        JsonNode message = choice.path("message");
        if (!message.isObject()) {
            throw errors.senseless(answer);
        }
        String text = CaptionText.of(content(message.path("content")));
        String refusal = refusal(message);
        String reason = choice.path("finish_reason").asText("");
        if (reason.equals("content_filter") || (text.isEmpty() && !refusal.isEmpty())) {
            throw errors.declined(picture, refusal, answer.detail());
        }
        if (reason.equals("length")) {
            throw VisionErrors.about(Kind.CAPTION_CUT_OFF, picture, answer.detail());
        }
        if (text.isEmpty()) {
            throw VisionErrors.about(Kind.CAPTION_EMPTY, picture, answer.detail());
        }
        if (CaptionText.isRefusal(text)) {
            throw errors.declined(picture, text, answer.detail());
        }
        return text;
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
