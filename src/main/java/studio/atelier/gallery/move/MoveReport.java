package studio.atelier.gallery.move;

import studio.atelier.model.Problem;

import java.util.List;

/// What a move did.
///
/// @param objects that are at the target now and were compared
/// @param copied of them in this run
/// @param bytes of what was copied
/// @param problems what is not at the target; with any, no address was changed and nothing deleted
/// @param damaged objects whose bytes are not those that the database knows; they were copied as they are
/// @param left objects that no row of the database tells of and whose names the target does not take; they stay
/// @param addresses changed in the database
/// @param deleted at the source
public record MoveReport(
        int objects,
        int copied,
        long bytes,
        List<Problem> problems,
        List<String> damaged,
        List<String> left,
        int addresses,
        int deleted) {
    public MoveReport {
        problems = List.copyOf(problems);
        damaged = List.copyOf(damaged);
        left = List.copyOf(left);
    }
}
