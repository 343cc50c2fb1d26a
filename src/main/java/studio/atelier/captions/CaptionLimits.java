package studio.atelier.captions;

import java.time.Duration;

/// What a run may cost in time and repetition.
///
/// @param patience for one answer; a model at home may have to be loaded first
/// @param firstWait before the first repetition; later ones double it
/// @param longestWait between repetitions when the service does not say how long
/// @param longestAsked for as long as this the service may want to be left alone; what is longer ends the run
/// @param retries of one picture
/// @param allRetries of a whole run
/// @param failuresInARow after so many the run pauses
/// @param busyInARow so many answers of "too fast" without any other end the run
/// @param claim for as long as this a reference belongs to a run that died in the middle of it
record CaptionLimits(
        Duration patience,
        Duration firstWait,
        Duration longestWait,
        Duration longestAsked,
        int retries,
        int allRetries,
        int failuresInARow,
        int busyInARow,
        Duration claim) {
    static final CaptionLimits USUAL =
            new CaptionLimits(
                    Duration.ofMinutes(4),
                    Duration.ofSeconds(2),
                    Duration.ofMinutes(5),
                    Duration.ofDays(1),
                    3,
                    20,
                    5,
                    12,
                    Duration.ofMinutes(3));
}
