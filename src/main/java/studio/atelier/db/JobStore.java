package studio.atelier.db;

import org.jdbi.v3.core.statement.Query;

import studio.atelier.model.BatchId;
import studio.atelier.model.Job;
import studio.atelier.model.JobId;
import studio.atelier.model.Problem;
import studio.atelier.model.PromptId;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/// Jobs as a person sees and changes them. All methods block and may be called from any thread; each verb is one
/// statement that names the statuses it starts from, so that a person and a worker never overwrite each other.
public final class JobStore {
    private static final String CANCEL =
            """
            update generation_jobs j
            set cancel_requested_at = coalesce(cancel_requested_at, now()),
                completed_at = case when status = 'queued' then now() at time zone 'utc'
                    else completed_at end,
                status = case when status = 'queued' then 'cancelled' else status end
            where status in ('queued', 'processing') and batch_id is not null and\s""";

    private static final String RETRY =
            "update generation_jobs j set status = 'queued', attempt = 0, claimed_by = null,"
                    + " lease_until = null, fencing_token = nextval('fencing_tokens'),"
                    + " runpod_job_id = null, not_before = null, "
                    + Attempts.CLEAR
                    + ", cancel_requested_at = null, started_at = null, completed_at = null, "
                    + JobProblems.CLEAR
                    + " where batch_id is not null and ";

    private static final String ENDED = "status in ('failed', 'cancelled') and ";

    private static final String FAILED = "status = 'failed' and batch_id = any (:batches)";

    private static final String FAILED_THERE =
            "batch_id is not null and status = 'failed' and engine = any (:engines)";

    private static final String UNDO_CANCEL =
            """
            update generation_jobs j
            set status = 'queued', cancel_requested_at = null, completed_at = null,
                fencing_token = nextval('fencing_tokens')
            from unnest(:ids, :times) as gone (id, at)
            where j.id = gone.id and j.batch_id is not null and j.status = 'cancelled'
                and j.cancel_requested_at = cast(gone.at as timestamptz)
            """;

    /// One more than the highest of the others that wait. Two desktops that do it at once share a place there.
    private static final String TO_FRONT =
            """
            with chosen as (
                select id from generation_jobs
                where status = 'queued' and batch_id is not null and %s
                for update)
            update generation_jobs j
            set priority = 1 + coalesce((
                select max(other.priority) from generation_jobs other
                where other.status = 'queued' and other.batch_id is not null
                    and other.id not in (select id from chosen)), 0)
            where j.id in (select id from chosen) and j.status = 'queued'
            """;

    private static final String JOBS = "id = any (:ids)";

    private static final String BATCH = "batch_id = :batch";

    private static final String RETURNING = " returning " + JobRows.COLUMNS;

    private final Database database;

    public JobStore(Database database) {
        this.database = database;
    }

    public Optional<Job> find(JobId job) {
        return database.read(
                handle ->
                        JobRows.select(handle, "j.id = :id")
                                .bind("id", job.value())
                                .map(new JobRows())
                                .findOne());
    }

    /// As what a job was sent before its current sending, or before it was put back.
    public List<PromptId> earlierPrompts(JobId job) {
        return database.read(
                handle ->
                        handle.createQuery(
                                        "select prompt from earlier_attempts"
                                                + " where job_id = :id and prompt is not null")
                                .bind("id", job.value())
                                .map((row, _) -> new PromptId(row.getString("prompt")))
                                .list());
    }

    /// Jobs that the web client made: of no batch, newest first.
    ///
    /// @param most so many at most
    public List<Job> withoutBatch(int most) {
        return database.read(
                handle ->
                        JobRows.select(
                                        handle,
                                        """
                                        j.batch_id is null
                                        order by j.created_at desc nulls last, j.id desc
                                        limit :most
                                        """)
                                .bind("most", most)
                                .map(new JobRows())
                                .list());
    }

    /// Cancels waiting jobs at once, and asks the workers of running ones to cancel them.
    ///
    /// @return those that had not ended before, as they stand then: cancelled, or running with the request
    public List<Job> cancel(Collection<JobId> jobs) {
        return change(CANCEL + JOBS + RETURNING, query -> bindJobs(query, jobs));
    }

    public List<Job> cancelBatch(BatchId batch) {
        return change(CANCEL + BATCH + RETURNING, query -> query.bind("batch", batch.value()));
    }

    /// Cancels what waits of a batch and leaves what runs.
    public List<Job> cancelWaiting(BatchId batch) {
        return change(
                CANCEL + "status = 'queued' and " + BATCH + RETURNING,
                query -> query.bind("batch", batch.value()));
    }

    /// Asks the workers of what is inside an engine to cancel it.
    public List<Job> cancelInside(String engine) {
        return change(
                CANCEL + "status = 'processing' and engine = :engine" + RETURNING,
                query -> query.bind("engine", engine));
    }

