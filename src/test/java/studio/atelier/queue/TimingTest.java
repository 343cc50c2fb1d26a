package studio.atelier.queue;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.time.Duration;

/// What the usual times promise.
class TimingTest {
    private static final Timing USUAL = Timing.DEFAULT;

    @Test
    void theJobsOfADesktopThatDiesAreTakenOverWithinAMinute() {
        Duration longest = USUAL.lease().plus(USUAL.poll()).plus(USUAL.lookUp());
        assertTrue(longest.compareTo(Duration.ofMinutes(1)) < 0, longest.toString());
    }

    @Test
    void aLeaseOutlivesTwoHeartbeatsThatGetLost() {
        assertTrue(USUAL.heartbeat().multipliedBy(3).compareTo(USUAL.lease()) < 0);
    }
}
