package studio.atelier.app;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// Behind it is the core of a window, opened and closed by work in the background. A studio that ends while its core is
/// just being opened waits for that and closes it: else its database would be left running. Safe to share between threads.
final class CoreDoor implements AutoCloseable {
    private static final Duration LONGEST = Duration.ofSeconds(15);

    private final ReentrantLock busy = new ReentrantLock();
    private volatile boolean shut;
    private @Nullable Core inside;

    /// Blocks.
    ///
    /// @throws CancellationException when the studio ended meanwhile: then it is closed already, or soon will be
    /// @throws studio.atelier.model.StudioException from `opening`
    Core open(Supplier<Core> opening) {
        return undisturbed(
                () -> {
                    requireOpen();
                    Core opened = opening.get();
                    inside = opened;
                    requireOpen();
                    return opened;
                });
    }

    /// Closes what is there, if anything is. Blocks.
    void empty() {
        undisturbed(
                () -> {
                    closeInside();
                    return true;
                });
    }

    /// Closes what is there, or will be shortly. Blocks.
    @Override
    public void close() {
        shut = true;
        try {
            if (busy.tryLock(LONGEST.toMillis(), TimeUnit.MILLISECONDS)) {
                leave();
            }
        } catch (InterruptedException e) {
            // whoever is inside closes it when he leaves
            Thread.currentThread().interrupt();
        }
    }

    /// On a thread of its own: the end of a studio interrupts its background work, and a database that is interrupted
    /// while it starts or stops is left running.
    private <T> T undisturbed(Supplier<T> work) {
        try {
            return CompletableFuture.supplyAsync(() -> alone(work), Thread::startVirtualThread)
                    .join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    private <T> T alone(Supplier<T> work) {
        busy.lock();
        try {
            return work.get();
        } finally {
            leave();
        }
    }

    private void requireOpen() {
        if (shut) {
            throw new CancellationException("the studio has ended");
        }
    }

    private void leave() {
        try {
            if (shut) {
                closeInside();
            }
        } finally {
            busy.unlock();
        }
    }

    private void closeInside() {
        Core opened = inside;
        inside = null;
        if (opened != null) {
            opened.close();
        }
    }
}
