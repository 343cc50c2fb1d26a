package studio.atelier.ui.generate.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import studio.atelier.model.Problem;
import studio.atelier.queue.QueueEvent;
import studio.atelier.ui.generate.Fixtures;
import studio.atelier.ui.generate.MemoryQueue;
import studio.atelier.ui.generate.TestClock;
import studio.atelier.ui.kit.Background;
import studio.atelier.ui.kit.SameThreadBackground;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/// Another desktop that changes the queue faster than it can be read.
class BusyNeighbourTest {
    private final TestClock clock = new TestClock();
    private final MemoryQueue queue = new MemoryQueue(clock);
    private final Deque<Runnable> pulse = new ArrayDeque<>();
    private final Deque<Runnable> readings = new ArrayDeque<>();
    private int begun;

    @Test
    void aReadingUnderWayIsFinishedAndThenOneMoreIsMade() {
        var viewModel = new QueueViewModel(queue, new SlowReading(), pulse::add, clock);
        viewModel.open();
        queue.enqueue(Fixtures.plan(Fixtures.MILAN, 2, 1));
        for (int i = 0; i < 5; i++) {
            queue.tell(new QueueEvent.Refreshed());
            runAll(pulse);
        }
        assertEquals(1, begun, "each word began the reading anew");

        readings.remove().run();
        assertTrue(viewModel.loaded().get());
        assertEquals(2, begun);
        readings.remove().run();
        assertEquals(2, begun);
    }

    private static void runAll(Deque<Runnable> waiting) {
        while (!waiting.isEmpty()) {
            waiting.remove().run();
        }
    }

    /// Reading the batches ends when the test says so; everything else is done at once.
    private final class SlowReading implements Background {
        private final Background atOnce = new SameThreadBackground();

        @Override
        public <T> void run(Callable<T> work, Consumer<T> onSuccess, Consumer<Problem> onFailure) {
            atOnce.run(work, onSuccess, onFailure);
        }

        @Override
        public <T> void latest(
                Object key, Callable<T> work, Consumer<T> onSuccess, Consumer<Problem> onFailure) {
            if (key.equals("queue.latest")) {
                begun++;
                readings.clear();
                readings.add(() -> run(work, onSuccess, onFailure));
            } else {
                run(work, onSuccess, onFailure);
            }
        }
    }
}
