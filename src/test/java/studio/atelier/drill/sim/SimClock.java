package studio.atelier.drill.sim;

import studio.atelier.db.Database;

import java.time.Instant;

/// Makes a database tell the time of a simulation: its `now()` is found before PostgreSQL's own, and reads a table.
final class SimClock {
    /// Any, and the same for each run.
    private static final Instant BEGINNING = Instant.parse("2026-03-01T08:00:00Z");

    private SimClock() {}

    /// Before the tables are made: the defaults of their columns keep the `now()` that was found then.
    static void install(Database database) {
        database.useTransaction(
                handle -> {
                    handle.execute("create schema sim");
                    handle.execute("create table sim.clock (at timestamptz not null)");
                    handle.execute("insert into sim.clock values (pg_catalog.now())");
                    handle.execute(
                            "create function sim.now() returns timestamptz language sql stable as"
                                    + " 'select at from sim.clock'");
                });
    }

    /// @param nanos since the beginning
    static void set(Database database, long nanos) {
        database.read(
                handle ->
                        handle.execute("update sim.clock set at = ?", BEGINNING.plusNanos(nanos)));
    }

    /// The SQL after which connections to a database use the clock.
    static String pathOf(String database) {
        return "alter database " + database + " set search_path = public, sim, pg_catalog";
    }
}
