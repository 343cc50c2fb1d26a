package studio.atelier.app;

import studio.atelier.model.Problem;
import studio.atelier.model.Problem.Kind;
import studio.atelier.model.StudioException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
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
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_.]*)}");

    /// Of values that name values that name values.
    private static final int DEEPEST = 3;

    private static final Pattern COMMENT = Pattern.compile("\\s#.*$");

    private DotEnv() {}

    /// A value as it stands.
    ///
    /// @param literal in single quotes
    private record Value(String text, boolean literal) {}

    /// A file that the studio wrote.
    ///
    /// @throws StudioException `NOT_FOUND`, `CONNECTIONS_UNREADABLE`
    static Map<String, String> read(Path file) {
        return parse(text(file));
    }

    /// A file that somebody wrote for other tools: `${NAME}` in a value stands for what the file says of that name, and
    /// for itself where the file says nothing.
    ///
    /// @throws StudioException `NOT_FOUND`, `CONNECTIONS_UNREADABLE`
    static Map<String, String> readAnothers(Path file) {
        return expanded(text(file));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new StudioException(
                    Problem.of(Kind.NOT_FOUND, Problem.words("thing.file", file.toString())), e);
        } catch (IOException e) {
            throw new StudioException(
                    Problem.detailed(Kind.CONNECTIONS_UNREADABLE, e.toString(), file.toString()),
                    e);
        }
    }

    static Map<String, String> parse(String text) {
        Map<String, String> plain = new LinkedHashMap<>();
        values(text).forEach((name, value) -> plain.put(name, value.text()));
        return plain;
    }

    static Map<String, String> expanded(String text) {
        Map<String, Value> values = values(text);
        Map<String, String> expanded = new LinkedHashMap<>();
        values.forEach((name, value) -> expanded.put(name, expanded(value, values, 0)));
        return expanded;
    }

    private static String expanded(Value value, Map<String, Value> all, int depth) {
        if (value.literal() || depth == DEEPEST) {
            return value.text();
        }
        return REFERENCE
                .matcher(value.text())
                .replaceAll(
                        reference -> {
                            Value named = all.get(reference.group(1));
                            return Matcher.quoteReplacement(
                                    named == null
                                            ? reference.group()
                                            : expanded(named, all, depth + 1));
                        });
    }

    private static Map<String, Value> values(String text) {
        Map<String, Value> variables = new LinkedHashMap<>();
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

    private static Value value(String raw) {
        Matcher quoted = QUOTED.matcher(raw);
        if (!quoted.matches()) {
            return new Value(COMMENT.matcher(" " + raw).replaceFirst("").strip(), false);
        }
        String inside = quoted.group(2);
        return quoted.group(1).equals("\"")
                ? new Value(inside.replaceAll("\\\\([\\\\\"])", "$1"), false)
                : new Value(inside, quoted.group(1).equals("'"));
    }
}
