package studio.atelier.db;

import studio.atelier.model.BatchId;
import studio.atelier.model.Job;
import studio.atelier.model.JobId;
import studio.atelier.model.Problem;

import java.util.List;
import java.util.Optional;

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
                    + " runpod_job_id = null, submitted_at = null, not_before = null,"
                    + " cancel_requested_at = null, started_at = null, completed_at = null, "
                    + JobProblems.CLEAR
                    + " where batch_id is not null and ";

    private static final String RETURNING = " returning " + JobRows.COLUMNS;

    private final Database database;

    public JobStore(Database database) {
        this.database = database;
    }

    public Optional<Job> find(JobId job) {
        return database.read(
                handle ->
                        handle.createQuery(
                                        "select "
                                                + JobRows.COLUMNS
                                                + " from generation_jobs j where j.id = :id")
                                .bind("id", job.value())
                                .map(new JobRows())
                                .findOne());
    }

    /// Cancels a waiting job at once, and asks the worker of a running one to cancel it.
    ///
    /// @return the job as it stands then, empty when it had ended before
    public Optional<Job> cancel(JobId job) {
        return changeOne(CANCEL + "id = :id" + RETURNING, job);
    }

    public List<Job> cancelBatch(BatchId batch) {
        return changeAll(CANCEL + "batch_id = :batch" + RETURNING, batch);
    }

    /// Queues a failed or cancelled job again; a worker that still held it is fenced off.
    public Optional<Job> retry(JobId job) {
        return changeOne(RETRY + "status in ('failed', 'cancelled') and id = :id" + RETURNING, job);
    }

    public List<Job> retryFailed(BatchId batch) {
        return changeAll(RETRY + "status = 'failed' and batch_id = :batch" + RETURNING, batch);
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

    private Optional<Job> changeOne(String sql, JobId job) {
        return database.inTransaction(
                handle ->
                        handle.createQuery(sql)
                                .bind("id", job.value())
                                .map(new JobRows())
                                .findOne());
    }

    private List<Job> changeAll(String sql, BatchId batch) {
        return database.inTransaction(
                handle ->
                        handle.createQuery(sql)
                                .bind("batch", batch.value())
                                .map(new JobRows())
                                .list());
    }

    /// How many jobs of a batch stand where.
    public record Counts(int completed, int failed, int cancelled, int unfinished) {}
}
