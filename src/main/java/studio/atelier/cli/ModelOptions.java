package studio.atelier.cli;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import studio.atelier.model.LoraModel;

import java.util.Optional;

/// What can be said of a model; what is not said stays as it is.
final class ModelOptions {
    @Option(names = "--name", paramLabel = "NAME")
    private @Nullable String name;

    @Option(names = "--lora", paramLabel = "LORA")
    private @Nullable String lora;

    @Option(names = "--trigger", paramLabel = "WORD")
    private @Nullable String trigger;

    @Option(names = "--hair", paramLabel = "TEXT")
    private @Nullable String hair;

    @Option(names = "--hair-color", paramLabel = "TEXT")
    private @Nullable String hairColor;

    @Option(names = "--skin", paramLabel = "TEXT")
    private @Nullable String skin;

    @Option(names = "--negative", paramLabel = "TEXT")
    private @Nullable String negative;

    LoraModel over(LoraModel model) {
        return new LoraModel(
                model.id(),
                either(name, model.name()),
                model.slug(),
                either(skin, model.skinTone()),
                either(hairColor, model.hairColor()),
                either(hair, model.hairStyle()),
                either(lora, model.loraFile()),
                either(trigger, model.triggerWord()),
                either(negative, model.negativePrompt()));
    }

    private static String either(@Nullable String said, String before) {
        return Optional.ofNullable(said).map(String::strip).orElse(before);
    }
}
