package studio.atelier.queue;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.time.Duration;

/// What the usual times promise.
class TimingTest {
    private static final Timing USUAL = Timing.DEFAULT;

    @Test
    void theJobsOfADesktopThatDiesAreTakenOverWithinAMinute() {
        Duration betweenLooks =
                USUAL.poll().multipliedBy(3L * Dispatcher.LONGER_WHILE_QUIET).dividedBy(2);
        assertWithinAMinute(USUAL.lease().plus(betweenLooks));
        // What was claimed and never sent is given back to the queue at a heartbeat.
        assertWithinAMinute(USUAL.lease().plus(USUAL.heartbeat()));
    }

    private static void assertWithinAMinute(Duration longest) {
        assertTrue(longest.compareTo(Duration.ofMinutes(1)) < 0, longest.toString());
    }

    @Test
    void aLeaseOutlivesTwoHeartbeatsThatGetLost() {
        assertTrue(USUAL.heartbeat().multipliedBy(3).compareTo(USUAL.lease()) < 0);
    }
}
