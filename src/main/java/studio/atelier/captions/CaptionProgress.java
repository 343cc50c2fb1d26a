package studio.atelier.captions;

import java.time.Instant;
import java.util.Optional;

/// How far a run is.
///
/// @param total how many it began with
/// @param written captions that are in the database
/// @param skipped references that somebody else captioned or deleted meanwhile
/// @param waitingUntil when it goes on, while the service wants it to be slower
public record CaptionProgress(
        int total, int written, int skipped, int failed, Optional<Instant> waitingUntil) {
    public int left() {
        return total - written - skipped - failed;
    }
}
