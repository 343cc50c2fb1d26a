package studio.atelier.engine;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import studio.atelier.model.PromptId;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

class EventDeliveryTest {
    private static final PromptId PROMPT = new PromptId("p");

    private final CountDownLatch release = new CountDownLatch(1);
    private final CountDownLatch entered = new CountDownLatch(1);
    private final List<EngineEvent> seen = new CopyOnWriteArrayList<>();

    @Test
    void aSlowListenerGetsOnlyTheNewestProgressAndEverythingElse() throws InterruptedException {
        try (var delivery = new EventDelivery(this::slowly, "Workshop")) {
            delivery.add(new EngineEvent.Started(PROMPT));
            entered.await();
            for (int i = 1; i <= 100; i++) {
                delivery.add(new EngineEvent.Progressed(PROMPT, i / 200.0, ""));
                delivery.add(new EngineEvent.QueueChanged(i));
            }
            delivery.add(new EngineEvent.Ended(PROMPT));
            release.countDown();

            await().until(() -> seen.contains(new EngineEvent.Ended(PROMPT)));
            assertEquals(
                    List.of(
                            new EngineEvent.Started(PROMPT),
                            new EngineEvent.Progressed(PROMPT, 0.5, ""),
                            new EngineEvent.QueueChanged(100),
                            new EngineEvent.Ended(PROMPT)),
                    seen);
        }
    }

    @Test
    void aListenerThatFailsHearsTheNextEventAllTheSame() {
        try (var delivery =
                new EventDelivery(
                        event -> {
                            seen.add(event);
                            throw new IllegalStateException("listener");
                        },
                        "Workshop")) {
            delivery.add(new EngineEvent.Connected());
            delivery.add(new EngineEvent.Ended(PROMPT));

            await().until(() -> seen.size() == 2);
        }
    }

    @Test
    void nothingComesAfterClosing() {
        var delivery = new EventDelivery(seen::add, "Workshop");
        delivery.close();
        delivery.add(new EngineEvent.Connected());

        assertTrue(seen.isEmpty());
    }

    private void slowly(EngineEvent event) {
        entered.countDown();
        try {
            release.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        seen.add(event);
    }
}
