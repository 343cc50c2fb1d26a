package studio.atelier.drill.sim;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/// What really happened: the runs that the engine made of each job, the reasons that excuse a further one, the
/// reasons that excuse another end than a picture, and how often each kind of fault struck. Safe to share
/// between threads.
final class Ledger {
    private final Map<Integer, Integer> runs = new TreeMap<>();
    private final Map<Integer, List<String>> excuses = new TreeMap<>();
    private final Map<Integer, Set<String>> ends = new TreeMap<>();
    private final Set<Integer> cancels = new HashSet<>();
    private final Map<String, Integer> injected = new TreeMap<>();
    private final List<String> story = new ArrayList<>();
    private final LongSupplier nanos;
    private String lastNoted = "";

    /// @param nanos since the beginning
    Ledger(LongSupplier nanos) {
        this.nanos = nanos;
    }

    synchronized void ran(int job) {
        runs.merge(job, 1, Integer::sum);
        note("job " + job + " runs");
    }

    synchronized int runs(int job) {
        return runs.getOrDefault(job, 0);
    }

    synchronized int allRuns() {
        return runs.values().stream().mapToInt(Integer::intValue).sum();
    }

    /// One more run of the job would be no fault.
    synchronized void excuse(int job, String why) {
        excuses.computeIfAbsent(job, _ -> new ArrayList<>()).add(why);
        note("job " + job + " may run again: " + why);
    }

    synchronized List<String> excuses(int job) {
        return List.copyOf(excuses.getOrDefault(job, List.of()));
    }

    /// The job may fail with this problem.
    synchronized void mayFail(int job, String code) {
        ends.computeIfAbsent(job, _ -> new HashSet<>()).add(code);
    }

    synchronized Set<String> mayFailWith(int job) {
        return Set.copyOf(ends.getOrDefault(job, Set.of()));
    }

    synchronized void mayBeCancelled(int job) {
        cancels.add(job);
    }

    synchronized boolean isCancelAsked(int job) {
        return cancels.contains(job);
    }

    synchronized void injected(String kind) {
        injected.merge(kind, 1, Integer::sum);
        note("fault " + kind);
    }

    synchronized Map<String, Integer> injected() {
        return new TreeMap<>(injected);
    }

    /// What happens several times in a row is told once.
    synchronized void note(String what) {
        if (what.equals(lastNoted)) {
            return;
        }
        lastNoted = what;
        story.add("%8.2f s  %s".formatted(nanos.getAsLong() / 1e9, what));
    }

    synchronized List<String> story() {
        return List.copyOf(story);
    }
}
