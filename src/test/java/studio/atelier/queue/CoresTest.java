package studio.atelier.queue;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

class CoresTest {
    private final List<String> order = Collections.synchronizedList(new ArrayList<>());

    @Test
    void whatIsFurtherOnGoesFirst() {
        var cores = new Cores(1);
        List<Thread> waiting = new ArrayList<>();
        try (var _ = cores.toBegin()) {
            for (int i = 0; i < 3; i++) {
                waiting.add(waiting("begin", cores::toBegin));
            }
            waiting.add(waiting("go on", cores::toGoOn));
            await().until(
                            () ->
                                    waiting.stream()
                                            .allMatch(
                                                    thread ->
                                                            thread.getState()
                                                                    == Thread.State.WAITING));
        }
        await().until(() -> order.size() == 4);
        assertEquals("go on", order.getFirst());
    }

    private Thread waiting(String name, Supplier<Cores.Core> cores) {
        return Thread.ofVirtual()
                .start(
                        () -> {
                            try (var _ = cores.get()) {
                                order.add(name);
                            }
                        });
    }

    @Test
    void asManyWorkAtOnceAsThereAreCoresAndNobodyIsForgotten() {
        var cores = new Cores(2);
        var working = new AtomicInteger();
        var most = new AtomicInteger();
        var done = new AtomicInteger();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 400; i++) {
                boolean begins = i % 2 == 0;
                threads.execute(
                        () -> {
                            try (var _ = begins ? cores.toBegin() : cores.toGoOn()) {
                                int now = working.incrementAndGet();
                                most.accumulateAndGet(now, Math::max);
                                LockSupport.parkNanos(1_000);
                                working.decrementAndGet();
                            }
                            done.incrementAndGet();
                        });
            }
        }
        assertEquals(400, done.get());
        assertTrue(most.get() <= 2, "too many at once: " + most);
    }
}
