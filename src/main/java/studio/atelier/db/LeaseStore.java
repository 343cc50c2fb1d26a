package studio.atelier.db;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

import studio.atelier.model.Job;
import studio.atelier.model.JobId;
import studio.atelier.model.JobStatus;
import studio.atelier.model.Problem;
import studio.atelier.model.PromptId;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a worker writes about the job it holds. All methods block and may be called from any thread.
///
/// Each write is fenced by the lease's token and starts only from a status that may become the new one: an empty
/// answer means that the lease is lost and nothing changed. Repeating a write whose answer got lost is harmless.
public final class LeaseStore {
    private static final String REQUEUE =
            JobStates.TO_QUEUE
                    + """
                    not_before = now() + :wait * interval '1 millisecond',
                    attempt = greatest(0, attempt - case
                        when :counts or runpod_job_id is null then 0 else 1 end),
                    """
                    + JobProblems.SET
                    + " where true";

    private final Database database;

    public LeaseStore(Database database) {
        this.database = database;
    }

    /// Prolongs leases. One that was ended meanwhile stays so, however late this comes.
    ///
    /// @return those still held, with whether somebody asked to cancel the job
    public List<Pulse> heartbeat(List<Lease> leases, Duration lease) {
        return database.write(
                handle ->
                        handle.createQuery(
                                        """
                                        update generation_jobs j
                                        set lease_until = case when j.lease_until is not null
                                            then now() + :millis * interval '1 millisecond' end
                                        from unnest(:ids, :tokens) as held (id, token)
                                        where j.id = held.id and j.fencing_token = held.token
                                        returning j.id, j.fencing_token,
                                            j.cancel_requested_at is not null as cancel_requested
                                        """)
                                .bindArray(
                                        "ids",
                                        Integer.class,
                                        leases.stream().map(held -> held.job().value()).toList())
                                .bindArray(
                                        "tokens",
                                        Long.class,
                                        leases.stream().map(Lease::token).toList())
                                .bind("millis", lease.toMillis())
                                .map(
                                        (row, _) ->
                                                new Pulse(
                                                        new Lease(
                                                                new JobId(row.getInt("id")),
                                                                row.getLong("fencing_token")),
                                                        row.getBoolean("cancel_requested")))
                                .list());
    }

    /// Commits our prompt id before anything is sent, counts the attempt and prolongs the lease: after a time
    /// without the database it may have run out without anybody taking the job. Empty also when somebody asked to
    /// cancel the job meanwhile.
    public Optional<Job> beginSending(Lease lease, PromptId prompt, Duration length) {
        return write(
                lease,
                JobStatus.PROCESSING,
                """
                runpod_job_id = :prompt, submitted_at = null, ran_from = null, ran_seconds = null,
                lease_until = now() + :millis * interval '1 millisecond', attempt = attempt
                    + case when runpod_job_id is not distinct from :prompt then 0 else 1 end
                where cancel_requested_at is null
                """,
                query -> query.bind("prompt", prompt.value()).bind("millis", length.toMillis()));
    }

    /// Goes back to an earlier sending, and to the engine that made it.
    public Optional<Job> takeUp(Lease lease, PromptId earlier) {
        return write(
                lease,
                JobStatus.PROCESSING,
                """
                runpod_job_id = :prompt, engine = coalesce((
                    select earlier.engine from earlier_attempts earlier
                    where earlier.job_id = j.id and earlier.prompt = :prompt limit 1), engine)
                where true
                """,
                query -> query.bind("prompt", earlier.value()));
    }

    /// The engine has it.
    ///
    /// @param prompt the id under which the engine runs it
    public Optional<Job> submitted(Lease lease, PromptId prompt) {
        return write(
                lease,
                JobStatus.PROCESSING,
                """
                runpod_job_id = :prompt, submitted_at = coalesce(submitted_at, now())
                where true
                """,
                query -> query.bind("prompt", prompt.value()));
    }

    /// Records the pictures and the end of the job in one commit.
    ///
    /// @param resultUrl address of the first picture, for the web client
    /// @param ran how long the engine worked on it, where it says so
    public Optional<Job> complete(
            Lease lease, List<NewImage> images, String resultUrl, Optional<Duration> ran) {
        String ended =
                fenced(
                        JobStatus.COMPLETED,
                        """
                        status = 'completed', completed_at = now() at time zone 'utc',
                        result_image_url = :url, lease_until = null,
                        ran_seconds = coalesce(:ran, ran_seconds),
                        problem_code = null, problem_arguments = null,
                        problem_detail = null, error_message = null
                        where true
                        """);
        String sql =
                "with ended as ("
                        + ended
                        + "), pictured as ("
                        + PictureRows.INSERT
                        + ") select * from ended";
        return written(
                lease,
                JobStatus.COMPLETED,
                sql,
                query ->
                        PictureRows.bind(query, images)
                                .bind("url", resultUrl)
                                .bind("ran", ran.map(LeaseStore::seconds).orElse(null)));
    }

    /// Ends the job without a picture: failed, or cancelled when somebody asked for that meanwhile.
    public Optional<Job> fail(Lease lease, Problem problem) {
        return write(
                lease,
                JobStatus.FAILED,
                JobStates.TO_FAILED
                        + " completed_at = now() at time zone 'utc', lease_until = null, "
                        + JobProblems.SET
                        + " where true",
                query -> JobProblems.bind(query, problem));
    }

