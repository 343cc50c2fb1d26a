package studio.atelier.bench;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import studio.atelier.db.Database;
import studio.atelier.db.DatabaseAddress;
import studio.atelier.db.PostgresExtension;
import studio.atelier.drill.Hold;
import studio.atelier.drill.Pooler;
import studio.atelier.queue.DurableQueue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/// What a studio without work costs its database, as transactions that the server counts: one that listens, and one
/// behind a pooler. Beside them a loop that asks one question each two seconds. Each has a database of its own.
@Tag("bench")
class IdleBench {
    private static final int SECONDS = 60;
    private static final double LIMIT = 120;

    /// It looks into a table: the server does not count what touches none until later.
    private static final String QUESTION = "select 1 from pg_class limit 1";

    @RegisterExtension static final PostgresExtension postgres = new PostgresExtension();

    @TempDir Path folder;

    @Test
    void looksOn() throws Exception {
        var watcher = postgres.connect(postgres.createEmpty());
        var bare = postgres.connect(postgres.createEmpty());
        DatabaseAddress behind = postgres.createEmpty();
        try (var studio = new BenchStudio(folder.resolve("listening"), postgres.database());
                var threads = Executors.newSingleThreadScheduledExecutor()) {
            idle(studio).start();
            Future<?> _ =
                    threads.scheduleAtFixedRate(
                            () ->
                                    bare.read(
                                            handle ->
                                                    handle.createQuery(QUESTION)
                                                            .mapTo(Integer.class)
                                                            .one()),
                            0,
                            2,
                            TimeUnit.SECONDS);
            var report = new BenchReport("idle");
            if (Pooler.isInstalled()) {
                postgres.connect(behind).migrate();
                var settings = Pooler.settings(behind);
                try (var _ = settings.start()) {
                    Hold.millis(500);
                    Database pooled = postgres.connect(DatabaseAddress.parse(settings.url()));
                    try (var other = new BenchStudio(folder.resolve("polling"), pooled)) {
                        idle(other).start();
                        report(report, watcher, bare, behind.database());
                    }
                }
            } else {
                report(report, watcher, bare, "");
            }
            threads.shutdownNow();
        }
    }

    private static DurableQueue idle(BenchStudio studio) {
        return studio.queue(List.of(studio.client(studio.server(Duration.ofSeconds(1)))));
    }

    private static void report(BenchReport report, Database watcher, Database bare, String pooled)
            throws Exception {
        List<String> names =
                List.of(postgres.address().database(), pooled, bare.address().database());
        // Start-up is not idling.
        Hold.millis(5_000);
        List<Double> before = names.stream().map(name -> transactions(watcher, name)).toList();
        long begun = System.nanoTime();
        Hold.millis(SECONDS * 1_000L);
        List<Double> after = names.stream().map(name -> transactions(watcher, name)).toList();
        double minutes = Figures.since(begun) / 60_000;
        double reference = (after.get(2) - before.get(2)) / minutes;
        double listening = (after.get(0) - before.get(0)) / minutes;
        assertTrue(listening > 0, "nothing was counted of " + names + after);
        assertTrue(reference > 0, "nothing was counted of the reference in " + names + after);
        report.add(
                Figures.atMost(
                        "idle studio, LISTEN: transactions", LIMIT, listening, reference, "/min"));
        if (pooled.isEmpty()) {
            report.note("by polling: PgBouncer not installed", Double.NaN, Double.NaN, "");
        } else {
            double polling = (after.get(1) - before.get(1)) / minutes;
            assertTrue(polling > 0, "nothing was counted behind the pooler");
            report.add(
                    Figures.atMost(
                            "idle studio, polling: transactions",
                            LIMIT,
                            polling,
                            reference,
                            "/min"));
        }
        report.note(Figures.LOAD, Figures.load(), Double.NaN, "");
        report.finish();
    }

    private static double transactions(Database watcher, String database) {
        return watcher.read(
                handle ->
                        handle.createQuery(
                                        "select coalesce(sum(xact_commit + xact_rollback), 0)"
                                                + " from pg_stat_database where datname = ?")
                                .bind(0, database)
                                .mapTo(Double.class)
                                .one());
    }
}
