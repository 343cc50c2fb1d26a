package studio.atelier.drill.sim;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;

import org.slf4j.LoggerFactory;

import studio.atelier.db.Database;
import studio.atelier.db.DatabaseAddress;
import studio.atelier.drill.ChildWords;
import studio.atelier.drill.sim.SimChecker.Verdict;
import studio.atelier.drill.sim.SimTable.Total;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/// Simulates seeds one after the other in a process of its own: the clock of a simulation moves when nothing in the
/// process is at work. Words: the address of a database, a folder, and the seeds.
final class SeedsMain {
    static final String SAYS_DONE = "done ";
    static final String SAYS_FAULT = "fault ";
    static final String SAYS_TOTAL = "total ";
    static final String SAYS_FAILED = "failed ";
    static final String SAYS_END = "end";

    private static final int STORY_LINES = 80;

    private final SimTable table = new SimTable("");
    private final Path folder;
    private final Database observer;

    private SeedsMain(Database observer, Path folder) {
        this.observer = observer;
        this.folder = folder;
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        // What goes wrong here is meant to, and told thousands of times.
        for (String name : List.of("studio.atelier", "com.zaxxer.hikari")) {
            ((Logger) LoggerFactory.getLogger(name)).setLevel(Level.ERROR);
        }
        try (var observer = Database.open(DatabaseAddress.parse(args[0]))) {
            var seeds = new SeedsMain(observer, Path.of(args[1]));
            for (String seed : List.of(args).subList(2, args.length)) {
                seeds.run(Long.parseLong(seed));
                ChildWords.say(SAYS_DONE + seed);
            }
            seeds.tell();
        }
    }

    private void tell() {
        table.injected()
                .forEach((fault, count) -> ChildWords.say(SAYS_FAULT + count + " " + fault));
        table.totals().forEach((total, count) -> ChildWords.say(SAYS_TOTAL + count + " " + total));
        ChildWords.say(SAYS_END);
    }

    private void run(long seed) throws IOException, InterruptedException {
        Path place = Files.createTempDirectory(folder, "seed");
        FaultPlan plan = FaultPlan.of(seed);
        var remains = new SimWorld(plan, observer, place).run();
        Verdict verdict = new SimChecker(remains).verdict();
        Map.of(
                        Total.ROUNDS,
                        1L,
                        Total.JOBS,
                        (long) plan.jobs().size(),
                        Total.RUNS,
                        (long) remains.ledger().allRuns(),
                        Total.LOST,
                        (long) verdict.lost().size(),
                        Total.DOUBLED,
                        (long) verdict.doubled().size(),
                        Total.WRONG_STATE,
                        (long) verdict.wrong().size(),
                        Total.VIRTUAL_SECONDS,
                        remains.lasted().toSeconds(),
                        Total.FORCED_STEPS,
                        (long) remains.forcedSteps())
                .forEach(table::add);
        remains.ledger().injected().forEach(table::injected);
        if (!verdict.isGood()) {
            byte[] told = told(plan, remains.ledger(), verdict).getBytes(StandardCharsets.UTF_8);
            ChildWords.say(SAYS_FAILED + Base64.getEncoder().encodeToString(told));
        }
        delete(place);
    }

    private static void delete(Path place) throws IOException {
        try (var files = Files.walk(place)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
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
}
