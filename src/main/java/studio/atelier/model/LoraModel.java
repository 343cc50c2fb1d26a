package studio.atelier.model;

import java.util.Objects;

/// A persona: a LoRA file with its trigger word, looks and default negative prompt. Texts that the database
/// holds as null are empty here.
///
/// @param slug lower-case name used in object keys, for example `milan`
/// @param loraFile file name as the person gave it; an engine may list it under a sub-folder
public record LoraModel(
        ModelId id,
        String name,
        String slug,
        String skinTone,
        String hairColor,
        String hairStyle,
        String loraFile,
        String triggerWord,
        String negativePrompt) {
    public LoraModel {
        Objects.requireNonNull(id);
        Objects.requireNonNull(name);
        Objects.requireNonNull(slug);
        Objects.requireNonNull(loraFile);
    }

    public LoraModel withSlug(String other) {
        return new LoraModel(
                id,
                name,
                other,
                skinTone,
                hairColor,
                hairStyle,
                loraFile,
                triggerWord,
                negativePrompt);
    }
}
