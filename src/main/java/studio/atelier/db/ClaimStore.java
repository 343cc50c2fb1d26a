package studio.atelier.db;

import org.jdbi.v3.core.statement.Query;

import studio.atelier.model.Job;
import studio.atelier.model.JobId;
import studio.atelier.model.PromptId;
import studio.atelier.model.StudioException;

import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// How workers come to their jobs: claims, take-overs, and what is given back to the queue. All methods block
/// and may be called from any thread.
///
/// Time is the database's own, so that desktops with wrong clocks agree. Rows of the web client (without a
/// batch) are never touched.
public final class ClaimStore {
    /// So many of the next jobs may be in the hands of other desktops that claim at this moment: usually none, at most
    /// the others.
    private static final int FEW_CLAIM = 8;

    private static final int MANY_CLAIM = 64;

    /// The numbers stand in the text: with limits as parameters PostgreSQL would plan each claim anew, which takes it
    /// longer than the claim.
    private static final String CLAIM =
            """
            with next as (
                select job.id
                from unnest(array[KINDS]::bigint[]) as able (needs) cross join lateral (
                    select id, priority from generation_jobs
                    where status = 'queued' and batch_id is not null
                        -- Not "=": then the index by priority would do, past all jobs of other kinds.
                        and needs between able.needs and able.needs
                        and (not_before is null or not_before <= now())
                    order by needs, priority desc, id
                    limit NEXT) as job
                order by job.priority desc, job.id
                limit NEXT),
            picked as (
                select id from generation_jobs
                where id in (select id from next)
                    and status = 'queued' and batch_id is not null
                    and (not_before is null or not_before <= now())
                    and not exists (select 1 from atelier_settings
                        where key = any(:switches) and value = 'true')
                order by priority desc, id
                limit ROWS
                for update skip locked)
            update generation_jobs j
            set status = 'processing', engine = :engine, claimed_by = :owner,
                fencing_token = nextval('fencing_tokens'),
                lease_until = now() + :millis * interval '1 millisecond',
                runpod_job_id = null, submitted_at = null, ran_from = null, ran_seconds = null,
                not_before = null, problem_code = null, problem_arguments = null, problem_detail = null,
                error_message = null,
                started_at = now() at time zone 'utc', completed_at = null
            from picked, batches b
            where j.id = picked.id and b.id = j.batch_id
            returning\s""";

    private static final String TAKE_OVER =
            """
            with picked as (
                select id from generation_jobs
                where status = 'processing' and batch_id is not null
                    and coalesce(lease_until, '-infinity') < now()
                    and runpod_job_id is not null and engine = :engine
                    and id <> all(:except)
                order by id
                limit :limit
                for update skip locked)
            update generation_jobs j
            set claimed_by = :owner, fencing_token = nextval('fencing_tokens'),
                lease_until = now() + :millis * interval '1 millisecond'
            from picked, batches b
            where j.id = picked.id and b.id = j.batch_id
            returning\s""";

    private static final String ADOPT =
            """
            update generation_jobs j
            set claimed_by = :owner, fencing_token = nextval('fencing_tokens'),
                lease_until = now() + :millis * interval '1 millisecond'
            from batches b
            where j.id = :id and b.id = j.batch_id and j.status in ('failed', 'cancelled')
                and j.runpod_job_id is not null
                and coalesce(j.lease_until, '-infinity') < now()
            returning\s""";

    /// Nobody works on it, and it was sent as this.
    private static final String LEFT =
            """
            id = :id and batch_id is not null
                and status in ('queued', 'processing', 'failed', 'cancelled')
                and coalesce(lease_until, '-infinity') < now()
                and (runpod_job_id = :prompt or exists (select 1 from earlier_attempts earlier
                    where earlier.job_id = generation_jobs.id and earlier.prompt = :prompt))
            """;

