package studio.atelier.engine.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.List;

/// What the demo engine was asked and what it did, for tests to look at: it survives restarts of the engine's
/// memory. Only the latest entries are kept. Safe for any thread.
public final class DemoLedger {
    private static final int KEPT = 5_000;

    private final List<Submitted> submissions = new ArrayList<>();
    private final List<Executed> executions = new ArrayList<>();
    private final List<Served> requests = new ArrayList<>();

    /// An accepted prompt.
    ///
    /// @param clientId empty when the prompt came without
    public record Submitted(String promptId, String clientId, ObjectNode graph) {}

    /// A run that ended.
    ///
    /// @param outcome `success`, `error`, `interrupted`, or `lost` at a restart
    /// @param executed nodes that really ran, cached ones left out
    /// @param files names of saved pictures, as history gives them
    public record Executed(
            String promptId, String outcome, List<String> executed, List<String> files) {
        public Executed {
            executed = List.copyOf(executed);
            files = List.copyOf(files);
        }
    }

    /// An answered request. Status 0 stands for no answer at all.
    public record Served(String method, String path, String query, int status) {}

    public synchronized List<Submitted> submissions() {
        return List.copyOf(submissions);
    }

    public synchronized List<Executed> executions() {
        return List.copyOf(executions);
    }

    public synchronized List<Served> requests() {
        return List.copyOf(requests);
    }

    /// How often a prompt was accepted.
    public synchronized long timesSubmitted(String promptId) {
        return submissions.stream().filter(entry -> entry.promptId().equals(promptId)).count();
    }

    /// How often a prompt ran to the end with success.
    public synchronized long timesSucceeded(String promptId) {
        return executions.stream()
                .filter(entry -> entry.promptId().equals(promptId))
                .filter(entry -> entry.outcome().equals("success"))
                .count();
    }

    /// How often a path was asked for, by any method.
    public synchronized long timesServed(String method, String path) {
        return requests.stream()
                .filter(entry -> entry.method().equals(method) && entry.path().equals(path))
                .count();
    }

    synchronized void add(Submitted entry) {
        add(submissions, entry);
    }

    synchronized void add(Executed entry) {
        add(executions, entry);
    }

    synchronized void add(Served entry) {
        add(requests, entry);
    }

    private static <T> void add(List<T> list, T entry) {
        if (list.size() >= KEPT) {
            list.subList(0, KEPT / 10).clear();
        }
        list.add(entry);
    }
}
