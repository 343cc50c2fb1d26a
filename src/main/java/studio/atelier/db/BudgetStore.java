package studio.atelier.db;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// The amount at which the queue pauses itself, shared by all desktops, and what was spent of it. All methods block
/// and may be called from any thread.
public final class BudgetStore {
    private static final String KEY = "queue.budget";
    private static final String SPACE = " ";
    private static final String REACHED = "reached";

    /// Every sending counts, whatever came of it. What an engine says that it worked is what it is paid for. Where it
    /// does not say, it is taken to run one job at a time: what a job costs begins when the one before it ended, and
    /// what runs now counts up to now. Machines that are paid by run cost nothing while a job waits for one.
    private static final String SPENT =
            """
            with priced as (
                select engine, cast(price as numeric) as price, by_run
                from unnest(:engines, :prices, :byRun) as p (engine, price, by_run)),
            attempts as (
                select engine, status, submitted_at, ran_from, ran_seconds,
                    completed_at at time zone 'utc' as ended
                from (
                    select * from generation_jobs where status = 'completed'
                    union all
                    select * from generation_jobs where status in ('failed', 'cancelled')) j
                where batch_id is not null
                    and completed_at >= cast(:since as timestamptz) at time zone 'utc'
                union all
                select engine, 'queued', submitted_at, ran_from, ran_seconds, ended_at
                from earlier_attempts where ended_at >= cast(:since as timestamptz)),
            ended as (
                select a.*, p.price, p.by_run, lag(a.ended) over (
                    partition by a.engine order by a.ended) as one_before
                from attempts a join priced p on p.engine = a.engine
                where a.submitted_at is not null or a.ran_seconds is not null),
            own as (
                select price, least(
                    extract(epoch from ended - cast(:since as timestamptz)),
                    case when ran_seconds is not null then cast(ran_seconds as numeric)
                        when ran_from is not null then extract(epoch from ended - ran_from)
                        when by_run and status not in ('completed', 'failed') then 0
                        else extract(epoch from ended - greatest(submitted_at, one_before))
                    end) as seconds
                from ended),
            now_running as (
                select p.price, case when p.by_run
                    then sum(case when j.ran_seconds is not null
                        then cast(j.ran_seconds as numeric)
                        when j.ran_from is not null then extract(epoch from now()
                            - greatest(j.ran_from, cast(:since as timestamptz)))
                        else 0 end)
                    else extract(epoch from now() - greatest(min(j.submitted_at),
                        cast(:since as timestamptz),
                        (select max(e.ended) from ended e where e.engine = p.engine)))
                    end as seconds
                from generation_jobs j join priced p on p.engine = j.engine
                where j.status = 'processing' and j.batch_id is not null
                    and j.submitted_at is not null
                group by p.engine, p.price, p.by_run)
            select coalesce(sum(price * greatest(seconds, 0)) / 3600, 0)
            from (select * from own union all select * from now_running) as all_jobs
            """;

    private final Database database;

    public BudgetStore(Database database) {
        this.database = database;
    }

    /// @param since when counting began
    /// @param reached whether the queue was paused for it, and nobody let it go on since
    public record Row(BigDecimal limit, Instant since, boolean reached) {
        private String text(boolean nowReached) {
            String text = limit.toPlainString() + SPACE + since;
            return nowReached ? text + SPACE + REACHED : text;
        }
    }

    public Optional<Row> find() {
        return new SettingStore(database).find(KEY).flatMap(BudgetStore::parse);
    }

    /// Counts from now on, towards this amount.
    public void set(Optional<BigDecimal> limit) {
        var settings = new SettingStore(database);
        limit.ifPresentOrElse(
                amount -> settings.put(KEY, new Row(amount, now(), false).text(false)),
                () -> settings.remove(KEY));
    }

    /// Pauses the queue because of it.
    ///
    /// @return true for one desktop alone
    public boolean reach(Row row) {
        return database.inTransaction(
                handle -> {
                    int changed =
                            handle.createUpdate(
                                            "update atelier_settings set value = :after"
                                                    + " where key = :key and value = :before")
                                    .bind("key", KEY)
                                    .bind("before", row.text(false))
                                    .bind("after", row.text(true))
                                    .execute();
                    if (changed == 1) {
                        SettingStore.put(handle, PauseSwitches.QUEUE, String.valueOf(true));
                    }
                    return changed == 1;
                });
    }

    /// What an engine costs.
    ///
    /// @param perHour of working, in the person's own money
    /// @param byRun whether it works on machines that are paid for while they run a job, each by itself
    public record Rate(String engine, BigDecimal perHour, boolean byRun) {}

    /// What was spent since then.
    ///
    /// @param rates of the engines that have one
    public BigDecimal spent(Instant since, Collection<Rate> rates) {
        List<Rate> all = List.copyOf(rates);
        return database.read(
                handle ->
                        handle.createQuery(SPENT)
                                .bindArray(
                                        "engines",
                                        String.class,
                                        all.stream().map(Rate::engine).toList())
                                .bindArray(
                                        "prices",
                                        String.class,
                                        all.stream()
                                                .map(rate -> rate.perHour().toPlainString())
                                                .toList())
                                .bindArray(
                                        "byRun",
                                        Boolean.class,
                                        all.stream().map(Rate::byRun).toList())
                                .bind("since", since.toString())
                                .mapTo(BigDecimal.class)
                                .one());
    }

    /// The database's own time, by which jobs are measured.
    private Instant now() {
        return database.read(
                handle ->
                        handle.createQuery("select now() as now")
                                .map((row, _) -> Columns.instant(row, "now").orElseThrow())
                                .one());
    }

    private static Optional<Row> parse(String text) {
        String[] parts = text.split(SPACE, -1);
        return parts.length < 2
                ? Optional.empty()
                : Optional.of(
                        new Row(
                                new BigDecimal(parts[0]),
                                Instant.parse(parts[1]),
                                parts.length > 2));
    }
}
