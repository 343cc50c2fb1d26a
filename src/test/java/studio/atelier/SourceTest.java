package studio.atelier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Rules over the text of the project: sizes, style sheets, messages.
class SourceTest {
    private static final int LONGEST_FILE = 400;
    private static final Pattern COLOUR = Pattern.compile("#[0-9a-fA-F]{3,8}\\b");
    private static final Path RESOURCES = Path.of("src/main/resources/studio/atelier");

    @Test
    void noFileIsTooLongToRead() throws IOException {
        List<String> long_ = new ArrayList<>();
        for (Path source : files(Path.of("src"), ".java")) {
            long lines = Files.readAllLines(source).size();
            if (lines > LONGEST_FILE) {
                long_.add(source + ": " + lines);
            }
        }
        assertEquals(List.of(), long_, "split these");
    }

    /// Of a class that runs beside others, tests of its own must not meet.
    @Test
    void testsRunBesideOthersOnlyByTheirAnnotation() throws IOException {
        String itself = "ExecutionMode." + "CONCURRENT";
        List<Path> found = files(Path.of("src/test"), ".java");
        assertEquals(
                List.of("BesideOthers.java"),
                found.stream()
                        .filter(source -> read(source).contains(itself))
                        .map(source -> source.getFileName().toString())
                        .toList());
    }

    @Test
    void coloursAreTokens() throws IOException {
        List<String> found = new ArrayList<>();
        for (Path sheet : files(RESOURCES, ".css")) {
            if (!sheet.getFileName().toString().startsWith("tokens")
                    && COLOUR.matcher(Files.readString(sheet)).find()) {
                found.add(sheet.toString());
            }
        }
        assertEquals(List.of(), found, "colours belong into the tokens");
    }

    /// A key counts as used when its text, or the text before its last dot, stands in a source. Help texts are
    /// looked up by the command line itself: the name of their option must stand in a source.
    @Test
    void everyMessageIsUsed() throws IOException {
        String sources =
                files(Path.of("src/main/java"), ".java").stream()
                        .map(SourceTest::read)
                        .collect(Collectors.joining("\n"));
        List<String> unused = new ArrayList<>();
        for (Path bundle : files(RESOURCES.resolve("messages"), ".properties")) {
            for (String key : keys(bundle)) {
                String stem = key.contains(".") ? key.substring(0, key.lastIndexOf('.')) : key;
                String option = "--" + key.substring(key.lastIndexOf('.') + 1);
                boolean help = bundle.endsWith("cli.properties") && isHelp(key, option, sources);
                if (!help
                        && !sources.contains("\"" + key + "\"")
                        && !sources.contains("\"" + stem)) {
                    unused.add(bundle.getFileName() + ": " + key);
                }
            }
        }
        assertEquals(List.of(), unused, "delete these, or use them");
    }

    private static boolean isHelp(String key, String option, String sources) {
        return key.contains("usage.")
                || key.equals("version")
                || key.endsWith(".DIR")
                || key.endsWith(".FILE")
                || key.endsWith(".REFERENCE")
                || sources.contains("\"" + option + "\"");
    }

    /// Every text constant that looks like the key of a bundle, in a class that uses that bundle, is in it.
    @Test
    void everyMessageThatIsAskedForExists() throws IOException {
        Pattern bundleUse = Pattern.compile("Messages\\.of\\(\\s*\"(\\w+)\"\\)");
        Pattern keyUse = Pattern.compile("\\.text\\(\\s*\"([\\w.-]+)\"");
        List<String> missing = new ArrayList<>();
        for (Path source : files(Path.of("src/main/java"), ".java")) {
            String text = read(source);
            List<String> bundles =
                    bundleUse.matcher(text).results().map(m -> m.group(1)).distinct().toList();
            if (bundles.size() != 1) {
                continue;
            }
            var known = keys(RESOURCES.resolve("messages/" + bundles.getFirst() + ".properties"));
            keyUse.matcher(text)
                    .results()
                    .map(m -> m.group(1))
                    .filter(key -> !known.contains(key) && !key.endsWith("."))
                    .forEach(key -> missing.add(bundles.getFirst() + ": " + key + "="));
        }
        assertEquals(List.of(), missing, "add these");
    }

    @Test
    void problemsAreWordedInTheBundle() throws IOException {
        Pattern call =
                Pattern.compile(
                        "(?:Problem\\.(?:of|detailed)|(?:throw|return|->)\\s+(?:invalid|faulty|failed|refused))\\([^;]*;");
        Pattern literal = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");
        List<String> found = new ArrayList<>();
        for (Path source : files(Path.of("src/main/java"), ".java")) {
            call.matcher(read(source))
                    .results()
                    .flatMap(each -> literal.matcher(each.group()).results())
                    .map(each -> each.group(1))
                    .filter(words -> words.matches(".*[a-z] .*|.* [a-z].*"))
                    .forEach(words -> found.add(source.getFileName() + ": " + words));
        }
        assertEquals(List.of(), found, "these speak to a person in code");
    }

    @Test
    void messagesAreInSentenceCase() throws IOException {
        Pattern titleCase = Pattern.compile("^[A-Z][a-z]+ [A-Z][a-z]+ [A-Z][a-z]+");
        List<String> found = new ArrayList<>();
        List<Path> bundles = files(RESOURCES.resolve("messages"), ".properties");
        assertFalse(bundles.isEmpty());
        for (Path bundle : bundles) {
            load(bundle)
                    .forEach(
                            (key, value) -> {
                                if (titleCase.matcher(value.toString()).find()) {
                                    found.add(key + "=" + value);
                                }
                            });
        }
        assertEquals(List.of(), found);
    }

    /// The command line shows its help texts as they stand; every other text is a pattern, in which an apostrophe
    /// is written twice.
    @Test
    void apostrophesAreWrittenAsTheyAreRead() throws IOException {
        Pattern alone = Pattern.compile("(?<!')'(?!')");
        List<String> found = new ArrayList<>();
        for (Path bundle : files(RESOURCES.resolve("messages"), ".properties")) {
            load(bundle)
                    .forEach(
                            (key, value) -> {
                                String text = value.toString();
                                boolean wrong =
                                        key.toString().contains("usage.")
                                                ? text.contains("''")
                                                : alone.matcher(text).find();
                                if (wrong) {
                                    found.add(key + "=" + text);
                                }
                            });
        }
        assertEquals(List.of(), found);
    }

    private static java.util.Set<String> keys(Path bundle) throws IOException {
        return load(bundle).stringPropertyNames();
    }

    private static Properties load(Path bundle) throws IOException {
        var properties = new Properties();
        try (Reader reader = Files.newBufferedReader(bundle)) {
            properties.load(reader);
        }
        return properties;
    }

    private static List<Path> files(Path below, String ending) throws IOException {
        try (var files = Files.walk(below)) {
            return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