    /// Queues again what waited when it was cancelled, where it stood. A job that anything else happened to since
    /// stays as it is.
    ///
    /// @param cancelled as the cancellation returned them
    public List<Job> undoCancel(Collection<Job> cancelled) {
        List<Job> waited =
                cancelled.stream().filter(job -> job.cancelRequestedAt().isPresent()).toList();
        return change(
                UNDO_CANCEL + RETURNING,
                query ->
                        bindJobs(query, waited.stream().map(Job::id).toList())
                                .bindArray(
                                        "times",
                                        String.class,
                                        waited.stream()
                                                .map(job -> job.cancelRequestedAt().orElseThrow())
                                                .map(Instant::toString)
                                                .toList()));
    }

    /// Queues failed or cancelled jobs again; a worker that still held one is fenced off.
    public List<Job> retry(Collection<JobId> jobs) {
        return again(ENDED + JOBS, "ids", Integer.class, jobs.stream().map(JobId::value).toList());
    }

    public List<Job> retryFailed(Collection<BatchId> batches) {
        return again(FAILED, "batches", Long.class, batches.stream().map(BatchId::value).toList());
    }

    public List<Job> retryFailedAt(String engine) {
        return again(FAILED_THERE, "engines", String.class, List.of(engine));
    }

    /// Puts those of the jobs that wait before all others that wait, in their own order.
    public List<Job> toFront(Collection<JobId> jobs) {
        return change(TO_FRONT.formatted(JOBS) + RETURNING, query -> bindJobs(query, jobs));
    }

    public List<Job> batchToFront(BatchId batch) {
        return change(
                TO_FRONT.formatted(BATCH) + RETURNING, query -> query.bind("batch", batch.value()));
    }

    /// Fails what still waits of a batch, for a reason that holds for all of it.
    public List<JobId> failWaiting(BatchId batch, Problem problem) {
        return database.inTransaction(
                handle ->
                        JobProblems.bind(
                                        handle.createQuery(
                                                "update generation_jobs set status = 'failed',"
                                                        + " completed_at = now() at time zone 'utc', "
                                                        + JobProblems.SET
                                                        + " where batch_id = :batch"
                                                        + " and status = 'queued' returning id"),
                                        problem)
                                .bind("batch", batch.value())
                                .map((row, _) -> new JobId(row.getInt("id")))
                                .list());
    }

    /// Fails what waits for an engine that can do this, for there is none.
    ///
    /// @return those that failed, by their batches
    public Map<BatchId, List<JobId>> failNeeding(long needs, Problem problem) {
        return database.inTransaction(
                handle ->
                        JobProblems.bind(
                                        handle.createQuery(
                                                "update generation_jobs set status = 'failed',"
                                                        + " completed_at = now() at time zone 'utc', "
                                                        + JobProblems.SET
                                                        + " where needs = :needs"
                                                        + " and batch_id is not null"
                                                        + " and status = 'queued'"
                                                        + " returning id, batch_id"),
                                        problem)
                                .bind("needs", needs)
                                .map(
                                        (row, _) ->
                                                Map.entry(
                                                        new BatchId(row.getLong("batch_id")),
                                                        new JobId(row.getInt("id"))))
                                .collect(
                                        Collectors.groupingBy(
                                                Map.Entry::getKey,
                                                Collectors.mapping(
                                                        Map.Entry::getValue,
                                                        Collectors.toList()))));
    }

    public Counts counts(BatchId batch) {
        return database.read(
                handle ->
                        handle.createQuery(
                                        """
                                        select count(*) filter (where status = 'completed') completed,
                                            count(*) filter (where status = 'failed') failed,
                                            count(*) filter (where status = 'cancelled') cancelled,
                                            count(*) filter (where status in
                                                ('queued', 'processing')) unfinished
                                        from generation_jobs where batch_id = :batch
                                        """)
                                .bind("batch", batch.value())
                                .map(
                                        (row, _) ->
                                                new Counts(
                                                        row.getInt("completed"),
                                                        row.getInt("failed"),
                                                        row.getInt("cancelled"),
                                                        row.getInt("unfinished")))
                                .one());
    }

    private <T> List<Job> again(String which, String name, Class<T> type, List<T> values) {
        return database.inTransaction(
                handle -> {
                    handle.createUpdate(Attempts.keep(which))
                            .bindArray(name, type, values)
                            .execute();
                    var query = handle.createQuery(RETRY + which + RETURNING);
                    return jobs(query.bindArray(name, type, values));
                });
    }

    private List<Job> change(String sql, UnaryOperator<Query> binding) {
        return database.inTransaction(handle -> jobs(binding.apply(handle.createQuery(sql))));
    }

    private static List<Job> jobs(Query query) {
        return query.map(new JobRows()).list().stream()
                .sorted(Comparator.comparingInt(job -> job.id().value()))
                .toList();
    }

    private static Query bindJobs(Query query, Collection<JobId> jobs) {
        return query.bindArray(
                "ids", Integer.class, jobs.stream().map(JobId::value).distinct().toList());
    }

    /// How many jobs of a batch stand where.
    public record Counts(int completed, int failed, int cancelled, int unfinished) {}
}
