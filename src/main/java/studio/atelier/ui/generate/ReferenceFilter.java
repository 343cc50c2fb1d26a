package studio.atelier.ui.generate;

import studio.atelier.model.Messages;
import studio.atelier.model.ReferenceImage;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// All references, prepared once for searching. Immutable, so that searches run on any thread.
final class ReferenceFilter {
    /// What a search found.
    ///
    /// @param shown in the library's order
    /// @param categories with the number that match the text, all together first
    record Found(List<ReferenceImage> shown, List<CategoryCount> categories) {}

    private record Entry(ReferenceImage reference, String haystack) {}

    private static final Messages MESSAGES = Messages.of("generate");

    /// Stands for what has no category.
    static final String NONE = MESSAGES.text("references.uncategorized");

    private final List<Entry> entries;

    ReferenceFilter(List<ReferenceImage> references) {
        entries = references.stream().map(ReferenceFilter::entry).toList();
    }

    /// @param category empty for all
    /// @param text every word of it must occur in the caption or the file name, letter case aside
    Found find(String category, String text) {
        String[] words = text.strip().toLowerCase(Locale.ROOT).split("\\s+");
        List<ReferenceImage> shown = new ArrayList<>();
        Map<String, Integer> counts = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        int matching = 0;
        for (Entry entry : entries) {
            ReferenceImage reference = entry.reference();
            boolean matches = containsAll(entry.haystack(), words);
            String its = categoryOf(reference);
            counts.merge(its, matches ? 1 : 0, Integer::sum);
            if (matches) {
                matching++;
                if (category.isEmpty() || category.equalsIgnoreCase(its)) {
                    shown.add(reference);
                }
            }
        }
        List<CategoryCount> categories = new ArrayList<>();
        categories.add(new CategoryCount("", matching));
        counts.forEach((name, count) -> categories.add(new CategoryCount(name, count)));
        return new Found(List.copyOf(shown), List.copyOf(categories));
    }

    /// What was brought in without a category has one of that name; rows of the web client may have none.
    static String categoryOf(ReferenceImage reference) {
        return reference.category().isBlank() ? NONE : reference.category();
    }

    private static boolean containsAll(String haystack, String[] words) {
        for (String word : words) {
            if (!haystack.contains(word)) {
                return false;
            }
        }
        return true;
    }

    private static Entry entry(ReferenceImage reference) {
        String text = reference.caption() + '\n' + reference.filename();
        return new Entry(reference, text.toLowerCase(Locale.ROOT));
    }
}
