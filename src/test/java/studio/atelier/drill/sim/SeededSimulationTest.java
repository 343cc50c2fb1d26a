package studio.atelier.drill.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

import studio.atelier.db.Database;
import studio.atelier.drill.sim.SimChecker.Verdict;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/// A thousand seeds, each a batch on one or two desktops with misfortunes of its own. The plan of a seed is
/// always the same; threads and a real database still run as they like, so a failing seed may have to be
/// repeated (`-Ddrill.scale=0.05` runs it fifty times).
///
/// `-Ddrill.seed=N` runs that seed alone, else seeds from `drill.first` (1) on; `-Ddrill.scale` multiplies
/// their number, `-Ddrill.lanes` says how many run at once.
@Tag("drill")
class SeededSimulationTest {
    private static final int SEEDS = 1_000;

    /// Seeds at once. More of them than the processors keep up with let each other's leases run out, and each lease
    /// that ran out asks the database once more: in the end nothing but that gets done.
    private static final int LANES =
            Integer.getInteger("drill.lanes", Runtime.getRuntime().availableProcessors() + 1);

    private static final int STORY_LINES = 80;

    @TempDir Path folder;
    private final SimTable table = new SimTable("Seeded simulation");
    private final List<String> failures = Collections.synchronizedList(new ArrayList<>());

    @BeforeAll
    static void tellOnlyMistakes() {
        // What goes wrong here is meant to, and told thousands of times.
        for (String name : List.of("studio.atelier", "com.zaxxer.hikari")) {
            ((Logger) LoggerFactory.getLogger(name)).setLevel(Level.ERROR);
        }
    }

    @AfterAll
    static void tellAllAgain() {
        for (String name : List.of("studio.atelier", "com.zaxxer.hikari")) {
            ((Logger) LoggerFactory.getLogger(name)).setLevel(null);
        }
    }

    @Test
    void everySeedEndsWell() throws Exception {
        long begun = System.nanoTime();
        double scale = Double.parseDouble(System.getProperty("drill.scale", "1"));
        long first = Long.getLong("drill.first", 1);
        Long only = Long.getLong("drill.seed");
        long count = Math.max(1, Math.round(SEEDS * scale));
        var next = new AtomicLong();
        try (var postgres = new SimPostgres(folder.resolve("postgres"));
                var lanes = Executors.newFixedThreadPool(LANES)) {
            List<Future<?>> running = new ArrayList<>();
            for (int lane = 0; lane < LANES; lane++) {
                String name = "lane" + lane;
                running.add(
                        lanes.submit(
                                () -> {
                                    try (var observer = Database.open(postgres.create(name))) {
                                        for (long i = next.getAndIncrement();
                                                i < count;
                                                i = next.getAndIncrement()) {
                                            run(only == null ? first + i : only, observer, name);
                                        }
                                    }
                                    return null;
                                }));
            }
            for (Future<?> lane : running) {
                await(lane);
            }
        }
        var told = table.told(begun);
        told.line(
                "seeds",
                only == null
                        ? first + " to " + (first + count - 1)
                        : only + ", " + count + " times");
        failures.forEach(failure -> told.line("FAILED", failure));
        told.publish();
        assertTrue(only != null || table.faults() > 0, "nothing was injected");
        assertEquals(0, failures.size(), () -> failures.getFirst());
    }

    @Test
    void aSeedAlwaysGivesTheSamePlan() {
        for (long seed = 1; seed <= 200; seed++) {
            assertEquals(FaultPlan.of(seed), FaultPlan.of(seed));
        }
    }

    private void run(long seed, Database observer, String lane)
            throws IOException, InterruptedException {
        Path place = Files.createTempDirectory(folder, lane);
        FaultPlan plan = FaultPlan.of(seed);
        var remains = new SimWorld(plan, observer, place).run();
        Verdict verdict = new SimChecker(remains).verdict();
        table.add(plan.jobs().size(), remains.ledger().allRuns(), remains.ledger().injected());
        table.violated(verdict.lost().size(), verdict.doubled().size(), verdict.wrong().size());
        if (!verdict.isGood()) {
            failures.add(told(plan, remains.ledger(), verdict));
        }
        try (var files = Files.walk(place)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    private static String told(FaultPlan plan, Ledger ledger, Verdict verdict) {
        return "Seed %d: lost %s, doubled %s, wrong %s%n%s%n%s%nreplay: mvn -Pdrills -Dtest=%s -Ddrill.seed=%d verify"
                .formatted(
                        plan.seed(),
                        verdict.lost(),
                        verdict.doubled(),
                        verdict.wrong(),
                        plan,
                        String.join("\n", shortened(ledger.story())),
                        SeededSimulationTest.class.getSimpleName(),
                        plan.seed());
    }

    /// Its beginning and its end.
    private static List<String> shortened(List<String> story) {
        if (story.size() <= 2 * STORY_LINES) {
            return story;
        }
        List<String> told = new ArrayList<>(story.subList(0, STORY_LINES));
        told.add("           ...");
        told.addAll(story.subList(story.size() - STORY_LINES, story.size()));
        return told;
    }

    private static void await(Future<?> lane) throws InterruptedException, IOException {
        try {
            lane.get();
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        }
    }
}
