package studio.atelier.drill.sim;

import studio.atelier.db.Database;
import studio.atelier.db.DatabaseAddress;
import studio.atelier.db.EmbeddedPostgres;

import java.nio.file.Path;
import java.util.List;

/// A real server for many simulated desktops at once: in a hurry, because here no power is cut.
final class SimPostgres implements AutoCloseable {
    private final EmbeddedPostgres postgres;
    private final Database maintenance;

    SimPostgres(Path home) {
        try (var first = EmbeddedPostgres.start(home);
                var settings = Database.open(first.address())) {
            for (String setting :
                    List.of(
                            "max_connections = 250",
                            "fsync = off",
                            "synchronous_commit = off",
                            "full_page_writes = off",
                            "autovacuum_naptime = 5")) {
                settings.read(handle -> handle.execute("alter system set " + setting));
            }
            // Thousands of connections are made, and each would compute for milliseconds.
            settings.useTransaction(
                    handle -> {
                        handle.execute("set local scram_iterations = 1");
                        handle.execute(
                                "alter role %s password '%s'"
                                        .formatted(
                                                first.address().user(),
                                                first.address().password()));
                    });
        }
        this.postgres = EmbeddedPostgres.start(home);
        this.maintenance = Database.open(postgres.address());
        DatabaseAddress template = create("migrated", "");
        try (Database database = Database.open(template)) {
            SimClock.install(database);
        }
        try (Database database = Database.open(template)) {
            database.migrate();
        }
    }

    /// A migrated database of its own.
    DatabaseAddress create(String name) {
        return create(name, " template migrated");
    }

    private DatabaseAddress create(String name, String template) {
        maintenance.read(handle -> handle.execute("create database " + name + template));
        maintenance.read(handle -> handle.execute(SimClock.pathOf(name)));
        DatabaseAddress server = postgres.address();
        return new DatabaseAddress(
                server.hosts(), name, server.user(), server.password(), server.options(), false);
    }

    @Override
    public void close() {
        maintenance.close();
        postgres.close();
    }
}
