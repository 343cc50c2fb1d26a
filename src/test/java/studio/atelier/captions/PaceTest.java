package studio.atelier.captions;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;

/// How long a service is left alone, with the limits that people get.
class PaceTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private final AtomicReference<Instant> now = new AtomicReference<>(NOON);
    private final InstantSource clock = now::get;
    private final Pace pace = new Pace(6000, CaptionLimits.USUAL, clock);
    private final List<Optional<Instant>> told = new CopyOnWriteArrayList<>();
    private final StopSignal stop = new StopSignal();

    @Test
    void aServiceThatAsksForAnHourIsNotAskedBefore() throws Exception {
        assertTrue(pace.tooFast(Optional.of(Duration.ofHours(1))));
        var waiting = CompletableFuture.supplyAsync(() -> pace.await(stop, told::add));
        await().until(() -> !told.isEmpty());
        Instant until = told.getFirst().orElseThrow();
        assertTrue(!until.isBefore(NOON.plus(Duration.ofHours(1))), "until " + until);
        assertTrue(until.isBefore(NOON.plus(Duration.ofMinutes(61))), "until " + until);
        assertFalse(waiting.isDone());
        stop.stop();
        assertFalse(waiting.get(), "stopped at once");
        assertEquals(1, told.size(), "said once");
    }

    @Test
    void aComputerThatSleptGoesOnWhenTheTimeIsOver() {
        pace.tooFast(Optional.of(Duration.ofHours(1)));
        now.set(NOON.plus(Duration.ofHours(8)));
        assertTrue(pace.await(stop, told::add));
    }

    @Test
    void moreThanADayIsSaidAndNotWaitedFor() {
        assertEquals(Optional.empty(), pace.tooLate(Optional.empty()));
        assertEquals(Optional.empty(), pace.tooLate(Optional.of(Duration.ofDays(1))));
        assertEquals(
                Optional.of(NOON.plus(Duration.ofDays(30))),
                pace.tooLate(Optional.of(Duration.ofDays(30))));
    }
}
