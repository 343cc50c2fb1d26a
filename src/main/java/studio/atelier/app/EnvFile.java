package studio.atelier.app;

import studio.atelier.model.Problem;
import studio.atelier.model.Problem.Kind;
import studio.atelier.model.StudioException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads a `.env` file: a name and a value on each line, the value in quotes or not.
final class EnvFile {
    private static final Pattern LINE =
            Pattern.compile("\\s*(?:export\\s+)?([A-Za-z_]\\w*)\\s*=\\s*(.*?)\\s*");
    private static final Pattern QUOTED = Pattern.compile("([\"'])(.*?)\\1\\s*(?:#.*)?");

    private EnvFile() {}

    /// @throws StudioException `NOT_FOUND`
    static Map<String, String> read(Path file) {
        Map<String, String> variables = new HashMap<>();
        try {
            for (String line : Files.readAllLines(file)) {
                Matcher assignment = LINE.matcher(line);
                if (assignment.matches()) {
                    variables.put(assignment.group(1), value(assignment.group(2)));
                }
            }
        } catch (IOException e) {
            throw new StudioException(
                    Problem.detailed(
                            Kind.NOT_FOUND,
                            e.toString(),
                            Problem.words("thing.file", file.toString())),
                    e);
        }
        return variables;
    }

    private static String value(String text) {
        Matcher quoted = QUOTED.matcher(text);
        return quoted.matches() ? quoted.group(2) : text.replaceAll("\\s+#.*$", "");
    }
}
