package studio.atelier.app;

import javafx.application.Platform;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Knocks at the JavaFX thread every other millisecond and notes how long it takes to answer.
final class FxWatch implements AutoCloseable {
    private static final int RHYTHM = 2;

    private final Semaphore answered = new Semaphore(0);
    private final Thread thread = Thread.ofPlatform().daemon().name("fx-watch").start(this::watch);
    private List<Double> waits = new ArrayList<>();

    /// Milliseconds of each knock since the last call.
    synchronized double[] take() {
        double[] taken = waits.stream().mapToDouble(Double::doubleValue).toArray();
        waits = new ArrayList<>();
        return taken;
    }

    private synchronized void note(double wait) {
        waits.add(wait);
    }

    private void watch() {
        try {
            while (true) {
                long asked = System.nanoTime();
                Platform.runLater(answered::release);
                answered.acquire();
                note((System.nanoTime() - asked) / 1e6);
                TimeUnit.MILLISECONDS.sleep(RHYTHM);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
