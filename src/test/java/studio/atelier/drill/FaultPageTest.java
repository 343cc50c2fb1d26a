package studio.atelier.drill;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/// The page of faults names 44 of them, and tests that exist.
class FaultPageTest {
    private static final Path PAGE = Path.of(".github", "faults.md");
    private static final Path TESTS = Path.of("src", "test", "java");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| (\\d+) \\|.*\\| (.*) \\|$");
    private static final Pattern TEST = Pattern.compile("`(\\w+Test)\\.(\\w+)`");
    private static final int FAULTS = 44;

    @Test
    void everyFaultHasItsTest() throws IOException {
        Map<String, String> sources = sources();
        List<Integer> numbers = new ArrayList<>();
        List<String> wrong = new ArrayList<>();
        ROW.matcher(Files.readString(PAGE))
                .results()
                .forEach(
                        row -> {
                            numbers.add(Integer.valueOf(row.group(1)));
                            var tests = TEST.matcher(row.group(2)).results().toList();
                            boolean saysWhy = row.group().contains("cannot be tested here:");
                            if (tests.isEmpty() && !(row.group(2).equals("none") && saysWhy)) {
                                wrong.add(row.group(1) + " names no test and does not say why");
                            }
                            tests.stream()
                                    .filter(
                                            test ->
                                                    !sources.getOrDefault(test.group(1), "")
                                                            .contains(" " + test.group(2) + "("))
                                    .forEach(test -> wrong.add(test.group()));
                        });
        assertEquals(IntStream.rangeClosed(1, FAULTS).boxed().toList(), numbers);
        assertEquals(List.of(), wrong, "there are no such tests");
    }

    /// By class name, a contract's text together with that of the tests that keep it.
    private static Map<String, String> sources() throws IOException {
        Map<String, String> sources = new TreeMap<>();
        try (var files = Files.walk(TESTS)) {
            for (Path file : files.filter(each -> each.toString().endsWith(".java")).toList()) {
                String name = String.valueOf(file.getFileName()).replace(".java", "");
                sources.put(name, Files.readString(file));
            }
        }
        String contract = sources.getOrDefault("ObjectStoreContract", "");
        sources.replaceAll(
                (name, text) ->
                        text.contains(name + " extends ObjectStoreContract")
                                ? text + contract
                                : text);
        return sources;
    }
}
