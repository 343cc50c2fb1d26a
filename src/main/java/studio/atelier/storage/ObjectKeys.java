package studio.atelier.storage;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Makes object keys from any names. Supabase accepts few characters in a key and Windows fewer in a file
/// name, so keys made here keep to letters, digits and `. _ - ( )`, and fit every file system.
public final class ObjectKeys {
    private static final int MAX_STEM = 100;
    private static final int MAX_EXTENSION = 8;
    private static final int MAX_KEY = 1000;
    private static final int MAX_SEGMENT = 255;

    /// What Supabase lets pass beside letters and digits.
    private static final String ALLOWED_MARKS = "_/!.*'() &$@=;:+,?-";

    private static final Map<Character, String> WITHOUT_DECOMPOSITION =
            Map.ofEntries(
                    Map.entry('ß', "ss"),
                    Map.entry('æ', "ae"),
                    Map.entry('Æ', "AE"),
                    Map.entry('œ', "oe"),
                    Map.entry('Œ', "OE"),
                    Map.entry('ø', "o"),
                    Map.entry('Ø', "O"),
                    Map.entry('đ', "d"),
                    Map.entry('Đ', "D"),
                    Map.entry('ł', "l"),
                    Map.entry('Ł', "L"),
                    Map.entry('þ', "th"),
                    Map.entry('ı', "i"));

    private static final Set<String> RESERVED =
            Set.of(
                    "con", "prn", "aux", "nul", "com0", "com1", "com2", "com3", "com4", "com5",
                    "com6", "com7", "com8", "com9", "lpt0", "lpt1", "lpt2", "lpt3", "lpt4", "lpt5",
                    "lpt6", "lpt7", "lpt8", "lpt9");

    private ObjectKeys() {}

    /// For example `milan_beach-1_00042_.png`.
    ///
    /// @param counter not negative; at least five digits are written
    /// @param extension without the dot
    public static String generatedKey(
            String modelSlug, String referenceStem, long counter, String extension) {
        return "%s_%s_%05d_.%s"
                .formatted(
                        segment(modelSlug, "model"),
                        segment(referenceStem, "reference"),
                        counter,
                        extension(extension));
    }

    /// For example `beach/dune.jpg`.
    public static String referenceKey(String category, String filename) {
        int dot = filename.lastIndexOf('.');
        boolean extended = dot > 0 && isExtension(filename.substring(dot + 1));
        String extension = extended ? extension(filename.substring(dot + 1)) : "";
        String name = segment(extended ? filename.substring(0, dot) : filename, "picture");
        return segment(category, "uncategorized")
                + "/"
                + (extension.isEmpty() ? name : name + "." + extension);
    }

    /// The same key with eight hex digits drawn from `identity`, for when another object already has the key.
    public static String distinguished(String key, String identity) {
        int slash = key.lastIndexOf('/');
        int dot = key.lastIndexOf('.');
        int end = dot > slash + 1 ? dot : key.length();
        return key.substring(0, end)
                + "-"
                + Hashes.sha256(identity).substring(0, 8)
                + key.substring(end);
    }

    /// Whether a key, whoever made it, names a file in a folder without leaving it. Other programs use characters that
    /// not every store takes.
    public static boolean isSafe(String key) {
        return !key.isEmpty()
                && key.length() <= MAX_KEY
                && key.indexOf('\0') < 0
                && key.indexOf('\\') < 0
                && Arrays.stream(key.split("/", -1)).noneMatch(ObjectKeys::leavesOrIsNothing);
    }

    private static boolean leavesOrIsNothing(String segment) {
        return segment.isEmpty() || segment.equals(".") || segment.equals("..");
    }

    /// Whether a key, whoever made it, can be stored at Supabase and in a folder without leaving it.
    public static boolean isValid(String key) {
        if (key.isEmpty() || key.length() > MAX_KEY) {
            return false;
        }
        for (int i = 0; i < key.length(); i++) {
            char c = key.charAt(i);
            if (!isAsciiLetterOrDigit(c) && ALLOWED_MARKS.indexOf(c) < 0) {
                return false;
            }
        }
        for (String segment : key.split("/", -1)) {
            if (leavesOrIsNothing(segment) || segment.length() > MAX_SEGMENT) {
                return false;
            }
        }
        return true;
    }

    private static String segment(String name, String fallback) {
        String plain = bounded(trimmed(transliterated(name)));
        if (plain.isEmpty()) {
            // Nothing of the name is left: its hash keeps two such names apart.
            return name.isBlank() ? fallback : distinguished(fallback, name);
        }
        int dot = plain.indexOf('.');
        String device = (dot < 0 ? plain : plain.substring(0, dot)).toLowerCase(Locale.ROOT);
        return RESERVED.contains(device) ? "_" + plain : plain;
    }

    private static String transliterated(String name) {
        String decomposed = Normalizer.normalize(name, Normalizer.Form.NFKD);
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < decomposed.length(); i++) {
            char c = decomposed.charAt(i);
            if (isAsciiLetterOrDigit(c) || "._-()".indexOf(c) >= 0) {
                plain.append(c);
            } else if (WITHOUT_DECOMPOSITION.containsKey(c)) {
                plain.append(WITHOUT_DECOMPOSITION.get(c));
            } else if (Character.getType(c) != Character.NON_SPACING_MARK
                    && (plain.isEmpty() || plain.charAt(plain.length() - 1) != '_')) {
                plain.append('_');
            }
        }
        return plain.toString();
    }

    /// Without marks at the ends: a leading dot hides a file, a trailing one is lost on Windows.
    private static String trimmed(String name) {
        int start = 0;
        int end = name.length();
        while (start < end && "._-".indexOf(name.charAt(start)) >= 0) {
            start++;
        }
        while (end > start && "._-".indexOf(name.charAt(end - 1)) >= 0) {
            end--;
        }
        return name.substring(start, end);
    }

    private static String bounded(String name) {
        if (name.length() <= MAX_STEM) {
            return name;
        }
        return name.substring(0, MAX_STEM - 9) + "-" + Hashes.sha256(name).substring(0, 8);
    }

    private static boolean isExtension(String text) {
        return text.length() <= MAX_EXTENSION
                && text.chars().allMatch(c -> isAsciiLetterOrDigit((char) c));
    }

    private static String extension(String extension) {
        StringBuilder plain = new StringBuilder();
        for (char c : extension.toLowerCase(Locale.ROOT).toCharArray()) {
            if (isAsciiLetterOrDigit(c) && plain.length() < MAX_EXTENSION) {
                plain.append(c);
            }
        }
        return plain.toString();
    }

    private static boolean isAsciiLetterOrDigit(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }
}
