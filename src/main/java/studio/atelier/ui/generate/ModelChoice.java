package studio.atelier.ui.generate;

import studio.atelier.model.LoraModel;
import studio.atelier.model.Problem;
import studio.atelier.queue.EngineReport;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A model as the list shows it.
///
/// @param missing why no engine can use it, empty when one can or when nobody could ask
/// @param notOn the engines that cannot use it while another can
public record ModelChoice(LoraModel model, Optional<Problem> missing, List<String> notOn) {
    public ModelChoice {
        notOn = List.copyOf(notOn);
    }

    static ModelChoice of(LoraModel model, EngineReport.Loras loras) {
        return new ModelChoice(
                model,
                Optional.ofNullable(loras.missing().get(model.id())),
                loras.notOn().getOrDefault(model.id(), List.of()));
    }

    /// Its looks in one line, for example `long brunette hair, tan skin`.
    public String looks() {
        String skin = model.skinTone().isBlank() ? "" : model.skinTone().strip() + " skin";
        String hair = model.hairStyle().isBlank() ? model.hairColor() : model.hairStyle();
        return Stream.of(hair.strip(), skin)
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(", "));
    }

    /// The first letter of its name, for the avatar.
    public String initial() {
        String name = model.name().strip();
        return name.isEmpty()
                ? "?"
                : name.substring(0, name.offsetByCodePoints(0, 1)).toUpperCase(Locale.ROOT);
    }
}
