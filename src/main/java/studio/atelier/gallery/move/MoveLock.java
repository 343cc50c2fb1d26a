package studio.atelier.gallery.move;

import studio.atelier.model.Problem;
import studio.atelier.model.Problem.Kind;
import studio.atelier.model.StudioException;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Held by the one move that runs on a home. Two that go against each other would each find everything at its target,
/// and delete it at its source. The system releases it with the process.
record MoveLock(FileChannel channel, FileLock lock) implements AutoCloseable {
    /// @param folder of moves in this home
    /// @throws StudioException `MOVE_RUNNING`
    static MoveLock take(Path folder) {
        try {
            Files.createDirectories(folder);
            FileChannel channel =
                    FileChannel.open(
                            folder.resolve("move.lock"),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
            try {
                FileLock lock = channel.tryLock();
                if (lock != null) {
                    return new MoveLock(channel, lock);
                }
            } catch (OverlappingFileLockException e) {
                // another one in this process, which is said below
            }
            channel.close();
            throw new StudioException(Problem.of(Kind.MOVE_RUNNING));
        } catch (IOException e) {
            throw failed(folder, e);
        }
    }

    @Override
    public void close() {
        // With the channel goes the lock.
        try {
            channel.close();
        } catch (IOException e) {
            throw failed(Path.of("move.lock"), e);
        }
    }

    private static StudioException failed(Path where, IOException e) {
        return new StudioException(
                Problem.detailed(Kind.HOME_NOT_WRITABLE, e.toString(), where.toString()), e);
    }
}
