package studio.atelier.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

class SessionTest {
    @TempDir Path spool;

    @Test
    void theLivingSeeEachOtherAndLeaveEachOthersFilesAlone() throws IOException {
        try (var first = new Session(spool);
                var second = new Session(spool)) {
            first.begin();
            Path part = Files.writeString(first.folder().resolve("1.part"), "half a picture");
            second.begin();

            assertEquals(Set.of(first.name(), second.name()), second.living());
            assertTrue(Files.exists(part));
        }
        try (var files = Files.list(spool)) {
            assertEquals(0, files.count());
        }
    }

    @Test
    void whatTheDeadLeftIsClearedAway() throws IOException {
        Path dead = Files.createDirectories(spool.resolve("dead"));
        Files.writeString(dead.resolve("1.part"), "half a picture");
        Files.writeString(spool.resolve("dead.lock"), "");

        try (var session = new Session(spool)) {
            session.begin();
            assertEquals(Set.of(session.name()), session.living());
            assertFalse(Files.exists(dead));
        }
    }
}
