package studio.atelier.db;

import org.jdbi.v3.core.Handle;

import java.util.Collection;
import java.util.TreeSet;

/// Makes desktops on one database wait for each other, until the end of the transaction. Nothing here outlives a
/// transaction, so it works behind a transaction pooler too.
final class Locks {
    private static final long SEEDING = 0x61746c_7365_6564L;

    private static final long IMPORTS = 0x61746c_696d70L;

    private Locks() {}

    /// Whoever adds a reference of these bytes, or made of them.
    ///
    /// @param hashes in any order; whoever needs several takes them in the same one
    static void importing(Handle handle, Collection<String> hashes) {
        for (String hash : new TreeSet<>(hashes)) {
            handle.createQuery(
                            "select 1 from (select pg_advisory_xact_lock("
                                    + "hashtextextended(:hash, :imports))) as locked")
                    .bind("hash", hash)
                    .bind("imports", IMPORTS)
                    .mapTo(Integer.class)
                    .one();
        }
    }

    /// Whoever fills tables for the first time, or looks whether somebody has.
    static void seeding(Handle handle) {
        handle.createQuery("select 1 from (select pg_advisory_xact_lock(:key)) as locked")
                .bind("key", SEEDING)
                .mapTo(Integer.class)
                .one();
    }
}
