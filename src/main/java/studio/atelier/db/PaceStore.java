package studio.atelier.db;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/// How much is left and how fast it went lately. All methods block and may be called from any thread.
public final class PaceStore {
    /// An engine runs one job at a time: a job's own time starts when the one before it ended, or when it was
    /// sent, whichever came later.
    private static final String PACE =
            """
            with recent as (
                select batch_id, engine, submitted_at, completed_at at time zone 'utc' as ended
                from generation_jobs
                where status = 'completed' and batch_id is not null and submitted_at is not null
                    and engine = any (:engines)
                order by completed_at desc
                limit :sample),
            measured as (
                select b.workflow_slug, extract(epoch from r.ended - greatest(r.submitted_at,
                    lag(r.ended) over (partition by r.engine order by r.ended))) as seconds
                from recent r join batches b on b.id = r.batch_id),
            pace as (
                select workflow_slug, count(*) as jobs,
                    percentile_cont(0.25) within group (order by seconds) as fast,
                    percentile_cont(0.75) within group (order by seconds) as slow
                from measured group by workflow_slug),
            unfinished as (
                select b.workflow_slug, count(*) filter (where j.status = 'queued') as waiting,
                    count(*) filter (where j.status = 'processing') as running
                from generation_jobs j join batches b on b.id = j.batch_id
                where j.status in ('queued', 'processing') and j.batch_id is not null
                group by b.workflow_slug)
            select u.workflow_slug, u.waiting, u.running, coalesce(p.jobs, 0) as measured,
                coalesce(p.fast, 0) as fast, coalesce(p.slow, 0) as slow
            from unfinished u left join pace p using (workflow_slug)
            order by u.workflow_slug
            """;

    private static final int SAMPLE = 100;

    private final Database database;

    public PaceStore(Database database) {
        this.database = database;
    }

    /// What is unfinished, by workflow, and how long its jobs took on these engines lately.
    public List<Pace> pace(Set<String> engines) {
        return database.read(
                handle ->
                        handle.createQuery(PACE)
                                .bindArray("engines", String.class, List.copyOf(engines))
                                .bind("sample", SAMPLE)
                                .map(
                                        (row, _) ->
                                                new Pace(
                                                        row.getString("workflow_slug"),
                                                        row.getInt("waiting"),
                                                        row.getInt("running"),
                                                        row.getInt("measured"),
                                                        seconds(row.getDouble("fast")),
                                                        seconds(row.getDouble("slow"))))
                                .list());
    }

    private static Duration seconds(double seconds) {
        return Duration.ofMillis(Math.round(Math.max(0, seconds) * 1000));
    }

    /// @param measured number of recent jobs behind the durations
    /// @param fast a quarter of them took at most this
    /// @param slow a quarter of them took at least this
    public record Pace(
            String workflow,
            int waiting,
            int running,
            int measured,
            Duration fast,
            Duration slow) {}
}
