package studio.atelier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import com.google.googlejavaformat.java.ImportOrderer;
import com.google.googlejavaformat.java.JavaFormatterOptions;
import com.google.googlejavaformat.java.JavaFormatterOptions.Style;
import com.google.googlejavaformat.java.RemoveUnusedImports;

import org.junit.jupiter.api.Test;

import studio.atelier.checks.BesideOthers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Checks that every source is formatted as google-java-format's AOSP style has it, or with
/// `-Dformat.apply=true` rewrites it so. It runs here because Maven's own JVM may be too old for the sources.
@BesideOthers
class FormatTest {
    private final Formatter formatter =
            new Formatter(
                    JavaFormatterOptions.builder().style(Style.AOSP).formatJavadoc(false).build());

    @Test
    void everySourceIsFormatted() throws IOException, FormatterException {
        boolean apply = Boolean.getBoolean("format.apply");
        List<Path> different = new ArrayList<>();
        List<Path> sources = sources();
        assertFalse(sources.isEmpty());
        for (Path source : sources) {
            String text = Files.readString(source);
            String formatted = format(text);
            if (!formatted.equals(text)) {
                if (apply) {
                    Files.writeString(source, formatted);
                } else {
                    different.add(source);
                }
            }
        }
        assertEquals(
                List.of(),
                different,
                "not formatted; run: mvn -Dformat.apply=true -Dtest=FormatTest test");
    }

    private String format(String text) throws FormatterException {
        String ordered =
                ImportOrderer.reorderImports(
                        RemoveUnusedImports.removeUnusedImports(text), Style.AOSP);
        return formatter.formatSource(ordered);
    }

    private static List<Path> sources() throws IOException {
        try (var files = Files.walk(Path.of("src"))) {
            return files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
        }
    }
}
