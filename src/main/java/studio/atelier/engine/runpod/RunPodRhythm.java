package studio.atelier.engine.runpod;

import java.time.Duration;

/// How often an endpoint is asked. Tests shorten it.
///
/// @param first pause after the first question for a job; later ones grow
/// @param longest pause between two questions for a job
/// @param fresh an answer that is not older serves the next who asks
/// @param health how often the workers are asked for while a job waits
/// @param startPatience how long no worker may be seen before it is said that none comes
/// @param longestRest pause after many failures in a row
public record RunPodRhythm(
        Duration first,
        Duration longest,
        Duration fresh,
        Duration health,
        Duration startPatience,
        Duration longestRest) {
    /// As RunPod advises.
    public static final RunPodRhythm ADVISED =
            new RunPodRhythm(
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(5),
                    Duration.ofMillis(900),
                    Duration.ofSeconds(10),
                    Duration.ofMinutes(1),
                    Duration.ofSeconds(30));

    Duration after(Duration pause) {
        Duration next = pause.multipliedBy(3).dividedBy(2);
        return next.compareTo(longest) < 0 ? next : longest;
    }
}
