package studio.atelier.queue;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/// One working process of a home, among others that may work on the same home: a window and a command line, say.
///
/// Each has a folder of its own below the spool, and holds a lock on a file beside it: the system lets go of that
/// when the process dies, however it dies. So what the dead left is told from what the living are busy with. Safe
/// to share between threads.
final class Session implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Session.class);
    private static final String LOCK = ".lock";

    private final Path spool;
    private final String name = UUID.randomUUID().toString();
    private @Nullable FileChannel held;

    Session(Path spool) {
        this.spool = spool;
    }

    String name() {
        return name;
    }

    /// Where this process keeps files on their way.
    Path folder() {
        return spool.resolve(name);
    }

    /// Is counted among the living from now on, and clears away what the dead left.
    ///
    /// @throws StudioException `HOME_NOT_WRITABLE`
    synchronized void begin() {
        try {
            Files.createDirectories(folder());
            // Locked before anybody sees it by its name: a lock file without a lock is that of a
            // dead one.
            Path making = spool.resolve(name + ".starting");
            held = FileChannel.open(making, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            held.lock();
            Files.move(making, lockOf(name));
            buryDead();
        } catch (IOException e) {
            throw new StudioException(
                    Problem.detailed(Kind.HOME_NOT_WRITABLE, e.toString(), spool.toString()), e);
        }
    }

    /// Names of the sessions at work, this one among them.
    synchronized Set<String> living() {
        Set<String> living = new HashSet<>();
        living.add(name);
        try {
            others().stream().filter(this::isLiving).forEach(living::add);
        } catch (IOException e) {
            LOG.warn("cannot see who else works on this home", e);
        }
        return living;
    }

    @Override
    public synchronized void close() {
        if (held == null) {
            return;
        }
        try (FileChannel _ = held) {
            bury(name);
        } catch (IOException e) {
            // The next start clears it away.
            LOG.warn("the session's files stay", e);
        }
        held = null;
    }

    private void buryDead() throws IOException {
        Spool.clear(spool);
        for (String other : others()) {
            if (!isLiving(other)) {
                bury(other);
            }
        }
    }

    private void bury(String session) throws IOException {
        Path left = spool.resolve(session);
        if (Files.isDirectory(left)) {
            Spool.clear(left);
            Files.deleteIfExists(left);
        }
        Files.deleteIfExists(lockOf(session));
    }

    private List<String> others() throws IOException {
        try (Stream<Path> files = Files.list(spool)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .filter(file -> file.endsWith(LOCK))
                    .map(file -> file.substring(0, file.length() - LOCK.length()))
                    .filter(other -> !other.equals(name))
                    .toList();
        }
    }

    private boolean isLiving(String other) {
        try (FileChannel channel = FileChannel.open(lockOf(other), StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            return lock == null;
        } catch (OverlappingFileLockException sameProcess) {
            return true;
        } catch (IOException gone) {
            return false;
        }
    }

    private Path lockOf(String session) {
        return spool.resolve(session + LOCK);
    }
}
