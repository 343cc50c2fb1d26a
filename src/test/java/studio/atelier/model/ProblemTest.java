package studio.atelier.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.List;

class ProblemTest {
    private static final List<String> ARGUMENTS =
            List.of("first'thing", "second{thing}", "third", "fourth");

    @ParameterizedTest
    @EnumSource(Problem.Kind.class)
    void everyKindHasASentenceAndAnAction(Problem.Kind kind) {
        var problem = new Problem.Of(kind, ARGUMENTS, "");

        assertTrue(problem.sentence().length() > 20, problem.sentence());
        assertFalse(problem.action().isBlank());
        assertFalse(problem.sentence().contains("{0}"), problem.sentence());
        assertEquals(kind.retry(), problem.retry());
    }
}
