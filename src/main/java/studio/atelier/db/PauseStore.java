package studio.atelier.db;

/// Whether the queue is paused: one switch for all desktops of a database, since they share the queue. All
/// methods block and may be called from any thread.
public final class PauseStore {
    private static final String KEY = "queue.paused";

    private final Database database;

    public PauseStore(Database database) {
        this.database = database;
    }

    public boolean isPaused() {
        return database.read(
                handle ->
                        handle.createQuery("select value from atelier_settings where key = :key")
                                .bind("key", KEY)
                                .mapTo(String.class)
                                .findOne()
                                .map(Boolean::parseBoolean)
                                .orElse(false));
    }

    public void set(boolean paused) {
        database.useTransaction(
                handle ->
                        handle.createUpdate(
                                        """
                                        insert into atelier_settings (key, value)
                                        values (:key, :value)
                                        on conflict (key) do update set value = excluded.value
                                        """)
                                .bind("key", KEY)
                                .bind("value", String.valueOf(paused))
                                .execute());
    }
}
