package studio.atelier.db;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TimeZone;

/// Gives a test class a fresh, migrated database on a real server. One server runs per test JVM.
///
///     @RegisterExtension static final PostgresExtension postgres = new PostgresExtension();
///
/// From the first such class on, this JVM's time zone (and with it every session's) is not UTC, so that a forgotten
/// zone shows. Classes run beside each other, so it stays until the last one.
public final class PostgresExtension implements BeforeAllCallback, AfterAllCallback {
    private static final Namespace NAMESPACE = Namespace.create(PostgresExtension.class);
    private static final String ODD_ZONE = "Pacific/Chatham";

    private final List<Database> opened = new ArrayList<>();
    private @Nullable TestServer server;
    private @Nullable DatabaseAddress address;
    private @Nullable Database database;

    @Override
    public void beforeAll(ExtensionContext context) {
        context.getRoot()
                .getStore(NAMESPACE)
                .computeIfAbsent(OddZone.class, _ -> OddZone.set(), OddZone.class);
        server =
                context.getRoot()
                        .getStore(NAMESPACE)
                        .computeIfAbsent(
                                TestServer.class, _ -> TestServer.start(), TestServer.class);
        address = server.create(true);
        database = connect();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        opened.forEach(Database::close);
        opened.clear();
    }

    /// The class's own database, migrated and without rows.
    public Database database() {
        return Objects.requireNonNull(database);
    }

    public DatabaseAddress address() {
        return Objects.requireNonNull(address);
    }

    /// The same, told to be behind a pooler in transaction mode.
    public DatabaseAddress pooled() {
        DatabaseAddress direct = address();
        return new DatabaseAddress(
                direct.hosts(),
                direct.database(),
                direct.user(),
                direct.password(),
                direct.options(),
                true);
    }

    /// One more pool on the same database, as another desktop would have it. Closed after the class.
    public Database connect() {
        return connect(address());
    }

    public Database connect(DatabaseAddress to) {
        Database more = Database.open(to);
        opened.add(more);
        return more;
    }

    /// A database with no tables at all.
    public DatabaseAddress createEmpty() {
        return Objects.requireNonNull(server).create(false);
    }

    /// Removes every row, and starts all numbers anew.
    public void clear() {
        database()
                .useTransaction(
                        handle ->
                                handle.execute(
                                        """
                                        truncate models, reference_images, workflows, generation_jobs,
                                            batches, generated_images, reference_tags, atelier_settings,
                                            earlier_attempts
                                        restart identity cascade
                                        """));
    }

    private record OddZone(TimeZone usual) implements AutoCloseable {
        static OddZone set() {
            var set = new OddZone(TimeZone.getDefault());
            TimeZone.setDefault(TimeZone.getTimeZone(ODD_ZONE));
            return set;
        }

        @Override
        public void close() {
            TimeZone.setDefault(usual);
        }
    }
}
