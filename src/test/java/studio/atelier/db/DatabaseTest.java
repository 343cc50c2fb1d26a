package studio.atelier.db;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DatabaseTest {
    @RegisterExtension static final PostgresExtension postgres = new PostgresExtension();

    @Test
    void committedMeansOnDisk() {
        assertEquals("on", show("fsync"));
        assertEquals("on", show("synchronous_commit"));
        assertEquals("on", show("full_page_writes"));
    }

    private static String show(String setting) {
        return postgres.database()
                .read(handle -> handle.createQuery("show " + setting).mapTo(String.class).one());
    }
}
