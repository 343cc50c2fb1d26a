package studio.atelier.db;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;

/// Which processes use the embedded server of a home. Each holds a lock on a file of its own: the system lets go
/// of it when the process dies, however it dies, so nobody is counted who is not there.
final class HomeUsers {
    private static final long RETRY_NANOS = 50_000_000;

    private final Path folder;

    HomeUsers(Path root) {
        this.folder = root.resolve("users");
    }

    /// One user's presence, until closed.
    record Presence(Path file, FileChannel channel) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            Files.deleteIfExists(file);
            channel.close();
        }
    }

    /// Waits until no other start or stop on this home is under way. Close the channel to let the next one in.
    static FileChannel startLock(Path root) throws IOException {
        FileChannel channel =
                FileChannel.open(
                        root.resolve("start.lock"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE);
        while (true) {
            try {
                channel.lock();
                return channel;
            } catch (OverlappingFileLockException sameProcess) {
                // Locks are the process's: within it the system cannot make us wait.
                LockSupport.parkNanos(RETRY_NANOS);
            }
        }
    }

    Presence enter() throws IOException {
        Files.createDirectories(folder);
        Path file = folder.resolve(ProcessHandle.current().pid() + "-" + UUID.randomUUID());
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        channel.lock();
        return new Presence(file, channel);
    }

    /// True when a living process is present. Call it under the start lock, after leaving.
    boolean anyone() throws IOException {
        String ownPrefix = ProcessHandle.current().pid() + "-";
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                // Never open a file of this process: closing it would drop the lock.
                boolean own = String.valueOf(file.getFileName()).startsWith(ownPrefix);
                if (own || isLocked(file)) {
                    return true;
                }
                Files.deleteIfExists(file);
            }
        }
        return false;
    }

    private static boolean isLocked(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            return lock == null;
        }
    }
}
