package studio.atelier.db;

import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

import studio.atelier.model.StudioException;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A word between the processes that share a database: the queue has changed. It carries nothing else, and may get
/// lost (a pooler in transaction mode passes none): whoever hears it looks sooner than he would have anyway. All words
/// are counted in the database, for those who hear none.
public final class Notices {
    private static final String CHANNEL = "atelier_queue";
    private static final String COUNTER = "queue.changes";
    private static final int PATIENCE_MILLIS = 5_000;

    /// Finds out that the other end has gone without a word.
    private static final Duration SIGN_OF_LIFE = Duration.ofMinutes(1);

    /// One statement, so that a process that is frozen in the middle of it holds no lock that others wait for. A word
    /// that a crash takes back is missed by nobody: no need to wait for the disk.
    private static final String TELL =
            """
            with counted as (
                insert into atelier_settings as counter (key, value) values (:key, '1')
                on conflict (key) do update set value = (counter.value::bigint + 1)::text
                returning key)
            select set_config('synchronous_commit', 'off', true),
                pg_notify(:channel, :from)::text
            from counted
            """;

    private final Database database;

    public Notices(Database database) {
        this.database = database;
    }

    /// Blocks; from any thread.
    ///
    /// @param from names the process that changed something
    public void tell(String from) {
        database.read(
                handle ->
                        handle.createQuery(TELL)
                                .bind("key", COUNTER)
                                .bind("channel", CHANNEL)
                                .bind("from", from)
                                .mapTo(String.class)
                                .list());
    }

    /// How many words there were, of anybody and the caller. Blocks.
    public long count() {
        return database.read(handle -> SettingStore.find(handle, COUNTER))
                .map(Long::parseLong)
                .orElse(0L);
    }

    /// Whether words can be heard at all, as far as the address tells: not behind a transaction pooler.
    public boolean canListen() {
        return !database.address().pooled();
    }

    /// Listens on a connection of its own until it breaks or the thread is interrupted.
    ///
    /// @param connected called when words can be heard from now on
    /// @param heard called for each burst of words, with the names of those who spoke
    /// @throws StudioException when the database is out of reach
    public void listen(Runnable connected, Consumer<Set<String>> heard) {
        try (Connection connection = database.address().connect();
                Statement statement = connection.createStatement()) {
            statement.execute("listen " + CHANNEL);
            connected.run();
            var words = connection.unwrap(PGConnection.class);
            Duration silence = Duration.ZERO;
            while (!Thread.currentThread().isInterrupted()) {
                Set<String> speakers =
                        Stream.of(words.getNotifications(PATIENCE_MILLIS))
                                .map(PGNotification::getParameter)
                                .collect(Collectors.toSet());
                if (!speakers.isEmpty()) {
                    heard.accept(speakers);
                }
                silence = silence.plusMillis(PATIENCE_MILLIS);
                if (silence.compareTo(SIGN_OF_LIFE) >= 0) {
                    statement.execute("select 1");
                    silence = Duration.ZERO;
                }
            }
        } catch (SQLException failure) {
            throw new DatabaseProblems(database.address()).of(failure);
        }
    }
}
