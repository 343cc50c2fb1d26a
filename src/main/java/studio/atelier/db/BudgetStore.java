package studio.atelier.db;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The amount at which the queue pauses itself, shared by all desktops, and what was spent of it. All methods block
/// and may be called from any thread.
public final class BudgetStore {
    private static final String KEY = "queue.budget";
    private static final String SPACE = " ";
    private static final String REACHED = "reached";

    /// An engine runs one job at a time: what a job costs begins when the one before it ended, whether or not it came to
    /// a picture. What runs now counts up to now.
    private static final String SPENT =
            """
            with priced as (
                select engine, cast(price as numeric) as price
                from unnest(:engines, :prices) as p (engine, price)),
            ended as (
                select j.engine, p.price, j.submitted_at,
                    j.completed_at at time zone 'utc' as ended
                from (
                    select * from generation_jobs where status = 'completed'
                    union all
                    select * from generation_jobs where status in ('failed', 'cancelled')) j
                join priced p on p.engine = j.engine
                where j.batch_id is not null and j.submitted_at is not null
                    and j.completed_at >= cast(:since as timestamptz) at time zone 'utc'),
            own as (
                select price, extract(epoch from ended - greatest(submitted_at,
                    cast(:since as timestamptz),
                    lag(ended) over (partition by engine order by ended))) as seconds
                from ended),
            now_running as (
                select p.price, extract(epoch from now() - greatest(min(j.submitted_at),
                    cast(:since as timestamptz),
                    (select max(e.ended) from ended e where e.engine = p.engine))) as seconds
                from generation_jobs j join priced p on p.engine = j.engine
                where j.status = 'processing' and j.batch_id is not null
                    and j.submitted_at is not null
                group by p.engine, p.price)
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

    /// What running jobs cost since then.
    ///
    /// @param prices per hour, by engine
    public BigDecimal spent(Instant since, Map<String, BigDecimal> prices) {
        List<Map.Entry<String, BigDecimal>> all = List.copyOf(prices.entrySet());
        return database.read(
                handle ->
                        handle.createQuery(SPENT)
                                .bindArray(
                                        "engines",
                                        String.class,
                                        all.stream().map(Map.Entry::getKey).toList())
                                .bindArray(
                                        "prices",
                                        String.class,
                                        all.stream()
                                                .map(price -> price.getValue().toPlainString())
                                                .toList())
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
