package studio.atelier.db;

import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

import studio.atelier.model.StudioException;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/// A word between the processes that share a database: the queue has changed. It carries nothing else, and may get
/// lost (a pooler in transaction mode passes none): whoever hears it looks sooner than he would have anyway.
public final class Notices {
    private static final String CHANNEL = "atelier_queue";
    private static final int PATIENCE_MILLIS = 5_000;

    /// Finds out that the other end has gone without a word.
    private static final Duration SIGN_OF_LIFE = Duration.ofMinutes(1);

    private final Database database;

    public Notices(Database database) {
        this.database = database;
    }

    /// Blocks; from any thread.
    ///
    /// @param from names the process that changed something
    public void tell(String from) {
        database.useTransaction(
                handle ->
                        handle.createQuery("select pg_notify(:channel, :from)::text")
                                .bind("channel", CHANNEL)
                                .bind("from", from)
                                .mapTo(String.class)
                                .list());
    }

    /// Listens on a connection of its own until it breaks or the thread is interrupted.
    ///
    /// @param own whose words are passed over
    /// @param connected called when words can be heard from now on
    /// @param heard called for each burst of words from others
    /// @throws StudioException when the database is out of reach
    public void listen(String own, Runnable connected, Runnable heard) {
        try (Connection connection = database.address().connect();
                Statement statement = connection.createStatement()) {
            statement.execute("listen " + CHANNEL);
            connected.run();
            var words = connection.unwrap(PGConnection.class);
            Duration silence = Duration.ZERO;
            while (!Thread.currentThread().isInterrupted()) {
                if (isFromOthers(words.getNotifications(PATIENCE_MILLIS), own)) {
                    heard.run();
                }
                silence = silence.plusMillis(PATIENCE_MILLIS);
                if (silence.compareTo(SIGN_OF_LIFE) >= 0) {
                    statement.execute("select 1");
                    silence = Duration.ZERO;
                }
            }
        } catch (SQLException failure) {
            throw new DatabaseProblems(database.address().redacted()).of(failure);
        }
    }

    private static boolean isFromOthers(PGNotification[] words, String own) {
        for (PGNotification word : words) {
            if (!word.getParameter().equals(own)) {
                return true;
            }
        }
        return false;
    }
}
