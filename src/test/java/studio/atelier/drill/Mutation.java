package studio.atelier.drill;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A safety line that is taken out, to see who notices.
///
/// @param file below `src/main`
/// @param killers classes to run until one fails
record Mutation(String name, Path file, String line, String instead, List<String> killers) {
    /// Reads the list; its own first lines say how it is written.
    static List<Mutation> read(Path list) throws IOException {
        List<Mutation> all = new ArrayList<>();
        var name = "";
        var file = Path.of("");
        var line = new StringBuilder();
        var instead = new StringBuilder();
        for (String text : Files.readAllLines(list)) {
            String rest = text.length() > 2 ? text.substring(2) : "";
            switch (text.isEmpty() ? ' ' : text.charAt(0)) {
                case '=' -> {
                    name = rest;
                    line.setLength(0);
                    instead.setLength(0);
                }
                case '~' -> file = Path.of("src", "main").resolve(rest);
                case '-' -> line.append(rest).append('\n');
                case '+' -> instead.append(rest).append('\n');
                case '!' ->
                        all.add(
                                new Mutation(
                                        name,
                                        file,
                                        line.toString(),
                                        instead.toString(),
                                        List.of(rest.split(" ", -1))));
                default -> {
                    // A remark, or the line between two.
                }
            }
        }
        return all;
    }

    /// Whether it has to be compiled.
    boolean isCode() {
        return file.toString().endsWith(".java");
    }

    /// The source without the line.
    ///
    /// @throws IllegalStateException when the source has changed and the list has not
    String applied() throws IOException {
        String source = Files.readString(file);
        String old = line.stripTrailing();
        if (!source.contains(old)) {
            throw new IllegalStateException(file + " has no longer: " + old);
        }
        return source.replace(old, instead.stripTrailing());
    }
}