    /// Puts the job back to be tried again after a while.
    ///
    /// @param counts false when the attempt failed through no fault of the job, such as an engine out of reach
    public Optional<Job> requeue(Lease lease, Problem problem, Duration wait, boolean counts) {
        return database.inTransaction(
                handle -> {
                    keepAttempt(handle, lease);
                    return written(
                            handle,
                            lease,
                            JobStatus.QUEUED,
                            fenced(JobStatus.QUEUED, REQUEUE),
                            query ->
                                    JobProblems.bind(query, problem)
                                            .bind("wait", wait.toMillis())
                                            .bind("counts", counts));
                });
    }

    private static void keepAttempt(Handle handle, Lease lease) {
        handle.createUpdate(
                        Attempts.keep(
                                "id = :id and fencing_token = :token and "
                                        + JobStates.from(JobStatus.QUEUED)))
                .bind("id", lease.job().value())
                .bind("token", lease.token())
                .execute();
    }

    /// Notes how long the engine worked on this sending, as it says itself. Also of a job that has ended.
    ///
    /// @return whether the lease is still held
    public boolean ran(Lease lease, Duration time) {
        return database.write(
                handle ->
                        handle.createUpdate(
                                                "update generation_jobs set ran_seconds = :seconds"
                                                        + " where id = :id and fencing_token = :token")
                                        .bind("seconds", seconds(time))
                                        .bind("id", lease.job().value())
                                        .bind("token", lease.token())
                                        .execute()
                                == 1);
    }

    /// Notes that engines work on these jobs.
    ///
    /// @param since for how long, by job
    public void running(Map<Lease, Duration> since) {
        List<Map.Entry<Lease, Duration>> all = List.copyOf(since.entrySet());
        database.write(
                handle ->
                        handle.createUpdate(
                                        """
                                        update generation_jobs j
                                        set ran_from =
                                            now() - seen.millis * interval '1 millisecond'
                                        from unnest(:ids, :tokens, :millis)
                                            as seen (id, token, millis)
                                        where j.id = seen.id and j.fencing_token = seen.token
                                            and j.status = 'processing'
                                            and j.ran_from is null
                                        """)
                                .bindArray("ids", Integer.class, jobs(all))
                                .bindArray(
                                        "tokens",
                                        Long.class,
                                        all.stream().map(each -> each.getKey().token()).toList())
                                .bindArray(
                                        "millis",
                                        Long.class,
                                        all.stream()
                                                .map(each -> each.getValue().toMillis())
                                                .toList())
                                .execute());
    }

    private static double seconds(Duration time) {
        return time.toMillis() / 1000.0;
    }

    private static List<Integer> jobs(List<Map.Entry<Lease, Duration>> all) {
        return all.stream().map(each -> each.getKey().job().value()).toList();
    }

    public Optional<Job> cancelled(Lease lease) {
        return write(
                lease,
                JobStatus.CANCELLED,
                """
                status = 'cancelled', completed_at = now() at time zone 'utc', lease_until = null
                where true
                """,
                query -> query);
    }

    /// Lets go of a job without deciding anything. One that may be inside an engine stays there, to be taken
    /// over; one that was never sent goes back to the queue.
    public void release(Lease lease) {
        database.inTransaction(
                handle -> {
                    handle.createUpdate(
                                    """
                                    update generation_jobs
                                    set lease_until = now() - interval '1 second',
                                        fencing_token = nextval('fencing_tokens')
                                    where id = :id and fencing_token = :token
                                        and (status <> 'processing' or runpod_job_id is not null)
                                    """)
                            .bind("id", lease.job().value())
                            .bind("token", lease.token())
                            .execute();
                    return handle.createUpdate(
                                    "update generation_jobs set "
                                            + JobStates.TO_QUEUE
                                            + """
                                              fencing_token = nextval('fencing_tokens')
                                              where id = :id and fencing_token = :token
                                                  and status = 'processing'
                                                  and runpod_job_id is null
                                              """)
                            .bind("id", lease.job().value())
                            .bind("token", lease.token())
                            .execute();
                });
    }

    private Optional<Job> write(
            Lease lease, JobStatus target, String setAndWhere, Binding binding) {
        return written(lease, target, fenced(target, setAndWhere), binding);
    }

    private Optional<Job> written(Lease lease, JobStatus target, String sql, Binding binding) {
        return database.write(handle -> written(handle, lease, target, sql, binding));
    }

    private static Optional<Job> written(
            Handle handle, Lease lease, JobStatus target, String sql, Binding binding) {
        Query query =
                handle.createQuery(sql)
                        .bind("id", lease.job().value())
                        .bind("token", lease.token());
        Optional<Job> written = binding.on(query).map(new JobRows()).findOne();
        return written.or(() -> alreadyWritten(handle, lease, target));
    }

    private static String fenced(JobStatus target, String setAndWhere) {
        return "update generation_jobs j set "
                + setAndWhere
                + " and id = :id and fencing_token = :token and "
                + JobStates.from(target)
                + " returning "
                + JobRows.COLUMNS;
    }

    /// The write was made before, and its answer got lost.
    private static Optional<Job> alreadyWritten(Handle handle, Lease lease, JobStatus target) {
        if (!target.isFinal()) {
            return Optional.empty();
        }
        return handle.createQuery(
                        "select "
                                + JobRows.COLUMNS
                                + " from generation_jobs j where id = :id"
                                + " and fencing_token = :token and (status::text = :status"
                                + " or :status = 'failed' and status = 'cancelled')")
                .bind("id", lease.job().value())
                .bind("token", lease.token())
                .bind("status", target.databaseName())
                .map(new JobRows())
                .findOne();
    }

    /// A lease that is still held.
    public record Pulse(Lease lease, boolean cancelRequested) {}

    private interface Binding {
        Query on(Query query);
    }
}
