package studio.atelier.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

class OpenPartsTest {
    private final List<String> closed = new ArrayList<>();
    private final OpenParts parts = new OpenParts();

    @Test
    void partsAreClosedInReverseAndOnce() {
        parts.add("database", closed::add);
        parts.add("engine", closed::add);

        parts.close();
        parts.close();

        assertEquals(List.of("engine", "database"), closed);
    }

    @Test
    void everyPartIsClosedWhateverTheOthersDo() {
        parts.add("database", closed::add);
        parts.add("engine", OpenPartsTest::fail);
        parts.add("queue", OpenPartsTest::fail);

        var thrown = assertThrows(IllegalStateException.class, parts::close);

        assertEquals("queue", thrown.getMessage());
        assertEquals("engine", thrown.getSuppressed()[0].getMessage());
        assertEquals(List.of("database"), closed);
    }

    private static void fail(String part) {
        throw new IllegalStateException(part);
    }
}
