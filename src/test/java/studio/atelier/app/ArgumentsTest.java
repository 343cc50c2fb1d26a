package studio.atelier.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import java.util.List;

class ArgumentsTest {
    @Test
    void wordsAreSplitAsAShellWould() {
        assertEquals(List.of(), Arguments.split("  "));
        assertEquals(List.of("jobs", "--json"), Arguments.split(" jobs   --json "));
        assertEquals(
                List.of("generate", "--positive", "a b, \"c\"", "", "d e"),
                Arguments.split("generate --positive 'a b, \"c\"' \"\" d\\ e"));
    }
}
