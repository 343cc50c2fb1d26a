package studio.atelier.db;

import org.jdbi.v3.core.Handle;

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
