package studio.atelier.db;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import studio.atelier.checks.BesideOthers;
import studio.atelier.model.StudioException;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What databases of the older client have that its published tables do not tell.
@BesideOthers
class OlderDatabasesTest {
    @RegisterExtension static final PostgresExtension postgres = new PostgresExtension();

    @Test
    void momentsOfColumnsThatWereGivenAZoneAreTheSame() {
        try (var database = Database.open(postgres.createEmpty())) {
            database.migrate();
            Instant noon = Instant.parse("2026-03-01T12:00:00Z");
            database.useTransaction(
                    handle -> {
                        handle.execute(
                                "alter table generation_jobs alter created_at type timestamptz,"
                                        + " alter completed_at type timestamptz");
                        handle.createUpdate(
                                        "insert into generation_jobs (status, result_image_url,"
                                                + " created_at, completed_at) values ('completed',"
                                                + " 'https://x.example/a.png', :at,"
                                                + " now() at time zone 'utc')")
                                .bind("at", noon)
                                .execute();
                    });
            new EarlierJobStore(database).recordPictures();
            database.useTransaction(
                    handle -> {
                        handle.createQuery(
                                        "select j.created_at, j.completed_at, i.created_at as made"
                                                + " from generation_jobs j join generated_images i"
                                                + " on i.job_id = j.id")
                                .map(
                                        (row, _) -> {
                                            assertEquals(
                                                    Optional.of(noon),
                                                    Columns.utc(row, "created_at"));
                                            Instant ended =
                                                    Columns.utc(row, "completed_at").orElseThrow();
                                            assertTrue(
                                                    Duration.between(ended, Instant.now())
                                                                    .abs()
                                                                    .toMinutes()
                                                            < 30,
                                                    "written in UTC: " + ended);
                                            assertEquals(
                                                    Optional.of(ended),
                                                    Columns.instant(row, "made"));
                                            return 1;
                                        })
                                .one();
                    });
        }
    }

    @Test
    void everyConnectionThinksInUtc() {
        for (DatabaseAddress address : List.of(postgres.address(), postgres.pooled())) {
            try (var database = Database.open(address)) {
                assertEquals(
                        "UTC",
                        database.read(
                                handle ->
                                        handle.createQuery("show time zone")
                                                .mapTo(String.class)
                                                .one()));
            }
        }
    }

    @Test
    void keysWithoutAnAddressAreFoundToo() {
        try (var database = Database.open(postgres.createEmpty())) {
            database.migrate();
            database.useTransaction(
                    handle ->
                            handle.execute(
                                    """
                                    insert into generation_jobs (status, result_image_url) values
                                        ('completed', 'milan_dune_00001_.png'),
                                        ('completed', 'generated-images/a b/milan.png'),
                                        ('completed', 'data:image/png;base64,iVBO/Rw.png'),
                                        ('completed', 'data:text/html;base64,iVBO/Rw.png'),
                                        ('completed', 'n/a')
                                    """));
            assertEquals(3, new EarlierJobStore(database).recordPictures());
            assertEquals(
                    List.of("milan_dune_00001_.png", "a b/milan.png", "data:/earlier-job-3.png"),
                    database.read(
                            handle ->
                                    handle.createQuery(
                                                    "select storage_path from generated_images"
                                                            + " order by job_id")
                                            .mapTo(String.class)
                                            .list()));
        }
    }

    @Test
    void everyJobThatTellsOfAPictureShowsIt() {
        try (var database = Database.open(postgres.createEmpty())) {
            database.migrate();
            database.useTransaction(
                    handle ->
                            handle.execute(
                                    """
                                    insert into generation_jobs (status, result_image_url) values
                                        ('completed', 'https://x.example/a.png'),
                                        ('completed', 'https://x.example/a.png'),
                                        ('completed', 'generated-images/milan.png')
                                    """));
            var earlier = new EarlierJobStore(database);
            assertEquals(3, earlier.recordPictures());
            assertEquals(0, earlier.recordPictures());
            database.useTransaction(
                    handle ->
                            handle.execute(
                                    "insert into generation_jobs (status, result_image_url)"
                                            + " values ('completed', 'milan.png')"));
            assertEquals(1, earlier.recordPictures(), "one that came later, too");
            var gallery = new GalleryStore(database);
            List<Long> shown =
                    gallery.cells(
                            new GalleryFilter(
                                    Optional.empty(),
                                    Optional.empty(),
                                    Optional.empty(),
                                    "",
                                    GalleryFilter.Sort.OLDEST_FIRST),
                            (_, image) -> image);
            assertEquals(4, shown.stream().filter(image -> image > 0).distinct().count());
            assertEquals(
                    Optional.of("https://x.example/a.png"),
                    gallery.addressOf("https://x.example/a.png"));
        }
    }

