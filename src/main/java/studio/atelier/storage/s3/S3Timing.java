package studio.atelier.storage.s3;

import java.time.Duration;

/// How long an S3 server may take, and how often it is asked.
///
/// @param connect until a connection stands
/// @param idle the longest silence while bytes are due
/// @param attempts of one request, the first included
/// @param firstWait before the second attempt; it grows, with jitter
/// @param longestWait before another attempt
/// @param probe how long a proven right to write is taken for granted
public record S3Timing(
        Duration connect,
        Duration idle,
        int attempts,
        Duration firstWait,
        Duration longestWait,
        Duration probe) {
    public static final S3Timing USUAL =
            new S3Timing(
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(30),
                    5,
                    Duration.ofMillis(200),
                    Duration.ofSeconds(8),
                    Duration.ofMinutes(10));

    /// For one attempt that moves so many bytes: a slow line gets its time, a dead one does not.
    Duration attempt(long bytes) {
        long slowest = 32 * 1024;
        return idle.multipliedBy(2).plusSeconds(bytes / slowest);
    }
}
