package studio.atelier.drill;

import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The list of safety lines names lines that are there and tests that exist.
class MutationListTest {
    static final Path LIST = Path.of("src/test/resources/studio/atelier/drill/mutations.txt");

    @Test
    void everyLineIsThereToBeTakenOut() throws Exception {
        List<Mutation> all = Mutation.read(LIST);
        assertTrue(all.size() >= 20, "too few: " + all.size());
        for (Mutation mutation : all) {
            assertNotEquals(Files.readString(mutation.file()), mutation.applied(), mutation.name());
            for (String killer : mutation.killers()) {
                assertTrue(
                        Files.exists(Path.of("src/test/java", killer.replace('.', '/') + ".java")),
                        killer);
            }
        }
    }
}
