package studio.atelier.app;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// Waiting from outside, as a person watching the screen does. Belongs to one thread.
final class Patience {
    private static final long LOOK_MILLIS = 100;
    private static final long SETTLE_MILLIS = 1_500;

    private final CountDownLatch never = new CountDownLatch(1);
    private String last = "";

    /// Blocks until `condition` holds; runs `meanwhile` after each look.
    void until(BooleanSupplier condition, Runnable meanwhile) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            meanwhile.run();
            pause(LOOK_MILLIS);
        }
    }

    /// Gives thumbnails and animations the time to come to rest.
    void settle() throws InterruptedException {
        pause(SETTLE_MILLIS);
    }

    private void pause(long millis) throws InterruptedException {
        if (never.await(millis, TimeUnit.MILLISECONDS)) {
            throw new IllegalStateException("nobody counts down");
        }
    }

    /// Whether this differs from what was asked about last.
    boolean isNews(String text) {
        boolean news = !text.equals(last);
        last = text;
        return news;
    }
}
