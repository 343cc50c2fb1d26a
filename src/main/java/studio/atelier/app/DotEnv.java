package studio.atelier.app;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The `.env` files of the web's tools: `NAME=value` by line, an `export` before it, values in quotes, comments. Of
/// a name that is there twice the last counts.
final class DotEnv {
    private static final Pattern LINE =
            Pattern.compile("\\s*(?:export\\s+)?([A-Za-z_][A-Za-z0-9_.]*)\\s*[=:]\\s*(.*)");
    private static final Pattern QUOTED =
            Pattern.compile("([\"'`])((?:\\\\.|(?!\\1).)*)\\1\\s*(?:#.*)?");
    private static final Pattern COMMENT = Pattern.compile("\\s#.*$");

    private DotEnv() {}

    static Map<String, String> parse(String text) {
        Map<String, String> variables = new LinkedHashMap<>();
        text.replaceFirst("^\uFEFF", "")
                .lines()
                .filter(line -> !line.isBlank() && line.strip().charAt(0) != '#')
                .forEach(
                        line -> {
                            Matcher matcher = LINE.matcher(line);
                            if (matcher.matches()) {
                                variables.put(matcher.group(1), value(matcher.group(2).strip()));
                            }
                        });
        return variables;
    }

    /// As `parse` reads it again.
    static String quoted(String value) {
        return "\"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    private static String value(String raw) {
        Matcher quoted = QUOTED.matcher(raw);
        if (!quoted.matches()) {
            return COMMENT.matcher(" " + raw).replaceFirst("").strip();
        }
        String inside = quoted.group(2);
        return quoted.group(1).equals("\"") ? inside.replaceAll("\\\\([\\\\\"])", "$1") : inside;
    }
}
