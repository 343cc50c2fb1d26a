package studio.atelier.queue.audit;

import studio.atelier.model.JobId;
import studio.atelier.model.Problem;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Collects what the checks of one audit find. Belongs to one thread.
final class Findings {
    private final List<Finding> found = new ArrayList<>();
    private final Map<String, Problem> unreachable = new LinkedHashMap<>();

    void add(Finding.Kind kind, String name) {
        found.add(Finding.of(kind, name));
    }

    void add(Finding.Kind kind, String name, JobId job) {
        found.add(Finding.of(kind, name, job));
    }

    List<Finding> of(Finding.Kind kind) {
        return found.stream().filter(one -> one.kind() == kind).toList();
    }

    /// An engine does not answer: it is not asked again in this audit.
    void unreachable(String engine, Problem why) {
        unreachable.putIfAbsent(engine, why);
    }

    boolean isReachable(String engine) {
        return !unreachable.containsKey(engine);
    }

    AuditReport report(Inventory inventory) {
        return new AuditReport(
                inventory.pictures().size(),
                inventory.objects().size(),
                found,
                List.copyOf(unreachable.values()));
    }
}
