package studio.atelier.db;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;

import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.HandleConsumer;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.argument.Arguments;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import studio.atelier.model.Problem;
import studio.atelier.model.Problem.Kind;
import studio.atelier.model.StudioException;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/// The pool of connections to one database, shared by all stores and safe to share between threads.
///
/// Stores ask with `read` and `inTransaction`; what goes wrong below leaves as `StudioException`. Opening does
/// not connect: `connect` and `migrate` do, and say precisely what is wrong. A database that goes away later comes
/// back by itself.
public final class Database implements AutoCloseable {
    static final int OLDEST_MAJOR_VERSION = 14;

    /// Poolers share few server connections between all clients of a project.
    private static final int POOL_SIZE = 6;

    /// Else the driver's: that of this computer, in which a moment without a zone would be understood where a column
    /// of the older client was given one.
    static final String ZONE = "set time zone 'UTC'";

    /// Nothing is wrong with such an address; another network may reach it.
    private static final Set<String> OUT_OF_REACH =
            Set.of(
                    Kind.DATABASE_HOST_UNKNOWN.code(),
                    Kind.DATABASE_NEEDS_IPV6.code(),
                    Kind.DATABASE_UNREACHABLE.code());

    private static final Logger LOG = LoggerFactory.getLogger(Database.class);

    private final DatabaseAddress address;
    private final boolean isChecked;
    private final DatabaseProblems problems;
    private final HikariDataSource pool;
    private final Jdbi jdbi;

    private Database(DatabaseAddress address, boolean isChecked) {
        this.address = address;
        this.isChecked = isChecked;
        this.problems = new DatabaseProblems(address);
        this.pool = new HikariDataSource(poolOf(address, POOL_SIZE));
        this.jdbi = Jdbi.create(pool);
        jdbi.registerArrayType(Integer.class, "int4");
        jdbi.registerArrayType(Long.class, "int8");
        jdbi.registerArrayType(String.class, "text");
        // The default would send an Instant as a local time of this computer's zone.
        jdbi.getConfig(Arguments.class).register(new InstantArgument());
    }

    public static Database open(DatabaseAddress address) {
        return new Database(address, false);
    }

    /// Opens after one connection outside the pool, so that a refusal is told at once instead of after the pool's
    /// patience, and so that a transaction pooler is found where the address does not tell of one.
    public static Database connect(DatabaseAddress address) {
        return new Database(checked(address), true);
    }

    static HikariConfig poolOf(DatabaseAddress address, int size) {
        var config = new HikariConfig();
        config.setPoolName(address.database());
        if (address.pooled()) {
            config.setDataSource(new PoolerSource(address));
        } else {
            config.setJdbcUrl(address.jdbcUrl());
            config.setDataSourceProperties(address.driverProperties());
            config.setConnectionInitSql(ZONE);
        }
        config.setMaximumPoolSize(size);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(Duration.ofSeconds(10).toMillis());
        config.setIdleTimeout(Duration.ofMinutes(2).toMillis());
        config.setKeepaliveTime(Duration.ofMinutes(2).toMillis());
        config.setMaxLifetime(Duration.ofMinutes(25).toMillis());
        // Otherwise the pool asks its first connection for the default, and for ever refuses all
        // others when that one is cut in the middle of the answer.
        config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
        config.setExceptionOverride(new ReadOnlyLeaves());
        // Negative: do not connect before somebody asks.
        config.setInitializationFailTimeout(-1);
        return config;
    }

    public DatabaseAddress address() {
        return address;
    }

    /// Brings the tables up to date. Safe when several desktops do it at the same moment, and on a database of
    /// the older web client: its tables stay as they are.
    public void migrate() {
        migrate(Optional.empty());
    }

    /// @param direct where to migrate instead, for a database that is otherwise used through a pooler; when this network
    ///     does not reach it, as Supabase's without IPv6, the steps go through the pooler
    public void migrate(Optional<DatabaseAddress> direct) {
        new Migration(reached(direct)).run();
    }

    private DatabaseAddress reached(Optional<DatabaseAddress> direct) {
        return direct.flatMap(Database::inReach)
                .orElseGet(() -> isChecked ? address : checked(address));
    }

    private static Optional<DatabaseAddress> inReach(DatabaseAddress direct) {
        try {
            return Optional.of(checked(direct));
        } catch (StudioException e) {
            if (OUT_OF_REACH.contains(e.problem().code())) {
                LOG.warn("migrating through the pooler: {}", e.problem().sentence());
                return Optional.empty();
            }
            throw e;
        }
    }

    /// Runs reads on one connection, each statement by itself.
    public <T> T read(HandleCallback<T, RuntimeException> work) {
        try {
            return jdbi.withHandle(work);
        } catch (JdbiException failure) {
            throw problems.of(failure);
        }
    }

    /// Runs one statement that writes. It is a transaction of its own, and takes one way to the server and back, where
    /// `inTransaction` takes one more for the commit.
    public <T> T write(HandleCallback<T, RuntimeException> statement) {
        try {
            return Repeats.whileUndone(() -> jdbi.withHandle(statement));
        } catch (JdbiException failure) {
            throw problems.of(failure);
        }
    }

    /// Runs `work` as one transaction: it is committed when this returns, and without trace when it throws. It is run
    /// more than once when the server undid it for the sake of another, so it must change nothing outside the handle.
    public <T> T inTransaction(HandleCallback<T, RuntimeException> work) {
        try {
            return Repeats.whileUndone(() -> jdbi.inTransaction(work));
        } catch (JdbiException failure) {
            throw problems.of(failure);
        }
    }

    public void useTransaction(HandleConsumer<RuntimeException> work) {
        var _ =
                inTransaction(
                        handle -> {
                            work.useHandle(handle);
                            return true;
                        });
    }

    @Override
    public void close() {
        pool.close();
    }

    /// @return the address, told to be behind a transaction pooler where it turns out to be
    static DatabaseAddress checked(DatabaseAddress address) {
        try (Connection connection = address.connect()) {
            checkVersion(connection);
            DatabaseRights.of(connection)
                    .problem(address, false)
                    .ifPresent(
                            problem -> {
                                throw new StudioException(problem);
                            });
            return PoolerSearch.settled(address, connection);
        } catch (SQLException failure) {
            throw new DatabaseProblems(address).of(failure);
        }
    }

    static void checkVersion(Connection connection) throws SQLException {
        var facts = connection.getMetaData();
        if (facts.getDatabaseMajorVersion() < OLDEST_MAJOR_VERSION) {
            throw new StudioException(
                    Problem.of(
                            Kind.DATABASE_TOO_OLD,
                            facts.getDatabaseProductVersion(),
                            String.valueOf(OLDEST_MAJOR_VERSION)));
        }
    }
}
