package studio.atelier.db;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import studio.atelier.checks.BesideOthers;
import studio.atelier.model.BatchId;
import studio.atelier.model.Job;
import studio.atelier.model.JobStatus;
import studio.atelier.model.Problem;
import studio.atelier.model.Problem.Kind;
import studio.atelier.model.PromptId;
import studio.atelier.model.StudioException;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Databases of the older client whose column for the status of jobs takes only some words.
@BesideOthers
class StrictStatusTest {
    @RegisterExtension static final PostgresExtension postgres = new PostgresExtension();

    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final String FOUR = "('queued', 'processing', 'completed', 'failed')";

    @Test
    void anEnumerationGetsTheWordItLacksAndEverythingWorks() {
        try (var database = enumerated()) {
            database.migrate();
            database.migrate();
            assertEquals(
                    List.of("queued", "processing", "completed", "failed", "cancelled"),
                    database.read(
                            handle ->
                                    handle.createQuery(
                                                    "select enumlabel from pg_enum e join pg_type t"
                                                            + " on t.oid = e.enumtypid where"
                                                            + " typname = 'Job status'"
                                                            + " order by enumsortorder")
                                            .mapTo(String.class)
                                            .list()));
            assertEquals(1, new EarlierJobStore(database).recordPictures());
            gallery(database);
            work(database);
            audit(database);
            measure(database);
        }
    }

    private static void gallery(Database database) {
        for (JobStatus status : JobStatus.values()) {
            var filter =
                    new GalleryFilter(
                            Optional.empty(),
                            Optional.of(status),
                            Optional.empty(),
                            "",
                            GalleryFilter.Sort.NEWEST_FIRST);
            var found = new GalleryStore(database).cells(filter, (job, _) -> job);
            int expected = status == JobStatus.CANCELLED ? 0 : 1;
            assertEquals(expected, found.size(), status.toString());
        }
    }

    /// Every verb of a worker and of a person.
    private static void work(Database database) {
        var batches = new BatchStore(database);
        var claims = new ClaimStore(database);
        var leases = new LeaseStore(database);
        var jobs = new JobStore(database);
        BatchId batch = batches.copyOf(new studio.atelier.model.JobId(1), 7).orElseThrow();
        Job job = batches.find(batch).orElseThrow().jobs().getFirst().job();
        Problem problem = Problem.of(Kind.STORE_UNREACHABLE, "x");

        Lease held = claim(claims);
        PromptId prompt = PromptId.random();
        assertTrue(leases.beginSending(held, prompt, LEASE).isPresent());
        assertTrue(leases.submitted(held, prompt).isPresent());
        assertEquals(
                JobStatus.QUEUED,
                leases.requeue(held, problem, Duration.ZERO, true).orElseThrow().status());
        held = claim(claims);
        assertEquals(JobStatus.FAILED, leases.fail(held, problem).orElseThrow().status());
        assertEquals(
                JobStatus.FAILED,
                leases.fail(held, problem).orElseThrow().status(),
                "once more, when the first answer was lost");
        assertEquals(1, jobs.retry(List.of(job.id())).size());
        assertEquals(1, jobs.toFront(List.of(job.id())).size());
        List<Job> cancelled = jobs.cancel(List.of(job.id()));
        assertEquals(JobStatus.CANCELLED, cancelled.getFirst().status());
        assertEquals(1, jobs.undoCancel(cancelled).size());
        held = claim(claims);
        leases.release(held);
        held = claim(claims);
        jobs.cancelBatch(batch);
        assertEquals(JobStatus.CANCELLED, leases.cancelled(held).orElseThrow().status());
        assertEquals(1, jobs.retry(List.of(job.id())).size());
        assertEquals(1, jobs.failWaiting(batch, problem).size());
        assertEquals(1, jobs.retryFailed(List.of(batch)).size());
        assertEquals(0, claims.requeueAbandoned(Set.of("desk"), LEASE).size());
        held = claim(claims);
        assertEquals(
                JobStatus.COMPLETED,
                leases.complete(
                                held,
                                List.of(new NewImage(0, "a.png", "ab", 1, 1, 1)),
                                "file:/a.png",
                                Optional.empty())
                        .orElseThrow()
                        .status());
        assertEquals(1, jobs.counts(batch).completed());
    }

    private static Lease claim(ClaimStore claims) {
        return claims.claim("desk", "desk:1", LEASE, 1).getFirst().lease();
    }

    private static void audit(Database database) {
        var rows = new AuditStore(database);
        assertEquals(List.of(), rows.completedWithoutPicture());
        assertEquals(List.of(), rows.unfinished());
        assertEquals(List.of(), rows.endedWithoutPicture(10));
        assertEquals(Set.of("a.png"), rows.known(List.of("a.png")));
        assertEquals(1, rows.pictures().size());
    }

    private static void measure(Database database) {
        var pace = new PaceStore(database);
        assertEquals(List.of(), pace.unfinished());
        pace.pace(List.of("desk"));
    }

    @Test
    void anEnumerationOfSomebodyElseIsNamedWithWhatToDo() {
        DatabaseAddress address = postgres.createEmpty();
        try (var database = Database.open(address)) {
            database.useTransaction(
                    handle -> {
                        handle.execute("create type job_status as enum " + FOUR);
                        jobs(handle, "job_status");
                    });
            var column = column(address);
            assertEquals(List.of("cancelled"), column.missing());
            assertEquals(
                    List.of("alter type public.job_status add value if not exists 'cancelled'"),
                    column.remedy());
        }
    }

