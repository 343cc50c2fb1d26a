package studio.atelier.captions;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The models that a service lists.
record VisionModels(List<String> names) {
    static VisionModels of(JsonNode answer) {
        List<String> names = new ArrayList<>();
        for (JsonNode model : answer.path("data")) {
            String id = model.path("id").asText("");
            if (!id.isBlank()) {
                names.add(id);
            }
        }
        return new VisionModels(List.copyOf(names));
    }

    Optional<String> first() {
        return names.stream().findFirst();
    }

    /// The one at the smallest edit distance, letter case aside; the one that was asked for is never meant.
    Optional<String> nearest(String asked) {
        String wanted = asked.toLowerCase(Locale.ROOT);
        return names.stream()
                .filter(name -> !name.equals(asked))
                .min(
                        Comparator.comparingInt(
                                name -> distance(name.toLowerCase(Locale.ROOT), wanted)));
    }

    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int other = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(other, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
