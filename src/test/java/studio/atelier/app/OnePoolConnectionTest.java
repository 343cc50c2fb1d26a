package studio.atelier.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import studio.atelier.db.DatabaseAddress;
import studio.atelier.db.PostgresExtension;
import studio.atelier.drill.Pooler;
import studio.atelier.model.PromptId;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// A studio whose database has one connection for everybody, from its first start to its first picture.
@Tag("drill")
class OnePoolConnectionTest {
    @RegisterExtension static final PostgresExtension postgres = new PostgresExtension();

    @TempDir Path folder;

    @Test
    @Timeout(180)
    void worksFromTheFirstStartOn() throws Exception {
        Pooler pooler = narrow(postgres.createEmpty());
        try (var _ = pooler.startAndAwait()) {
            Answer made =
                    Answer.of(launcher(pooler), "generate", "--model", "milan", "--reference", "1");
            assertEquals(0, made.exit(), made.err());
            assertTrue(made.out().contains("1 completed"), made.out());
        }
    }

    @Test
    @Timeout(180)
    void whatTheOlderClientHasOpensThroughIt() throws Exception {
        DatabaseAddress address = postgres.createEmpty();
        var older =
                Jdbi.create(
                        "jdbc:postgresql://127.0.0.1:%d/%s"
                                .formatted(address.hosts().getFirst().port(), address.database()),
                        address.user(),
                        address.password());
        older.useHandle(
                handle -> {
                    try (var statement = handle.getConnection().createStatement()) {
                        statement.execute(OlderClient.SCHEMA);
                        statement.execute(
                                OlderClient.rows("http://127.0.0.1:9", PromptId.random()));
                    }
                });
        List<Map<String, Object>> before = jobs(older);
        Pooler pooler = narrow(address);
        try (var _ = pooler.startAndAwait()) {
            Answer listed = Answer.of(launcher(pooler), "jobs", "--json", "--batches", "1000");
            assertEquals(0, listed.exit(), listed.err());
            assertTrue(listed.out().contains("\"completed\""), listed.out());
        }
        assertEquals(before, jobs(older));
    }

    private static List<Map<String, Object>> jobs(Jdbi older) {
        String columns = OlderClient.TABLES.get("generation_jobs");
        return older.withHandle(
                handle ->
                        handle.createQuery(
                                        "select " + columns + " from generation_jobs order by id")
                                .mapToMap()
                                .list());
    }

    private Launcher launcher(Pooler pooler) {
        return new Launcher(
                Map.of(
                        "ATELIER_HOME",
                        folder.resolve("home").toString(),
                        "DATABASE_URL",
                        pooler.url()));
    }

    private static Pooler narrow(DatabaseAddress direct) throws IOException {
        return Pooler.settings(direct).with("default_pool_size = 3", "default_pool_size = 1");
    }
}
