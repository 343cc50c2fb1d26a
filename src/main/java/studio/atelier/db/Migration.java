package studio.atelier.db;

import com.zaxxer.hikari.HikariDataSource;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;

import studio.atelier.model.Problem;
import studio.atelier.model.Problem.Kind;
import studio.atelier.model.StudioException;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Objects;

import javax.sql.DataSource;

/// Brings the tables of a database up to date, one desktop after the other.
///
/// @param target told to be behind a transaction pooler where it is
record Migration(DatabaseAddress target) {
    private static final int POOL_SIZE = 3;

    /// Any number that nobody else locks by.
    private static final long LOCK = 7_203_158_446_117L;

    /// @throws StudioException saying what keeps the tables from being brought up to date
    void run() {
        try {
            if (target.pooled()) {
                onOneConnection();
            } else {
                besideGuard();
            }
        } catch (FlywayException | SQLException failure) {
            throw refused(failure);
        }
    }

    /// How many steps it would take; 0 where the tables are up to date.
    ///
    /// @throws StudioException when the database does not answer, or this studio is too old for it
    int pendingSteps() {
        try (var connections = new HikariDataSource(Database.poolOf(target, POOL_SIZE));
                Connection connection = connections.getConnection()) {
            Flyway steps = flyway(connections);
            requireUsable(connection, steps);
            StatusColumn.problem(target, connection)
                    .ifPresent(
                            problem -> {
                                throw new StudioException(problem);
                            });
            return steps.info().pending().length;
        } catch (FlywayException | SQLException failure) {
            throw new StudioException(new DatabaseProblems(target).problem(failure), failure);
        }
    }

    private void besideGuard() throws SQLException {
        try (var connections = new HikariDataSource(Database.poolOf(target, POOL_SIZE));
                Connection guard = connections.getConnection()) {
            guard.setAutoCommit(false);
            lock(guard);
            Flyway steps = flyway(connections);
            requireUsable(guard, steps);
            try (Connection alone = connections.getConnection()) {
                StatusColumn.requireWords(target, alone);
            }
            steps.migrate();
            guard.commit();
        }
    }

    /// A pooler may have no more than one connection for all, and then whoever waits for a second one within a
    /// transaction waits for ever.
    private void onOneConnection() throws SQLException {
        try (Connection connection = new PoolerSource(target).getConnection()) {
            requireUsable(connection, flyway(new OneTransaction(connection)));
            StatusColumn.requireWords(target, connection);
            connection.setAutoCommit(false);
            lock(connection);
            Flyway steps = flyway(new OneTransaction(connection));
            requireUsable(connection, steps);
            steps.migrate();
            connection.commit();
        }
    }

    /// Flyway's own lock does not cover the making of its history: two first starts at once would trip over each
    /// other there. A transaction's lock holds behind poolers too.
    private static void lock(Connection connection) throws SQLException {
        try (Statement lock = connection.createStatement()) {
            lock.execute("select pg_advisory_xact_lock(" + LOCK + ")");
        }
    }

    private void requireUsable(Connection connection, Flyway steps) throws SQLException {
        if (!Compatibility.of(connection).understands(newest(steps))) {
            throw new StudioException(Problem.of(Kind.DATABASE_NEWER, target.redacted()));
        }
        SchemaClash.requireNone(target, connection);
    }

    /// The newest step that this studio has.
    private static int newest(Flyway steps) {
        return Arrays.stream(steps.info().all())
                .filter(step -> step.getState().isResolved())
                .map(MigrationInfo::getVersion)
                .filter(Objects::nonNull)
                .mapToInt(version -> version.getMajor().intValue())
                .max()
                .orElse(0);
    }

    /// Missing rights are named one by one where the server names only the first.
    private StudioException refused(Exception failure) {
        Problem problem = new DatabaseProblems(target).problem(failure);
        if (problem.code().equals(Kind.DATABASE_RIGHTS.code())) {
            try (Connection connection = target.connect()) {
                problem = DatabaseRights.of(connection).problem(target, true).orElse(problem);
            } catch (SQLException e) {
                failure.addSuppressed(e);
            }
        }
        return new StudioException(problem, failure);
    }

    private static Flyway flyway(DataSource connections) {
        return Flyway.configure()
                .dataSource(connections)
                .locations("classpath:studio/atelier/db/migration")
                .table("atelier_schema_history")
                // A database with tables but no history is the older client's: every step applies
                // to it.
                .baselineOnMigrate(true)
                .baselineVersion("0")
                .baselineDescription("tables of the web client")
                .connectRetries(0)
                .loggers("slf4j")
                .load();
    }
}
