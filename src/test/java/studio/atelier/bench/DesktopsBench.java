package studio.atelier.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.PGConnection;

import studio.atelier.db.Database;
import studio.atelier.db.DatabaseAddress;
import studio.atelier.db.PostgresExtension;
import studio.atelier.drill.Hold;
import studio.atelier.drill.Pooler;
import studio.atelier.engine.ComfyEngine;
import studio.atelier.model.JobId;
import studio.atelier.model.JobStatus;
import studio.atelier.queue.DurableQueue;
import studio.atelier.queue.QueueEvent;
import studio.atelier.queue.Stores;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// When a second desktop on the same database sees a job that the first one finished: one desktop hears the
/// database's notices, another one sits behind a pooler that passes none on. Beside it a bare NOTIFY.
@Tag("bench")
class DesktopsBench {
    private static final int REFERENCES = 8;
    private static final int VARIATIONS = 5;
    private static final Duration JOB = Duration.ofMillis(1_500);
    private static final int NOTICES = 200;
    private static final int LONGEST_SECONDS = 180;

    @RegisterExtension static final PostgresExtension postgres = new PostgresExtension();

    @TempDir Path folder;

    private final Map<JobId, Long> finished = new ConcurrentHashMap<>();

    @Test
    void seesWhatOthersFinish() throws Exception {
        List<Double> bare = notices();
        var report = new BenchReport("desktops");
        try (var studio = new BenchStudio(folder, postgres.database())) {
            studio.importReferences(REFERENCES);
            studio.importWorkflow(0.05);
            var listening = new Watcher(studio, postgres.connect());
            if (Pooler.isInstalled()) {
                var settings = Pooler.settings(postgres.address());
                try (var _ = settings.start()) {
                    Hold.millis(500);
                    Database pooled = postgres.connect(DatabaseAddress.parse(settings.url()));
                    var polling = new Watcher(studio, pooled);
                    work(studio, List.of(listening, polling));
                    report("L3 seen with LISTEN", "p95", 300, listening, bare, report);
                    report("L3 seen by polling", "p95", 3_000, polling, bare, report);
                }
            } else {
                work(studio, List.of(listening));
                report("L3 seen with LISTEN", "p95", 300, listening, bare, report);
                report.note("L3 by polling: PgBouncer not installed", Double.NaN, Double.NaN, "");
            }
        }
        report.note("jobs", finished.size(), Double.NaN, "");
        report.note(Figures.LOAD, Figures.load(), Double.NaN, "");
        report.finish();
    }

    private void report(
            String what,
            String bounded,
            double limit,
            Watcher watcher,
            List<Double> bare,
            BenchReport report) {
        List<Double> delays = watcher.delays();
        assertEquals(REFERENCES * VARIATIONS, delays.size(), what);
        Figures.spread(report, what, bounded, limit, delays, bare);
    }

    private void work(BenchStudio studio, List<Watcher> watchers) throws Exception {
        ComfyEngine engine = studio.client(studio.server(JOB));
        DurableQueue queue = studio.queue(List.of(engine));
        queue.subscribe(this::note);
        queue.start();
        watchers.forEach(watcher -> watcher.queue.start());
        // Until all of them listen.
        Hold.millis(2_000);
        queue.enqueue(studio.plan(REFERENCES, VARIATIONS));
        for (Watcher watcher : watchers) {
            assertTrue(
                    watcher.left.await(LONGEST_SECONDS, TimeUnit.SECONDS),
                    "a desktop never saw " + watcher.left.getCount() + " of the jobs");
        }
    }

    private void note(QueueEvent event) {
        if (event instanceof QueueEvent.JobCompleted(var job, var _)) {
            finished.put(job.id(), System.nanoTime());
        }
    }

    /// A desktop whose own engine is paused: it only looks on, and reads the queue when it is told to, as the
    /// screen does.
    private final class Watcher {
        private final Map<JobId, Long> seen = new ConcurrentHashMap<>();
        private final CountDownLatch left = new CountDownLatch(REFERENCES * VARIATIONS);
        private final DurableQueue queue;

        Watcher(BenchStudio studio, Database database) {
            ComfyEngine engine = studio.client(studio.server(JOB));
            queue = studio.queue(Stores.of(database), List.of(engine));
            queue.pauseEngine(engine.name());
            queue.subscribe(this::hear);
        }

        private void hear(QueueEvent event) {
            if (event instanceof QueueEvent.Refreshed) {
                queue.latest(1).stream()
                        .flatMap(batch -> batch.jobs().stream())
                        .filter(view -> view.job().status() == JobStatus.COMPLETED)
                        .filter(
                                view ->
                                        seen.putIfAbsent(view.job().id(), System.nanoTime())
                                                == null)
                        .forEach(_ -> left.countDown());
            }
        }

        List<Double> delays() {
            return finished.entrySet().stream()
                    .map(
                            job ->
                                    (Objects.requireNonNull(seen.get(job.getKey()))
                                                    - job.getValue())
                                            / 1e6)
                    .toList();
        }
    }

    /// Milliseconds from the call that notifies to the word on another connection.
    private static List<Double> notices() {
        return postgres.connect()
                .read(
                        handle -> {
                            handle.execute("listen bare");
                            try {
                                var ear = handle.getConnection().unwrap(PGConnection.class);
                                List<Double> delays = new ArrayList<>();
                                for (int i = 0; i < NOTICES; i++) {
                                    long begun = System.nanoTime();
                                    postgres.database().read(mouth -> mouth.execute("notify bare"));
                                    assertEquals(1, ear.getNotifications(5_000).length);
                                    delays.add(Figures.since(begun));
                                }
                                return delays;
                            } catch (SQLException e) {
                                throw new IllegalStateException(e);
                            }
                        });
    }
}
