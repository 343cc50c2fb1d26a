package studio.atelier.captions;

import com.fasterxml.jackson.databind.JsonNode;

import studio.atelier.model.EditDistance;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The models that a service lists.
///
/// @param seeing those of which it does not say that they take no pictures; most services say nothing of that
record VisionModels(List<String> names, List<String> seeing) {
    static VisionModels of(JsonNode answer) {
        List<String> names = new ArrayList<>();
        List<String> seeing = new ArrayList<>();
        for (JsonNode model : answer.path("data")) {
            String id = model.path("id").asText("");
            if (!id.isBlank()) {
                names.add(id);
                if (!isBlind(model)) {
                    seeing.add(id);
                }
            }
        }
        return new VisionModels(List.copyOf(names), List.copyOf(seeing));
    }

    /// As OpenRouter says it: `"architecture": {"input_modalities": ["text", "image"]}`.
    private static boolean isBlind(JsonNode model) {
        List<String> taken = new ArrayList<>();
        model.path("architecture")
                .path("input_modalities")
                .forEach(each -> taken.add(each.asText()));
        return !taken.isEmpty() && !taken.contains("image");
    }

    Optional<String> first() {
        return names.stream().findFirst();
    }

    /// The one at the smallest edit distance, letter case aside; the one that was asked for is never meant.
    Optional<String> nearest(String asked) {
        return names.stream().filter(name -> !name.equals(asked)).min(nearness(asked));
    }

    /// As many as this, the nearest first.
    List<String> nearest(String asked, int most) {
        return names.stream().sorted(nearness(asked)).limit(most).toList();
    }

    private static Comparator<String> nearness(String asked) {
        String wanted = asked.toLowerCase(Locale.ROOT);
        return Comparator.comparingInt(
                name -> EditDistance.between(name.toLowerCase(Locale.ROOT), wanted));
    }
}
