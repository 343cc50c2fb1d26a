package studio.atelier.db;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import studio.atelier.checks.BesideOthers;
import studio.atelier.model.StudioException;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

@BesideOthers
class DatabaseTest {
    @RegisterExtension static final PostgresExtension postgres = new PostgresExtension();

    @Test
    void stepsOfANewerStudioAreNoHindrance() {
        Database database = postgres.connect(postgres.createEmpty());
        database.migrate();
        database.read(handle -> handle.execute("alter table generation_jobs add mood text"));
        database.read(
                handle ->
                        handle.execute(
                                """
                                insert into atelier_schema_history values
                                    (99, '99', 'mood', 'SQL', 'V99__mood.sql', 1, 'a', now(), 1, true)
                                """));

        database.migrate();
        new SettingStore(database).put("schema.oldest", "1");
        database.migrate();
    }

    @Test
    void aDatabaseThatNeedsANewerStudioIsLeftAlone() {
        DatabaseAddress address = postgres.createEmpty();
        Database database = postgres.connect(address);
        database.migrate();
        new SettingStore(database).put("schema.oldest", "99");

        var refused = assertThrows(StudioException.class, database::migrate);
        assertEquals("database-newer", refused.problem().code());
    }

    @Test
    void aConnectionToAServerThatCanOnlyBeReadIsGivenUp() {
        DatabaseAddress address = postgres.createEmpty();
        Database admin = postgres.connect(address);
        String readOnly =
                "alter database " + address.database() + " %s default_transaction_read_only";
        admin.read(handle -> handle.execute("create table t (n int)"));
        admin.read(handle -> handle.execute(readOnly.formatted("set") + " = on"));
        // Not before: a pool soon has a connection by itself.
        Database database = postgres.connect(address);
        database.read(handle -> handle.execute("select 1"));
        admin.read(handle -> handle.execute(readOnly.formatted("reset")));

        var refused =
                assertThrows(
                        StudioException.class,
                        () -> database.read(handle -> handle.execute("insert into t values (1)")));
        assertEquals("database-read-only", refused.problem().code());
        database.read(handle -> handle.execute("insert into t values (2)"));
    }

    @Test
    void committedMeansOnDisk() {
        assertEquals("on", show("fsync"));
        assertEquals("on", show("synchronous_commit"));
        assertEquals("on", show("full_page_writes"));
    }

    @Test
    void listensOnlyOnThisComputerAndAsksForThePassword() {
        assertEquals("127.0.0.1", show("listen_addresses"));
        assertEquals("", show("unix_socket_directories"));
        var right = postgres.address();
        var wrong =
                new DatabaseAddress(
                        right.hosts(),
                        right.database(),
                        right.user(),
                        "guess",
                        right.options(),
                        false);
        try (var database = Database.open(wrong)) {
            var failure =
                    assertThrows(
                            StudioException.class,
                            () -> Database.connect(database.address()).close());
            assertEquals("database-password", failure.problem().code());
            assertFalse(failure.problem().sentence().contains("guess"));
        }
    }

    @Test
    void aMissingDatabaseIsRefusedAndADeadServerUnreachable() {
        assertEquals("database-missing", codeOf(postgres.address().withDatabase("nowhere")));
        assertEquals(
                "database-unreachable",
                codeOf(DatabaseAddress.parse("postgresql://u:p@127.0.0.1:1/d")));
        assertEquals(
                "database-host-unknown",
                codeOf(DatabaseAddress.parse("postgresql://u:p@no-such-host.invalid/d")));
    }

    @Test
    void whatFailsLeavesNoTraceAndNoSqlException() {
        var settings = new SettingStore(postgres.database());
        var failure =
                assertThrows(
                        StudioException.class,
                        () ->
                                postgres.database()
                                        .useTransaction(
                                                handle -> {
                                                    SettingStore.put(handle, "half", "done");
                                                    handle.execute("select 1 / 0");
                                                }));
        assertEquals("database-faulty", failure.problem().code());
        assertEquals(Optional.empty(), settings.find("half"));
    }

