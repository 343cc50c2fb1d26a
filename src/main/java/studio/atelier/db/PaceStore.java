package studio.atelier.db;

import java.time.Duration;
import java.util.Collection;
import java.util.List;

/// How much is left and how fast it went lately. All methods block and may be called from any thread.
public final class PaceStore {
    /// A job takes as long as its engine says that it worked. Where that is not said, its own time starts when the one
    /// before it ended, or when it was sent, whichever came later; the one before may have failed, or been put back. The
    /// first one after a quiet while loads the models too, and is counted apart.
    ///
    /// How much longer, or with several machines shorter, it takes from one end to the next is `wall`. Without what came
    /// home long after it was made, because nobody was there.
    private static final String PACE =
            """
            with completed as (
                select batch_id, engine, submitted_at, completed_at, ran_seconds, status
                from generation_jobs
                where status = 'completed' and batch_id is not null and submitted_at is not null
                    and engine = any (:engines)
                order by completed_at desc
                limit :sample),
            recent as (
                select batch_id, engine, submitted_at, ran_seconds, status,
                    completed_at at time zone 'utc' as ended
                from (
                    select * from completed
                    union all
                    select batch_id, engine, submitted_at, completed_at, ran_seconds, status
                    from generation_jobs
                    where status = 'failed' and batch_id is not null
                        and submitted_at is not null and engine = any (:engines)
                        and completed_at >= (select min(completed_at) from completed)) jobs
                union all
                select null, engine, submitted_at, ran_seconds, 'queued', ended_at
                from earlier_attempts
                where submitted_at is not null and engine = any (:engines) and ended_at >=
                    (select min(completed_at) at time zone 'utc' from completed)),
            spaced as (
                select r.batch_id, r.engine, r.ended, r.status,
                    extract(epoch from r.ended
                        - greatest(r.submitted_at, lag(r.ended) over by_engine)) as gap,
                    cast(r.ran_seconds as numeric) as said,
                    coalesce(r.submitted_at - lag(r.ended) over by_engine
                        > interval '15 minutes', true) as first
                from recent r
                window by_engine as (partition by r.engine order by r.ended)),
            measured as (
                select b.workflow_slug, s.engine, s.ended, s.first,
                    coalesce(s.said, s.gap) as ran,
                    case when s.gap - s.said > 900 then s.said else s.gap end as wall
                from spaced s join batches b on b.id = s.batch_id
                where s.status = 'completed')
            select workflow_slug, engine, count(*) filter (where not first) as measured,
                percentile_cont(0.25) within group (order by ran)
                    filter (where not first) as fast,
                percentile_cont(0.75) within group (order by ran)
                    filter (where not first) as slow,
                percentile_cont(0.5) within group (order by wall)
                    filter (where first) as first_run,
                percentile_cont(0.5) within group (order by ran)
                    filter (where first) as first_ran,
                coalesce(sum(wall) filter (where not first)
                    / nullif(sum(ran) filter (where not first), 0), 1) as stretch,
                extract(epoch from now() - max(ended)) as quiet
            from measured
            group by workflow_slug, engine
            order by workflow_slug, engine
            """;

    private static final String UNFINISHED =
            """
            select b.workflow_slug, j.needs, count(*) filter (where j.status = 'queued') as waiting,
                count(*) filter (where j.status = 'processing') as running
            from generation_jobs j join batches b on b.id = j.batch_id
            where j.status in ('queued', 'processing') and j.batch_id is not null
            group by b.workflow_slug, j.needs
            order by b.workflow_slug, j.needs
            """;

    private static final int SAMPLE = 200;

    private final Database database;

    public PaceStore(Database database) {
        this.database = database;
    }

    /// What is unfinished, by workflow and by what it needs of an engine.
    public List<Backlog> unfinished() {
        return database.read(
                handle ->
                        handle.createQuery(UNFINISHED)
                                .map(
                                        (row, _) ->
                                                new Backlog(
                                                        row.getString("workflow_slug"),
                                                        row.getLong("needs"),
                                                        row.getInt("waiting"),
                                                        row.getInt("running")))
                                .list());
    }

    /// How long jobs took on these engines lately.
    public List<Pace> pace(Collection<String> engines) {
        return database.read(
                handle ->
                        handle.createQuery(PACE)
                                .bindArray("engines", String.class, List.copyOf(engines))
                                .bind("sample", SAMPLE)
                                .map(
                                        (row, _) ->
                                                new Pace(
                                                        row.getString("workflow_slug"),
                                                        row.getString("engine"),
                                                        row.getInt("measured"),
                                                        seconds(row.getDouble("fast")),
                                                        seconds(row.getDouble("slow")),
                                                        new First(
                                                                seconds(row.getDouble("first_run")),
                                                                seconds(
                                                                        row.getDouble(
                                                                                "first_ran"))),
                                                        row.getDouble("stretch"),
                                                        seconds(row.getDouble("quiet"))))
                                .list());
    }

    private static Duration seconds(double seconds) {
        return Duration.ofMillis(Math.round(Math.max(0, seconds) * 1000));
    }

    /// Unfinished jobs of one workflow that need the same of an engine.
    ///
    /// @param needs their kind, see `NeedsStore`
    public record Backlog(String workflow, long needs, int waiting, int running) {}

    /// The first job after a quiet while; zero when none was seen.
    ///
    /// @param wall until it was there, the start of a machine included
    /// @param ran for how long the engine worked on it
    public record First(Duration wall, Duration ran) {}

    /// @param measured number of recent jobs behind `fast` and `slow`, those after a quiet while left out
    /// @param fast a quarter of them ran at most this
    /// @param slow a quarter of them ran at least this
    /// @param stretch from the end of one to the end of the next, as a part of the time that one runs: one half when two
    ///     machines were at work, above one when there were pauses
    /// @param quiet for how long none has ended
    public record Pace(
            String workflow,
            String engine,
            int measured,
            Duration fast,
            Duration slow,
            First first,
            double stretch,
            Duration quiet) {}
}
