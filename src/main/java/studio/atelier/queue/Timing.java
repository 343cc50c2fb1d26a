package studio.atelier.queue;

import java.time.Duration;

/// How long things take and how often they are looked at. Tests and drills shorten them.
///
/// @param window prompts inside one engine: one that runs, and one that waits so that the engine never idles
/// @param inHand jobs that one engine's dispatcher holds, those whose pictures are being stored included
/// @param lease how long a job stays ours without a heartbeat
/// @param heartbeat how often leases are prolonged and other desktops' wishes are read
/// @param poll how often the queue is looked at when nothing wakes the dispatcher
/// @param lookUp how often an engine is asked for a prompt of which it says nothing
/// @param silence how long a running prompt may give no sign of life
/// @param strangersGrace how long after its lease a job of an engine unknown here is left alone
/// @param attempts sendings of one job before a passing problem counts as final
/// @param firstWait back-off after the first failure
/// @param longestWait back-off never grows beyond this
/// @param cancelPatience how long a cancel waits for an engine out of reach
/// @param stopGrace what jobs in hand get to come to a good place when the queue is closed
public record Timing(
        int window,
        int inHand,
        Duration lease,
        Duration heartbeat,
        Duration poll,
        Duration lookUp,
        Duration silence,
        Duration strangersGrace,
        int attempts,
        Duration firstWait,
        Duration longestWait,
        Duration cancelPatience,
        Duration stopGrace) {
    public static final Timing DEFAULT =
            new Timing(
                    2,
                    8,
                    // With the wait for the next look, a dead desktop's jobs are in other hands
                    // within a minute.
                    Duration.ofSeconds(45),
                    Duration.ofSeconds(14),
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(5),
                    Duration.ofMinutes(30),
                    Duration.ofMinutes(5),
                    5,
                    Duration.ofSeconds(1),
                    Duration.ofMinutes(2),
                    Duration.ofSeconds(60),
                    Duration.ofSeconds(5));
}
