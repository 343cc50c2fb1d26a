package studio.atelier.plan;

import studio.atelier.model.LoraModel;
import studio.atelier.model.Parameters;

import java.util.Arrays;
import java.util.stream.Collectors;

/// The final texts of one job. Parts that are empty vanish with their comma; what a person added stays
/// exactly as typed.
public record Prompts(String positive, String negative) {
    public static Prompts of(LoraModel model, String caption, Parameters parameters) {
        return new Prompts(
                join(
                        model.triggerWord().strip(),
                        model.hairStyle().strip(),
                        skin(model.skinTone().strip()),
                        caption.strip(),
                        parameters.positiveSuffix()),
                join(model.negativePrompt().strip(), parameters.negativeSuffix()));
    }

    private static String skin(String tone) {
        return tone.isEmpty() ? "" : tone + " skin";
    }

    private static String join(String... parts) {
        return Arrays.stream(parts)
                .filter(part -> !part.isBlank())
                .collect(Collectors.joining(", "));
    }
}
