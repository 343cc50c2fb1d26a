package studio.atelier.queue.audit;

import studio.atelier.model.Problem;

import java.util.List;

/// What an audit found.
///
/// @param pictures recorded
/// @param objects in the store's bucket of pictures
/// @param unreachable engines that could not be asked, each with why
public record AuditReport(
        int pictures, int objects, List<Finding> findings, List<Problem> unreachable) {
    public AuditReport {
        findings = List.copyOf(findings);
        unreachable = List.copyOf(unreachable);
    }

    /// Pictures that are not where they should be.
    public int missing() {
        return (int) findings.stream().filter(found -> found.kind().isLoss()).count();
    }

    public List<Finding> of(Finding.Kind kind) {
        return findings.stream().filter(found -> found.kind() == kind).toList();
    }
}
