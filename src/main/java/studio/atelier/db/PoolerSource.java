package studio.atelier.db;

import org.postgresql.ds.PGSimpleDataSource;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/// Makes connections to a pooler that shares its server connections between transactions.
///
/// The driver asks for the date style `ISO`, which the server calls `ISO, MDY`. PgBouncer before 1.20 takes the two for
/// different, and sets the style anew before every single transaction. Once the server has told it another style and
/// then its own again, it knows what this client has.
final class PoolerSource extends PGSimpleDataSource {
    private static final long serialVersionUID = 1L;

    private final transient DatabaseAddress address;

    PoolerSource(DatabaseAddress address) {
        this.address = address;
    }

    @Override
    public Connection getConnection() throws SQLException {
        Connection connection = address.connect();
        try (Statement statement = connection.createStatement()) {
            // Poolers give it to each connection that a transaction gets.
            statement.execute(Database.ZONE);
            connection.setAutoCommit(false);
            // Ends with the transaction: nothing of it stays on a connection that others get next.
            statement.execute("set local datestyle = 'ISO, DMY'");
            connection.commit();
            connection.setAutoCommit(true);
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }
}
