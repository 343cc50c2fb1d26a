package studio.atelier.captions;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Optional;

/// How far a run is.
///
/// @param total how many it began with
/// @param written captions that are in the database
/// @param skipped references that somebody else captioned or deleted meanwhile
/// @param waitingUntil when it goes on, while the service wants it to be slower
public record CaptionProgress(
        int total, int written, int skipped, int failed, Optional<Instant> waitingUntil) {
    /// The moment until which it waits, in words of this computer: with the day when that is not today.
    public Optional<String> waitingWords() {
        ZoneId here = ZoneId.systemDefault();
        return waitingUntil.map(until -> words(until.atZone(here), LocalDate.now(here)));
    }

    private static String words(ZonedDateTime until, LocalDate today) {
        return until.toLocalDate().equals(today)
                ? DateTimeFormatter.ofLocalizedTime(FormatStyle.MEDIUM).format(until)
                : DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.SHORT)
                        .format(until);
    }

    public int left() {
        return total - written - skipped - failed;
    }
}
