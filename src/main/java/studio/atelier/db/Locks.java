package studio.atelier.db;

import org.jdbi.v3.core.Handle;

/// Makes desktops on one database wait for each other, until the end of the transaction. Nothing here outlives a
/// transaction, so it works behind a transaction pooler too.
final class Locks {
    private static final long SEEDING = 0x61746c_7365_6564L;

    private Locks() {}

    /// Whoever fills tables for the first time, or looks whether somebody has.
    static void seeding(Handle handle) {
        handle.createQuery("select 1 from (select pg_advisory_xact_lock(:key)) as locked")
                .bind("key", SEEDING)
                .mapTo(Integer.class)
                .one();
    }
}
