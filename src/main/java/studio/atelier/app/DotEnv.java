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
    private static final Pattern COMMENT = Pattern.compile("\\s#.*$");

    private DotEnv() {}

    /// @throws StudioException `NOT_FOUND`, `CONNECTIONS_UNREADABLE`
    static Map<String, String> read(Path file) {
        try {
            return parse(Files.readString(file));
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
