package studio.atelier.drill.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/// The clock of the simulation.
class VirtualTimeTest {
    private final List<Long> told = Collections.synchronizedList(new ArrayList<>());
    private final VirtualTime time = new VirtualTime(told::add);

    @AfterEach
    void end() {
        time.close();
    }

    @Test
    void halfAnHourOfWaitingIsOverAtOnceAndExactlyHalfAnHour() throws InterruptedException {
        var lock = new ReentrantLock();
        var never = lock.newCondition();
        long half = Duration.ofMinutes(30).toNanos();
        long begun = System.nanoTime();
        lock.lock();
        try {
            time.await(lock, never, () -> false, half);
        } finally {
            lock.unlock();
        }
        assertEquals(half, time.nanos());
        assertEquals(List.of(0L, half), told);
        assertTrue(System.nanoTime() - begun < half / 10);
    }

    @Test
    void itStandsStillWhileSomebodyIsAtWork() throws InterruptedException {
        List<String> order = Collections.synchronizedList(new ArrayList<>());
        Thread sleeper =
                Thread.ofVirtual()
                        .unstarted(
                                () -> {
                                    time.sleep(1);
                                    order.add("slept");
                                });
        try (var _ = time.busy()) {
            sleeper.start();
            // Real time, in which a clock that did not wait would have gone on.
            assertFalse(sleeper.join(Duration.ofMillis(50)));
            order.add("worked");
        }
        sleeper.join();
        assertEquals(List.of("worked", "slept"), order);
        assertEquals(0, time.forcedSteps());
    }

    @Test
    void momentsComeInTheirOrder() {
        List<String> order = Collections.synchronizedList(new ArrayList<>());
        try (var _ = time.busy()) {
            time.after(2_000, () -> order.add("second"));
            time.after(1_000, () -> order.add("first"));
            time.after(2_000, () -> order.add("third"));
        }
        time.sleep(3_000);
        assertEquals(List.of("first", "second", "third"), order);
    }
}
