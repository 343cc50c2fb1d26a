package studio.atelier.drill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.tools.ToolProvider;

/// Takes out one safety line at a time and runs the tests and drills that should notice. `mvn -Pmutations verify`;
/// `-Dmutation=words` for those whose name has these words.
@Tag("mutation")
class MutationProofTest {
    private static final Logger LOG = LoggerFactory.getLogger(MutationProofTest.class);
    private static final double LEAST_KILLED = 0.95;
    private static final int SURVIVED = 0;
    private static final long LONGEST = 600_000;
    private static final String CLASS_PATH = System.getProperty("java.class.path", "");

    @TempDir Path folder;

    @Test
    void aMissingSafetyLineIsNoticed() throws Exception {
        String wanted = System.getProperty("mutation", "");
        List<String> table = new ArrayList<>();
        int killed = 0;
        List<Mutation> all =
                Mutation.read(MutationListTest.LIST).stream()
                        .filter(mutation -> mutation.name().contains(wanted))
                        .toList();
        for (Mutation mutation : all) {
            Optional<String> killer = killer(mutation);
            killed += killer.isPresent() ? 1 : 0;
            table.add(
                    String.format(
                            Locale.ROOT, "| %s | %s |", mutation.name(), killer.orElse("nobody")));
            LOG.info("{}", table.getLast());
        }
        Files.createDirectories(Path.of("target", "drills"));
        Files.write(Path.of("target", "drills", "mutations.md"), table);
        assertTrue(
                killed >= LEAST_KILLED * all.size(),
                killed + " of " + all.size() + " were noticed\n" + String.join("\n", table));
    }

    /// @return what failed, with the test's name
    private Optional<String> killer(Mutation mutation) throws Exception {
        String classes = mutation.isCode() ? compiled(mutation) : replaced(mutation);
        for (String killer : mutation.killers()) {
            try (var tests = run(killer, classes)) {
                boolean ended = tests.awaitEnd(LONGEST);
                if (!ended) {
                    return Optional.of(killer + " (came to no end)");
                }
                assertNotEquals(2, tests.exitCode(), killer + " has no tests");
                if (tests.exitCode() != SURVIVED) {
                    return Optional.of(
                            killer.substring(killer.lastIndexOf('.') + 1)
                                    + ": "
                                    + tests.await("failed"));
                }
            }
        }
        return Optional.empty();
    }

    /// @return a class path without the line
    private String compiled(Mutation mutation) throws IOException {
        Path sources = Files.createTempDirectory(folder, "sources");
        Path classes = Files.createTempDirectory(folder, "classes");
        Path below = Path.of("src/main/java").relativize(mutation.file());
        Path source = sources.resolve(below);
        Files.createDirectories(Objects.requireNonNull(source.getParent()));
        Files.writeString(source, mutation.applied());
        int code =
                ToolProvider.getSystemJavaCompiler()
                        .run(
                                null,
                                null,
                                null,
                                "-nowarn",
                                "-proc:none",
                                "-d",
                                classes.toString(),
                                "-classpath",
                                CLASS_PATH,
                                source.toString());
        assertEquals(0, code, mutation.name() + " does not compile");
        return classes + File.pathSeparator + CLASS_PATH;
    }

    /// Of files that are no code every folder of the class path is read, so the other one must not be there.
    ///
    /// @return a class path without the line
    private String replaced(Mutation mutation) throws IOException {
        Path original = Path.of("target", "classes").toAbsolutePath();
        Path copy = Files.createTempDirectory(folder, "classes");
        try (Stream<Path> files = Files.walk(original)) {
            for (Path file : files.toList()) {
                Path target = copy.resolve(original.relativize(file));
                if (!Files.isDirectory(file)) {
                    Files.copy(file, target);
                } else if (Files.notExists(target)) {
                    Files.createDirectory(target);
                }
            }
        }
        Path below = Path.of("src/main/resources").relativize(mutation.file());
        Files.writeString(copy.resolve(below), mutation.applied());
        return Arrays.stream(CLASS_PATH.split(File.pathSeparator, -1))
                .map(entry -> Path.of(entry).toAbsolutePath().equals(original) ? copy : entry)
                .map(Object::toString)
                .collect(Collectors.joining(File.pathSeparator));
    }

    private ChildProcess run(String tests, String classes) throws IOException {
        return ChildProcess.start(
                List.of(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-Xmx2g",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-Djava.awt.headless=true",
                        "-classpath",
                        classes,
                        TestsMain.class.getName(),
                        tests),
                java.util.Map.of(),
                folder.resolve("errors.log"));
    }
}