    @Test
    void aCheckThatForbidsAWordIsNamedAndItsRemedyWorks() {
        DatabaseAddress address = postgres.createEmpty();
        try (var database = Database.open(address)) {
            database.useTransaction(
                    handle -> {
                        jobs(
                                handle,
                                "varchar(50) constraint \"Known\" check (status in " + FOUR + ")");
                        handle.execute(
                                "alter table generation_jobs add check (status <> 'x' or id > 0),"
                                        + " add check (length(status) > 2)");
                    });
            Problem refused = assertThrows(StudioException.class, database::migrate).problem();
            assertEquals("database-status", refused.code());
            assertTrue(refused.sentence().endsWith("be cancelled."), refused.sentence());
            assertEquals(
                    "database-status",
                    assertThrows(StudioException.class, () -> new Migration(address).pendingSteps())
                            .problem()
                            .code());
            database.useTransaction(handle -> handle.execute(refused.detail()));
            database.migrate();
            insert(database, "cancelled");
            assertThrows(StudioException.class, () -> insert(database, "paused"));
        }
    }

    @Test
    void aTextThatIsTooShortIsNamedAndALongEnoughOneWorks() {
        DatabaseAddress address = postgres.createEmpty();
        try (var database = Database.open(address)) {
            database.useTransaction(handle -> jobs(handle, "varchar(9)"));
            Problem refused = assertThrows(StudioException.class, database::migrate).problem();
            assertTrue(refused.sentence().endsWith("be processing."), refused.sentence());
            database.useTransaction(handle -> handle.execute(refused.detail()));
            database.migrate();
        }
        try (var database = Database.open(postgres.createEmpty())) {
            database.useTransaction(handle -> jobs(handle, "char(10)"));
            database.migrate();
            insert(database, "queued");
            assertEquals(
                    JobStatus.QUEUED,
                    new JobStore(database)
                            .find(new studio.atelier.model.JobId(1))
                            .orElseThrow()
                            .status());
        }
    }

    @Test
    void columnsThatAreNoTextsAreNamedBeforeAnythingIsMade() {
        try (var database = Database.open(postgres.createEmpty())) {
            database.useTransaction(
                    handle -> {
                        handle.execute(
                                "create table generation_jobs (id serial primary key, status int,"
                                        + " runpod_job_id uuid, error_message varchar(80))");
                        handle.execute("create domain label as text check (value <> '')");
                        handle.execute("create table models (id serial primary key, name label)");
                    });
            Problem refused = assertThrows(StudioException.class, database::migrate).problem();
            assertEquals("database-clash", refused.code());
            assertTrue(
                    refused.sentence()
                            .endsWith("generation_jobs.runpod_job_id, generation_jobs.status."),
                    refused.sentence());
        }
    }

    private static void insert(Database database, String status) {
        database.useTransaction(
                handle ->
                        handle.execute("insert into generation_jobs (status) values (?)", status));
    }

    private static StatusColumn column(DatabaseAddress address) {
        try (var connection = address.connect()) {
            return StatusColumn.of(connection).orElseThrow();
        } catch (java.sql.SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /// The older client's tables, with one job of each of its statuses.
    private static Database enumerated() {
        var database = Database.open(postgres.createEmpty());
        database.useTransaction(
                handle -> {
                    handle.execute("create type \"Job status\" as enum " + FOUR);
                    handle.execute(
                            "create table models (id serial primary key, name varchar(100),"
                                    + " slug varchar(50), lora_file varchar(200))");
                    handle.execute(
                            "create table workflows (id serial primary key, name varchar(100),"
                                    + " slug varchar(50), description text, comfyui_workflow jsonb,"
                                    + " editable_params jsonb)");
                    handle.execute(
                            "create table reference_images (id serial primary key,"
                                    + " filename varchar(500), category varchar(100),"
                                    + " storage_path varchar(1000), vision_description text,"
                                    + " analyzed_at timestamp)");
                    handle.execute("insert into models (name, slug) values ('Milan', 'milan')");
                    handle.execute(
                            "insert into workflows (slug, comfyui_workflow) values ('w', '{}')");
                    handle.execute(
                            "insert into reference_images (filename, storage_path)"
                                    + " values ('dune.jpg', 'beach/dune.jpg')");
                    jobs(handle, "\"Job status\" not null default 'queued'");
                    handle.execute("create index idx_jobs_status on generation_jobs (status)");
                    handle.execute(
                            """
                            insert into generation_jobs (model_id, workflow_id, reference_image_id,
                                    status, result_image_url)
                                values (1, 1, 1, 'completed', 'https://x.example/a.png'),
                                    (1, 1, 1, 'queued', null), (1, 1, 1, 'processing', null),
                                    (1, 1, 1, 'failed', null)
                            """);
                });
        return database;
    }

    private static void jobs(org.jdbi.v3.core.Handle handle, String status) {
        handle.execute(
                "create table generation_jobs (id serial primary key, model_id int,"
                        + " workflow_id int, reference_image_id int, parameters jsonb,"
                        + " prompt_used text, negative_prompt_used text, runpod_job_id varchar(200),"
                        + " status "
                        + status
                        + ", result_image_url text, error_message text, created_at timestamp,"
                        + " started_at timestamp, completed_at timestamp)");
    }
}