    private static final String TAKE_UP =
            """
            update generation_jobs j
            set claimed_by = :owner, fencing_token = nextval('fencing_tokens'),
                lease_until = now() + :millis * interval '1 millisecond',
                engine = coalesce((
                    select earlier.engine from earlier_attempts earlier
                    where earlier.job_id = j.id and earlier.prompt = :prompt limit 1), j.engine),
                runpod_job_id = :prompt,
                status = case when status = 'queued' then 'processing' else status end
            from batches b
            where j.id = :id and b.id = j.batch_id
            returning\s""";

    private static final String ABANDONED =
            """
            status = 'processing' and batch_id is not null
                and (runpod_job_id is null and coalesce(lease_until, '-infinity') < now()
                    or engine <> all (:engines)
                        and coalesce(lease_until, '-infinity')
                            < now() - :grace * interval '1 millisecond')
            """;

    private static final String REQUEUE_ABANDONED =
            "update generation_jobs j set "
                    + JobStates.TO_QUEUE
                    + "fencing_token = nextval('fencing_tokens') where "
                    + ABANDONED
                    + " returning "
                    + JobRows.COLUMNS;

    private static final String CLAIMED_COLUMNS =
            JobRows.COLUMNS + ", j.fencing_token, j.needs, " + RecipeRow.COLUMNS;

    private final Database database;

    public ClaimStore(Database database) {
        this.database = database;
    }

    /// As the other one, for an engine that can run whatever waits.
    public List<ClaimedJob> claim(String engine, String owner, Duration lease, int limit) {
        return claim(engine, owner, lease, limit, new NeedsStore(database).waiting());
    }

    /// Takes the next waiting jobs that an engine can run, in their order. Two desktops never get the same one, and
    /// what is queued after a pause is not taken.
    ///
    /// @param needs what the engine can do
    public List<ClaimedJob> claim(
            String engine, String owner, Duration lease, int limit, List<Long> needs) {
        List<ClaimedJob> few = claim(engine, owner, lease, sql(needs, limit, FEW_CLAIM));
        int missing = limit - few.size();
        if (missing == 0) {
            return few;
        }
        try {
            List<ClaimedJob> more = claim(engine, owner, lease, sql(needs, missing, MANY_CLAIM));
            return inOrder(Stream.concat(few.stream(), more.stream()));
        } catch (StudioException e) {
            if (few.isEmpty()) {
                throw e;
            }
            // These are ours already: nobody else would take them before their leases end.
            return few;
        }
    }

    private static String sql(List<Long> needs, int limit, int others) {
        String kinds = needs.stream().map(String::valueOf).collect(Collectors.joining(", "));
        return CLAIM.replace("KINDS", kinds)
                        .replace("NEXT", String.valueOf(limit + others))
                        .replace("ROWS", String.valueOf(limit))
                + CLAIMED_COLUMNS;
    }

    private List<ClaimedJob> claim(String engine, String owner, Duration lease, String sql) {
        return database.write(
                handle ->
                        claimed(
                                handle.createQuery(sql)
                                        .bindArray(
                                                "switches",
                                                String.class,
                                                PauseSwitches.holding(engine))
                                        .bind("engine", engine)
                                        .bind("owner", owner)
                                        .bind("millis", lease.toMillis())));
    }

    /// Takes jobs that may be inside this engine and whose worker has gone.
    ///
    /// @param except left alone: the caller's own, whose leases ran out while the database was away
    public List<ClaimedJob> takeOver(
            String engine, String owner, Duration lease, int limit, Collection<JobId> except) {
        return database.write(
                handle ->
                        claimed(
                                handle.createQuery(TAKE_OVER + CLAIMED_COLUMNS)
                                        .bindArray(
                                                "except",
                                                Integer.class,
                                                except.stream().map(JobId::value).toList())
                                        .bind("engine", engine)
                                        .bind("owner", owner)
                                        .bind("millis", lease.toMillis())
                                        .bind("limit", limit)));
    }

