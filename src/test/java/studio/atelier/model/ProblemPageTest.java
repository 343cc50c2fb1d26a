package studio.atelier.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The page of all problems says what the bundle says. After a change of words run this with
/// `-Dproblems.write=true`, which writes the page anew.
class ProblemPageTest {
    private static final Path PAGE = Path.of(".github", "problems.md");
    private static final Path SOURCE = Path.of("src/main/java/studio/atelier/model/Problem.java");
    private static final String HEAD =
            """
            # Problems

            Everything that Atelier tells you went wrong, by its code. Each comes with a sentence, with what you can do, and, behind
            "Details", with the full technical answer and a button that copies all of it. Words *in italics* stand for what it is about.
            "Tries again" says whether Atelier does so by itself.
            """;

    @Test
    void everyProblemIsOnThePageInTheWordsOfTheScreens() throws IOException {
        String wanted = page();
        if (Boolean.getBoolean("problems.write")) {
            Files.writeString(PAGE, wanted);
        }
        assertEquals(wanted, Files.readString(PAGE));
    }

    @Test
    void theReadmeLeadsToThePage() throws IOException {
        assertTrue(Files.readString(Path.of("README.md")).contains("(.github/problems.md)"));
    }

    private static String page() throws IOException {
        var page = new StringBuilder(HEAD);
        page.append(
                "\n| code | what happened | what you can do | tries again |\n|---|---|---|---|\n");
        String source = Files.readString(SOURCE);
        for (Problem.Kind kind : Problem.Kind.values()) {
            var problem = new Problem.Of(kind, arguments(source, kind), "");
            page.append(
                    "| `%s` | %s | %s | %s |\n"
                            .formatted(
                                    kind.code(),
                                    cell(problem.sentence()),
                                    cell(problem.action()),
                                    tries(kind.retry())));
        }
        return page.toString();
    }

    /// As the comment of the kind lists them.
    private static List<String> arguments(String source, Problem.Kind kind) {
        Matcher comment =
                Pattern.compile("/// ([^\n]+)\n\\s+" + kind.name() + "\\(").matcher(source);
        assertTrue(comment.find(), kind + " does not say what its arguments are");
        return comment.group(1).equals("none")
                ? List.of()
                : Pattern.compile(", ")
                        .splitAsStream(comment.group(1))
                        .map(word -> "*" + word + "*")
                        .toList();
    }

    private static String cell(String text) {
        assertTrue(!text.isBlank() && !text.contains("{"), text);
        return text.replace("|", "\\|").replace("\n", " ");
    }

    private static String tries(Retry retry) {
        return switch (retry) {
            case NOW -> "at once";
            case LATER -> "after a while";
            case NEVER -> "no";
        };
    }
}
