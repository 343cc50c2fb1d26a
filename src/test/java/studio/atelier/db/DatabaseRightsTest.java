package studio.atelier.db;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import studio.atelier.model.Problem;
import studio.atelier.model.StudioException;

/// What a user of the database may not do is said before anything is tried.
class DatabaseRightsTest {
    @RegisterExtension static final PostgresExtension postgres = new PostgresExtension();

    @Test
    void aUserWhoMayOnlyReadIsToldWhatIsMissing() {
        postgres.database()
                .useTransaction(
                        handle -> {
                            handle.execute("create role reader login password 'reader'");
                            handle.execute("grant select on models to reader");
                        });
        Problem problem = problem(as("reader", postgres.address()));
        assertEquals("database-rights", problem.code());
        assertTrue(
                problem.sentence().contains("read and change the rows of models"),
                problem.sentence());
        assertFalse(problem.sentence().contains("make tables"), problem.sentence());
        assertTrue(problem.detail().contains("\"models\" to \"reader\";"), problem.detail());
    }

    @Test
    void migratingNeedsMoreThanRows() {
        DatabaseAddress empty = postgres.createEmpty();
        try (var owner = Database.open(empty)) {
            owner.useTransaction(
                    handle -> {
                        handle.execute("create role maker login password 'maker'");
                        handle.execute("create table models (id serial primary key)");
                        handle.execute("grant all on models to maker");
                    });
        }
        try (var database = Database.connect(as("maker", empty))) {
            var refused = assertThrows(StudioException.class, database::migrate).problem();
            assertEquals("database-rights", refused.code());
            assertTrue(refused.sentence().contains("make tables in the schema public"));
            assertTrue(refused.sentence().contains("change the table models, which belongs to"));
            assertTrue(refused.detail().contains("grant usage, create on schema \"public\""));
        }
    }

    @Test
    void aServerThatOnlyReadsAndASchemaThatIsNotThere() {
        var only = postgres.address().with("options", "-c default_transaction_read_only=on");
        assertEquals("database-read-only", problem(only).code());
        Problem nowhere = problem(postgres.address().with("currentSchema", "nowhere"));
        assertEquals("database-rights", nowhere.code());
        assertTrue(nowhere.detail().startsWith("create schema if not exists \"nowhere\";"));
    }

    private static Problem problem(DatabaseAddress address) {
        try (var database = Database.open(address)) {
            return assertThrows(
                            StudioException.class,
                            () -> Database.connect(database.address()).close())
                    .problem();
        }
    }

    private static DatabaseAddress as(String user, DatabaseAddress there) {
        return new DatabaseAddress(
                there.hosts(), there.database(), user, user, there.options(), false);
    }
}
