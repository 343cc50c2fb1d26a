package studio.atelier.captions;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Says once that something is to end, and wakes whoever waits. Safe to share between threads.
public final class StopSignal {
    private final CountDownLatch given = new CountDownLatch(1);
    private final List<Runnable> listeners = new ArrayList<>();

    /// Does nothing the second time. Listeners run on the calling thread.
    public void stop() {
        List<Runnable> told;
        synchronized (listeners) {
            if (isStopped()) {
                return;
            }
            given.countDown();
            told = List.copyOf(listeners);
        }
        told.forEach(Runnable::run);
    }

    public boolean isStopped() {
        return given.getCount() == 0;
    }

    /// Waits so long, or until it is given.
    ///
    /// @return whether it is given; an interrupted thread is told so, too
    boolean await(Duration longest) {
        try {
            return given.await(longest.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /// Calls back when it is given, at once if it is already.
    void onStop(Runnable listener) {
        boolean already;
        synchronized (listeners) {
            already = isStopped();
            listeners.add(listener);
        }
        if (already) {
            listener.run();
        }
    }
}
