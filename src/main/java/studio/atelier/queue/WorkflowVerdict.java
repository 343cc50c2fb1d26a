package studio.atelier.queue;

import studio.atelier.model.Problem;

import java.util.List;

/// What one engine says of a workflow before it is used.
///
/// @param told false when the engine does not tell what it has, as an endpoint that may have no machine at all
/// @param problems what keeps it from running there, or why it could not be asked
public record WorkflowVerdict(String engine, boolean told, List<Problem> problems) {
    public WorkflowVerdict {
        problems = List.copyOf(problems);
    }
}
