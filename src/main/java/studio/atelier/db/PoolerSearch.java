package studio.atelier.db;

import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/// Finds out whether a pooler in transaction mode stands before a database, where the address does not say so:
/// PgBouncer on a port of its own looks like any server until a prepared statement is missing.
final class PoolerSearch {
    private static final Logger LOG = LoggerFactory.getLogger(PoolerSearch.class);

    /// In seconds: a pooler in session mode that has no other connection to give lets a second one wait.
    private static final String PATIENCE = "5";

    private static final int ROUNDS = 2;

    private PoolerSearch() {}

    /// @param first a connection to the address, between transactions
    /// @return the address, told to be behind a pooler where it is
    static DatabaseAddress settled(DatabaseAddress address, Connection first) throws SQLException {
        return !address.pooled() && isShared(address, first) ? address.behindPooler() : address;
    }

    private static boolean isShared(DatabaseAddress address, Connection first) throws SQLException {
        int server = serverOf(first);
        if (first.unwrap(PGConnection.class).getBackendPID() == server) {
            return false;
        }
        // Something stands between. While the first connection is open, its server process serves
        // another one, or another process serves it: so it is only lent for a transaction.
        // It prepares nothing by name: not even its "begin" would find what it prepared again.
        try (Connection second = address.behindPooler().with("socketTimeout", PATIENCE).connect()) {
            second.setAutoCommit(false);
            for (int round = 0; round < ROUNDS; round++) {
                if (isLent(server, first, second)) {
                    return true;
                }
            }
            return false;
        } catch (SQLException e) {
            LOG.info(
                    "no second connection, so no sign of a transaction pooler: {}", e.getMessage());
            return false;
        }
    }

    /// Others use the pooler too, so each may be served as before by chance. What the second gives back is what the
    /// first is lent next, and where all take turns it is another one at the second question.
    private static boolean isLent(int server, Connection first, Connection second)
            throws SQLException {
        if (serverOf(second) == server || serverOf(first) != server) {
            return true;
        }
        second.commit();
        int next = serverOf(first);
        return next != server || serverOf(first) != next;
    }

    private static int serverOf(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select pg_backend_pid()")) {
            row.next();
            return row.getInt(1);
        }
    }
}
