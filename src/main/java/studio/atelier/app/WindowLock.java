package studio.atelier.app;

import studio.atelier.model.Problem;
import studio.atelier.model.Problem.Kind;
import studio.atelier.model.StudioException;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.StandardOpenOption;

/// Held while a window is open, so that a second one on the same home says so instead of opening. The command
/// line does not need it: it shares the database. The system releases it with the process.
record WindowLock(FileChannel channel, FileLock lock) implements AutoCloseable {
    /// @throws StudioException `HOME_IN_USE`
    static WindowLock take(Home home) {
        try {
            var channel =
                    FileChannel.open(
                            home.windowLock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock == null) {
                channel.close();
                throw inUse(home);
            }
            return new WindowLock(channel, lock);
        } catch (OverlappingFileLockException e) {
            throw inUse(home);
        } catch (IOException e) {
            throw new StudioException(
                    Problem.detailed(
                            Kind.HOME_NOT_WRITABLE, String.valueOf(e), home.folder().toString()),
                    e);
        }
    }

    private static StudioException inUse(Home home) {
        return new StudioException(Problem.of(Kind.HOME_IN_USE, home.folder().toString()));
    }

    @Override
    public void close() {
        try (channel) {
            lock.release();
        } catch (IOException e) {
            org.slf4j.LoggerFactory.getLogger(WindowLock.class).warn("lock not released", e);
        }
    }
}
