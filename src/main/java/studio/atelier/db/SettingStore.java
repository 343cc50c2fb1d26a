package studio.atelier.db;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.generic.GenericType;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Facts about this database that every desktop on it shares, by key: table `atelier_settings`.
public final class SettingStore {
    private final Database database;

    public SettingStore(Database database) {
        this.database = database;
    }

    public Optional<String> find(String key) {
        return database.read(handle -> find(handle, key));
    }

    /// Those of the keys that have a value, in one question.
    public Map<String, String> find(Collection<String> keys) {
        return database.read(
                handle ->
                        handle.createQuery(
                                        "select key, value from atelier_settings"
                                                + " where key = any (:keys)")
                                .bindArray("keys", String.class, List.copyOf(keys))
                                .setMapKeyColumn("key")
                                .setMapValueColumn("value")
                                .collectInto(new GenericType<Map<String, String>>() {}));
    }

    public void put(String key, String value) {
        database.useTransaction(handle -> put(handle, key, value));
    }

    public void remove(String key) {
        database.useTransaction(
                handle -> handle.execute("delete from atelier_settings where key = ?", key));
    }

    static Optional<String> find(Handle handle, String key) {
        return handle.createQuery("select value from atelier_settings where key = :key")
                .bind("key", key)
                .mapTo(String.class)
                .findOne();
    }

    static void put(Handle handle, String key, String value) {
        handle.createUpdate(
                        """
                        insert into atelier_settings (key, value) values (:key, :value)
                        on conflict (key) do update set value = excluded.value
                        """)
                .bind("key", key)
                .bind("value", value)
                .execute();
    }
}
