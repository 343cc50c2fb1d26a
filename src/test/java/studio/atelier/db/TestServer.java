package studio.atelier.db;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.atomic.AtomicInteger;

/// The server of a test JVM, in a folder of its own that is removed at the end.
final class TestServer implements AutoCloseable {
    private final Path home;
    private final EmbeddedPostgres postgres;
    private final Database maintenance;
    private final AtomicInteger counter = new AtomicInteger();

    private TestServer(Path home, EmbeddedPostgres postgres) {
        this.home = home;
        this.postgres = postgres;
        this.maintenance = Database.open(postgres.address());
    }

    static TestServer start() {
        try {
            Path home = Files.createTempDirectory("atelier-test-");
            LentPrograms.to(home);
            var server = new TestServer(home, EmbeddedPostgres.start(home));
            server.makeTemplate();
            return server;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void makeTemplate() {
        execute("create database migrated");
        try (Database template = Database.open(postgres.address().withDatabase("migrated"))) {
            template.migrate();
        }
    }

    /// @param migrated false for a database without tables
    DatabaseAddress create(boolean migrated) {
        String name = "test_" + counter.incrementAndGet();
        execute("create database " + name + (migrated ? " template migrated" : ""));
        return postgres.address().withDatabase(name);
    }

    private void execute(String sql) {
        maintenance.read(handle -> handle.execute(sql));
    }

    @Override
    public void close() {
        maintenance.close();
        postgres.close();
        try (var files = Files.walk(home)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(java.io.File::delete);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
