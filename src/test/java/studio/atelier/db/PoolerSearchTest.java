package studio.atelier.db;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import studio.atelier.drill.ChildProcess;
import studio.atelier.drill.Pooler;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

/// PgBouncer under an address that does not tell of it.
class PoolerSearchTest {
    @RegisterExtension static final PostgresExtension postgres = new PostgresExtension();

    @Test
    void aServerIsNoPooler() {
        DatabaseAddress direct = postgres.address();
        try (var database = Database.connect(direct)) {
            assertFalse(database.address().pooled());
        }
    }

    @Test
    @Tag("drill")
    void aPoolerInTransactionModeIsFoundAndWorksFromTheFirstStepOn() throws Exception {
        try (var _ = start("transaction");
                var database = Database.connect(silent)) {
            assertTrue(database.address().pooled());
            assertTrue(DatabaseProbe.pendingSteps(silent) > 0);
            database.migrate();
            assertEquals(0, DatabaseProbe.pendingSteps(silent));
            for (int i = 0; i < 20; i++) {
                assertEquals(0, jobs(database));
            }
        }
    }

    @Test
    @Tag("drill")
    void othersThatUseThePoolerDoNotHideIt() throws Exception {
        try (var _ = start("transaction");
                var others = Executors.newFixedThreadPool(2)) {
            var over = new AtomicBoolean();
            Future<?> one = others.submit(() -> use(over));
            Future<?> two = others.submit(() -> use(over));
            try {
                for (int i = 0; i < 20; i++) {
                    assertTrue(Database.checked(silent).pooled(), "look " + i);
                }
            } finally {
                over.set(true);
            }
            one.get();
            two.get();
        }
    }

    private @Nullable Void use(AtomicBoolean over) throws SQLException {
        DatabaseAddress known = silent.behindPooler();
        try (Connection connection = known.connect();
                Statement statement = connection.createStatement()) {
            while (!over.get()) {
                statement.execute("select pg_sleep(0.002)");
            }
        }
        return null;
    }

    @Test
    @Tag("drill")
    void aPoolerInSessionModeIsAsGoodAsAServer() throws Exception {
        try (var _ = start("session");
                var database = Database.connect(silent)) {
            assertFalse(database.address().pooled());
        }
    }

    private DatabaseAddress silent = postgres.address();

    private ChildProcess start(String mode) throws IOException {
        Pooler pooler =
                Pooler.settings(postgres.createEmpty())
                        .with("pool_mode = transaction", "pool_mode = " + mode);
        silent = DatabaseAddress.parse(pooler.url().replace("?pgbouncer=true", ""));
        return pooler.startAndAwait();
    }

    private static int jobs(Database database) {
        return database.read(
                handle ->
                        handle.createQuery("select count(*) from generation_jobs")
                                .mapTo(Integer.class)
                                .one());
    }
}
