package studio.atelier.ui.kit;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import studio.atelier.model.Problem;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/// Background work on virtual threads. Safe to call from any thread; answers come on the JavaFX thread.
public final class VirtualBackground implements Background, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(VirtualBackground.class);

    private final ExecutorService threads =
            Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("background-", 1).factory());
    private final UiThread ui;
    private final Map<Object, Turn> turns = new HashMap<>();

    public VirtualBackground(UiThread ui) {
        this.ui = ui;
    }

    @Override
    public <T> void run(Callable<T> work, Consumer<T> onSuccess, Consumer<Problem> onFailure) {
        start(new Turn(null), work, onSuccess, onFailure);
    }

    @Override
    public <T> void latest(
            Object key, Callable<T> work, Consumer<T> onSuccess, Consumer<Problem> onFailure) {
        Turn turn = new Turn(key);
        synchronized (turns) {
            Turn older = turns.put(key, turn);
            if (older != null) {
                older.drop();
            }
        }
        start(turn, work, onSuccess, onFailure);
    }

    /// Interrupts what still runs; its answers do not arrive.
    @Override
    public void close() {
        threads.shutdownNow();
    }

    private <T> void start(
            Turn turn, Callable<T> work, Consumer<T> onSuccess, Consumer<Problem> onFailure) {
        try {
            turn.future = threads.submit(() -> perform(turn, work, onSuccess, onFailure));
        } catch (RejectedExecutionException _) {
            // Closed: a click while the window goes away wants no answer any more.
            return;
        }
        if (turn.dropped) {
            turn.drop();
        }
    }

    // The one door where whatever background work throws becomes words, so it catches everything:
    // an error that went nowhere would leave a screen waiting for ever.
    private <T> void perform(
            Turn turn, Callable<T> work, Consumer<T> onSuccess, Consumer<Problem> onFailure) {
        try {
            T result = work.call();
            deliver(turn, () -> onSuccess.accept(result));
        } catch (Throwable failure) {
            if (failure instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            if (!turn.dropped && !threads.isShutdown()) {
                Problem problem = Problems.of(failure, LOG);
                deliver(turn, () -> onFailure.accept(problem));
            }
        }
    }

    private void deliver(Turn turn, Runnable answer) {
        ui.run(
                () -> {
                    forget(turn);
                    if (!turn.dropped && !threads.isShutdown()) {
                        answer.run();
                    }
                });
    }

    /// Only now: until its answer is there, a newer call with the same key must find and drop it.
    private void forget(Turn turn) {
        if (turn.key != null) {
            synchronized (turns) {
                turns.remove(turn.key, turn);
            }
        }
    }

    /// One call: dropped as soon as a newer one with its key came.
    private static final class Turn {
        private final @Nullable Object key;
        private volatile boolean dropped;
        private volatile @Nullable Future<?> future;

        Turn(@Nullable Object key) {
            this.key = key;
        }

        void drop() {
            dropped = true;
            Future<?> running = future;
            if (running != null) {
                running.cancel(true);
            }
        }
    }
}
