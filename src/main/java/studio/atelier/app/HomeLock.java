package studio.atelier.app;

import studio.atelier.model.StudioException;
import studio.atelier.storage.FolderProblems;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// Held while what a home remembers is read and written anew: the window, the engine panel and verbs of other
/// processes do not undo each other's changes. May be taken again by the thread that holds it.
final class HomeLock {
    private static final Duration PAUSE = Duration.ofMillis(5);
    private static final Duration LONGEST = Duration.ofMinutes(1);

    private final Path file;
    private final ReentrantLock within = new ReentrantLock();

    /// @param file made when it is needed; nothing is in it
    HomeLock(Path file) {
        this.file = file.toAbsolutePath();
    }

    /// Blocks until nobody else changes anything.
    ///
    /// @throws StudioException when the folder cannot be written
    <T> T holding(Supplier<T> change) {
        within.lock();
        try {
            return within.getHoldCount() > 1 ? change.get() : alone(change);
        } finally {
            within.unlock();
        }
    }

    /// As `holding`, for what has no result.
    void holding(Runnable change) {
        holding(
                () -> {
                    change.run();
                    return file;
                });
    }

    private <T> T alone(Supplier<T> change) {
        Path folder = Objects.requireNonNull(file.getParent());
        try {
            Files.createDirectories(folder);
            try (var channel =
                            FileChannel.open(
                                    file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    var _ = lock(channel)) {
                return change.get();
            }
        } catch (IOException e) {
            throw FolderProblems.unprepared(e, folder);
        }
    }

    /// The system knows one holder for each process: another one in this process is waited for here.
    private static FileLock lock(FileChannel channel) throws IOException {
        long tries = LONGEST.dividedBy(PAUSE);
        for (long n = 0; n < tries; n++) {
            try {
                return channel.lock();
            } catch (OverlappingFileLockException e) {
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
        throw new IOException("locked for more than " + LONGEST);
    }
}
