package studio.atelier.db;

import java.time.Duration;
import java.util.Collection;
import java.util.List;

/// Rights to something that only one of those who share a database may do at a time, each held for a while by the
/// clock of the database: whoever dies is waited for no longer than that. Kept as rows of `atelier_settings`, one
/// statement each, so that it works behind a transaction pooler too. All methods block and may be called from any
/// thread.
public final class SharedLeases {
    /// Before the names, so that no setting is taken for one.
    private static final String MARK = "lease ";

    /// A value is the holder, a blank, and the moment of the end as seconds since 1970.
    private static final String END =
            "extract(epoch from clock_timestamp() + :seconds * interval '1 second')";

    private static final String HOLDER = "split_part(held.value, ' ', 1)";
    private static final String OVER =
            "cast(split_part(held.value, ' ', 2) as numeric) < extract(epoch from clock_timestamp())";

    private final Database database;

    public SharedLeases(Database database) {
        this.database = database;
    }

    /// Also takes what this holder has already, from now on for this long.
    ///
    /// @param name at most 90 characters
    /// @param holder without blanks
    /// @return false while somebody else has it
    public boolean take(String name, String holder, Duration time) {
        return database.inTransaction(
                handle ->
                        handle.createUpdate(
                                                "insert into atelier_settings as held (key, value)"
                                                        + " values (:key, :holder || ' ' || "
                                                        + END
                                                        + ") on conflict (key) do update"
                                                        + " set value = excluded.value where "
                                                        + HOLDER
                                                        + " = :holder or "
                                                        + OVER)
                                        .bind("key", MARK + name)
                                        .bind("holder", holder)
                                        .bind("seconds", seconds(time))
                                        .execute()
                                == 1);
    }

    /// Prolongs what the holder still has; takes nothing anew.
    ///
    /// @return how many of them it still has
    public int renew(Collection<String> names, String holder, Duration time) {
        return database.inTransaction(
                handle ->
                        handle.createUpdate(
                                        "update atelier_settings held set value = :holder || ' ' || "
                                                + END
                                                + " where key = any(:keys) and "
                                                + HOLDER
                                                + " = :holder")
                                .bindArray("keys", String.class, keys(names))
                                .bind("holder", holder)
                                .bind("seconds", seconds(time))
                                .execute());
    }

    public void release(Collection<String> names, String holder) {
        database.useTransaction(
                handle ->
                        handle.createUpdate(
                                        "delete from atelier_settings held where key = any(:keys) and "
                                                + HOLDER
                                                + " = :holder")
                                .bindArray("keys", String.class, keys(names))
                                .bind("holder", holder)
                                .execute());
    }

    private static List<String> keys(Collection<String> names) {
        return names.stream().map(name -> MARK + name).toList();
    }

    private static double seconds(Duration time) {
        return time.toMillis() / (double) Duration.ofSeconds(1).toMillis();
    }
}