    @Test
    void momentsKeepTheirZoneInNewAndOldColumns() {
        Instant noon = Instant.parse("2026-03-01T12:00:00.123456Z");
        postgres.database()
                .useTransaction(
                        handle -> {
                            handle.execute(
                                    "create temporary table moments (new timestamptz, old timestamp)"
                                            + " on commit drop");
                            handle.createUpdate(
                                            "insert into moments values (:at, :at at time zone 'utc')")
                                    .bind("at", noon)
                                    .execute();
                            handle.createQuery("select * from moments")
                                    .map(
                                            (row, _) -> {
                                                assertEquals(
                                                        Optional.of(noon),
                                                        Columns.instant(row, "new"));
                                                assertEquals(
                                                        Optional.of(noon), Columns.utc(row, "old"));
                                                assertEquals(
                                                        "2026-03-01 12:00:00.123456",
                                                        row.getString("old"));
                                                return 1;
                                            })
                                    .one();
                        });
    }

    @Test
    void poolersGetNoPreparedStatements() {
        try (var database = Database.open(postgres.pooled())) {
            int left =
                    database.inTransaction(
                            handle -> {
                                for (int i = 0; i < 10; i++) {
                                    handle.createQuery("select :i")
                                            .bind("i", i)
                                            .mapTo(Integer.class)
                                            .one();
                                }
                                return handle.createQuery(
                                                "select count(*) from pg_prepared_statements")
                                        .mapTo(Integer.class)
                                        .one();
                            });
            assertEquals(0, left);
        }
    }

    @Test
    void migratesADatabaseOfTheOlderClientAndKeepsItsRows() {
        DatabaseAddress address = postgres.createEmpty();
        Database database = postgres.connect(address);
        database.useTransaction(
                handle -> {
                    handle.execute(
                            """
                            create table models (id serial primary key, name varchar(100), slug varchar(50),
                                skin_tone varchar(50), hair_color varchar(50), hair_style varchar(200),
                                lora_file varchar(200), trigger_word varchar(100), negative_prompt text)
                            """);
                    handle.execute("insert into models (name, slug) values ('Ada', 'ada')");
                });

        database.migrate();
        database.migrate();

        var models = new ModelStore(database).list();
        assertEquals(List.of("Ada"), models.stream().map(model -> model.name()).toList());
        assertEquals("", models.getFirst().loraFile());
        assertEquals(List.of(), new WorkflowStore(database).list());
    }

    @Test
    void desktopsThatMigrateAtOnceWaitForEachOther() {
        DatabaseAddress address = postgres.createEmpty();
        Database one = postgres.connect(address);
        Database other = postgres.connect(address);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var first = threads.submit(() -> one.migrate());
            var second = threads.submit(() -> other.migrate());
            assertTrue(
                    List.of(first, second).stream()
                            .allMatch(migration -> migrationSucceeded(migration)));
        }
        assertEquals(List.of(), new ReferenceStore(one).list());
    }

    @Test
    void searchingHasItsIndexWhereTheExtensionIsAllowed() {
        int found =
                postgres.database()
                        .read(
                                handle ->
                                        handle.createQuery(
                                                        "select count(*) from pg_indexes"
                                                                + " where indexname = 'idx_jobs_prompt_search'")
                                                .mapTo(Integer.class)
                                                .one());
        assertEquals(1, found);
    }

    private static boolean migrationSucceeded(Future<?> migration) {
        try {
            migration.get();
            return true;
        } catch (InterruptedException | ExecutionException failure) {
            throw new AssertionError(failure);
        }
    }

    private static String codeOf(DatabaseAddress address) {
        try (var database = Database.open(address)) {
            return assertThrows(
                            StudioException.class,
                            () -> Database.connect(database.address()).close())
                    .problem()
                    .code();
        }
    }

    private static String show(String setting) {
        return postgres.database()
                .read(handle -> handle.createQuery("show " + setting).mapTo(String.class).one());
    }
}