    @Test
    void columnsThatMayNotBeEmptyAreFilled() {
        try (var database = Database.open(postgres.createEmpty())) {
            database.useTransaction(
                    handle ->
                            handle.execute(
                                    """
                                    create table models (id serial primary key,
                                        name varchar(100) not null, slug varchar(50) not null unique,
                                        skin_tone varchar(50), hair_color varchar(50),
                                        hair_style varchar(200), lora_file varchar(200) not null,
                                        trigger_word varchar(100), negative_prompt text);
                                    create table workflows (id serial primary key,
                                        name varchar(100) not null, slug varchar(50) not null unique,
                                        description text not null, comfyui_workflow jsonb not null,
                                        editable_params jsonb not null)
                                    """));
            database.migrate();
            assertTrue(new Seeds(database).plantModels());
            var file = new WorkflowFile("beach", "Beach", "", "{}", List.of());
            new WorkflowStore(database).sync(List.of(file));
            assertEquals(
                    "Beach",
                    database.read(
                            handle ->
                                    handle.createQuery("select name from workflows")
                                            .mapTo(String.class)
                                            .one()));
        }
    }

    @Test
    void visitorsOfASupabaseProjectSeeNothingOfOurs() {
        try (var database = Database.open(postgres.createEmpty())) {
            database.useTransaction(
                    handle -> {
                        handle.execute("create role anon nologin");
                        handle.execute("create role authenticated nologin");
                        handle.execute(
                                "alter default privileges grant all on tables to anon, authenticated");
                    });
            database.migrate();
            for (String table :
                    List.of(
                            "atelier_settings",
                            "batches",
                            "generated_images",
                            "reference_tags",
                            "picture_numbers",
                            "job_needs",
                            "engine_verdicts",
                            "earlier_attempts")) {
                assertFalse(mayRead(database, "anon", table), table);
                assertFalse(mayRead(database, "authenticated", table), table);
            }
            assertTrue(mayRead(database, "anon", "models"), "the older client's stay as they are");
        }
    }

    @Test
    void aStrangersTableIsNotTakenForOurs() {
        DatabaseAddress empty = postgres.createEmpty();
        try (var database = Database.open(empty)) {
            database.useTransaction(
                    handle -> {
                        handle.execute(
                                "create table batches (id bigserial primary key, label text)");
                        handle.execute(
                                "create table generation_jobs (id serial primary key,"
                                        + " status varchar(50), priority varchar(10), seed int,"
                                        + " engine text, variation bigint, updated_at timestamp)");
                    });
            var refused = assertThrows(StudioException.class, database::migrate).problem();
            assertEquals("database-clash", refused.code());
            assertTrue(
                    refused.sentence()
                            .endsWith("batches, generation_jobs.priority, generation_jobs.seed."),
                    refused.sentence());
            assertEquals(
                    "database-clash",
                    assertThrows(StudioException.class, () -> new Migration(empty).pendingSteps())
                            .problem()
                            .code());
            int tables =
                    database.read(
                            handle ->
                                    handle.createQuery(
                                                    "select count(*) from pg_tables"
                                                            + " where schemaname = 'public'")
                                            .mapTo(Integer.class)
                                            .one());
            assertEquals(2, tables, "nothing is made");
        }
    }

    private static boolean mayRead(Database database, String role, String table) {
        return database.read(
                handle ->
                        handle.createQuery("select has_table_privilege(:role, :table, 'select')")
                                .bind("role", role)
                                .bind("table", table)
                                .mapTo(Boolean.class)
                                .one());
    }
}