    /// Takes a failed or cancelled job whose engine turned out to have its pictures. Its status stays until
    /// they are recorded.
    public Optional<ClaimedJob> adopt(JobId job, String owner, Duration lease) {
        return database.write(
                handle ->
                        claimed(
                                        handle.createQuery(ADOPT + CLAIMED_COLUMNS)
                                                .bind("id", job.value())
                                                .bind("owner", owner)
                                                .bind("millis", lease.toMillis()))
                                .stream()
                                .findFirst());
    }

    /// Takes a job that nobody works on and whose pictures of this sending are known to exist: unfinished, put back
    /// since, or ended without them. A later sending becomes one of its earlier ones.
    public Optional<ClaimedJob> takeUp(JobId job, PromptId prompt, String owner, Duration lease) {
        return database.inTransaction(
                handle -> {
                    boolean left =
                            handle.createQuery(
                                            "select id from generation_jobs where "
                                                    + LEFT
                                                    + " for update")
                                    .bind("id", job.value())
                                    .bind("prompt", prompt.value())
                                    .mapTo(Integer.class)
                                    .findOne()
                                    .isPresent();
                    if (!left) {
                        return Optional.empty();
                    }
                    Attempts.makeEarlier(handle, job, prompt);
                    return claimed(
                                    handle.createQuery(TAKE_UP + CLAIMED_COLUMNS)
                                            .bind("id", job.value())
                                            .bind("prompt", prompt.value())
                                            .bind("owner", owner)
                                            .bind("millis", lease.toMillis()))
                            .stream()
                            .findFirst();
                });
    }

    /// Ends the leases that earlier processes of this home left behind, so that nobody waits for them. They end now:
    /// desktops that do not know the engine leave it its time to answer this one.
    ///
    /// @param home what their owner ids start with, up to the colon
    /// @param living owners that are still at work
    public int expireEarlier(String home, Set<String> living) {
        return database.write(
                handle ->
                        handle.createUpdate(
                                        """
                                        update generation_jobs
                                        set lease_until =
                                            least(lease_until, now() - interval '1 second')
                                        where status = 'processing' and batch_id is not null
                                            and starts_with(claimed_by, :home || ':')
                                            and claimed_by <> all (:living)
                                        """)
                                .bind("home", home)
                                .bindArray("living", String.class, List.copyOf(living))
                                .execute());
    }

    /// Gives back to the queue what nobody works on and no engine here can be asked about: jobs that were never
    /// sent, and, after a longer while, jobs of engines unknown here.
    public List<Job> requeueAbandoned(Set<String> enginesHere, Duration strangersGrace) {
        List<String> here = List.copyOf(enginesHere);
        long grace = strangersGrace.toMillis();
        return database.inTransaction(
                handle -> {
                    handle.createUpdate(Attempts.keep(ABANDONED))
                            .bindArray("engines", String.class, here)
                            .bind("grace", grace)
                            .execute();
                    return handle.createQuery(REQUEUE_ABANDONED)
                            .bindArray("engines", String.class, here)
                            .bind("grace", grace)
                            .map(new JobRows())
                            .list();
                });
    }

    private static List<ClaimedJob> claimed(Query query) {
        var jobs = new JobRows();
        return inOrder(
                query
                        .map(
                                (row, context) ->
                                        new ClaimedJob(
                                                new Lease(
                                                        new JobId(row.getInt("id")),
                                                        row.getLong("fencing_token")),
                                                jobs.map(row, context),
                                                RecipeRow.of(row),
                                                row.getLong("needs")))
                        .list()
                        .stream());
    }

    private static List<ClaimedJob> inOrder(Stream<ClaimedJob> jobs) {
        return jobs.sorted(
                        Comparator.comparingInt((ClaimedJob claimed) -> claimed.job().priority())
                                .reversed()
                                .thenComparingInt(claimed -> claimed.lease().job().value()))
                .toList();
    }
}
