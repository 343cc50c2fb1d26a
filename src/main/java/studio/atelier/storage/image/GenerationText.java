package studio.atelier.storage.image;

import studio.atelier.model.ParameterValue;
import studio.atelier.model.Parameters;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;

/// How a picture was made, as the text `parameters` that AUTOMATIC1111's web interface began and every viewer
/// of generated pictures reads: the prompt, a line `Negative prompt:`, and one last line of settings.
///
/// @param settings by the names that readers know, in the order to be written
public record GenerationText(String positive, String negative, Map<String, String> settings) {
    private static final Map<String, String> KNOWN_NAMES =
            Map.of(
                    "steps", "Steps",
                    "sampler", "Sampler",
                    "sampler_name", "Sampler",
                    "scheduler", "Schedule type",
                    "cfg", "CFG scale",
                    "denoise", "Denoising strength",
                    "lora_strength", "Lora strength");

    public GenerationText {
        settings = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(settings));
    }

    /// @param modelName of the persona
    /// @param loraFile as the person gave it
    public static GenerationText of(
            String positive,
            String negative,
            Parameters parameters,
            long seed,
            String modelName,
            String loraFile) {
        Map<String, String> settings = new LinkedHashMap<>();
        for (Map.Entry<String, ParameterValue> value : parameters.values().entrySet()) {
            String name = KNOWN_NAMES.getOrDefault(value.getKey(), value.getKey());
            settings.put(name, value.getValue().text());
        }
        settings.put("Seed", Long.toString(seed));
        settings.put("Model", modelName);
        settings.put("Lora", loraFile);
        return new GenerationText(positive, negative, settings);
    }

    /// The same with the picture's size, which is known only when it came.
    public GenerationText withSize(int width, int height) {
        Map<String, String> sized = new LinkedHashMap<>(settings);
        sized.put("Size", width + "x" + height);
        return new GenerationText(positive, negative, sized);
    }

    public String text() {
        StringBuilder text = new StringBuilder(positive);
        if (!negative.isEmpty()) {
            text.append("\nNegative prompt: ").append(negative);
        }
        StringJoiner line = new StringJoiner(", ");
        settings.forEach((name, value) -> line.add(name + ": " + quoted(value)));
        return text.append('\n').append(line).toString();
    }

    /// Readers split the line at commas and colons.
    private static String quoted(String value) {
        boolean plain = value.chars().noneMatch(c -> c == ',' || c == ':' || c == '\n' || c == '"');
        if (plain) {
            return value;
        }
        return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }
}
