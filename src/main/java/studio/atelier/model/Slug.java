package studio.atelier.model;

import java.text.Normalizer;
import java.util.Locale;
import java.util.function.Predicate;

/// Makes names for files and object keys from names that people give: lower-case Latin letters, digits and hyphens.
public final class Slug {
    /// As many as the column holds.
    private static final int LONGEST = 50;

    private Slug() {}

    /// @param otherwise when nothing of the name can be used
    public static String of(String name, String otherwise) {
        String plain = Normalizer.normalize(name, Normalizer.Form.NFD).replaceAll("\\p{M}+", "");
        String slug = plain.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
        return bounded(slug.isBlank() || slug.equals("-") ? otherwise : slug, LONGEST);
    }

    /// The slug itself, or else with the first number that makes it free.
    public static String free(String slug, Predicate<String> taken) {
        String free = slug;
        for (int number = 2; taken.test(free); number++) {
            String ending = "-" + number;
            free = bounded(slug, LONGEST - ending.length()) + ending;
        }
        return free;
    }

    private static String bounded(String slug, int most) {
        String cut = slug.substring(0, Math.min(most, slug.length()));
        return cut.replaceAll("^-+|-+$", "");
    }
}
