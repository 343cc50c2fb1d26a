package studio.atelier.model;

import java.util.Locale;
import java.util.Objects;
import java.util.UUID;

/// The engine's job id, chosen by us before anything is sent: a lower-case UUID, ComfyUI's `prompt_id`.
/// Every sending of a job (an attempt) has its own.
public record PromptId(String value) {
    public PromptId {
        Objects.requireNonNull(value);
        if (value.isBlank()) {
            throw new IllegalArgumentException("empty prompt id");
        }
    }

    public static PromptId random() {
        return new PromptId(UUID.randomUUID().toString().toLowerCase(Locale.ROOT));
    }

    @Override
    public String toString() {
        return value;
    }
}
