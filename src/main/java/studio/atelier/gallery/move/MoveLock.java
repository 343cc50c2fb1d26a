package studio.atelier.gallery.move;

import studio.atelier.db.LeaseKeeper;
import studio.atelier.db.SharedLeases;
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
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// Held by the one move of a library that runs. Two that go against each other would each find everything at its
/// target, and delete it at its source. Within a home a file keeps them apart, which the system releases with the
/// process; among computers a lease in the database does, which belongs to the home: a move that died is gone on with
/// there at once, and elsewhere when the lease is over.
final class MoveLock implements AutoCloseable {
    private static final String LEASE = "move-store";
    private static final int RENEWALS = 4;

    private final FileChannel channel;
    private final LeaseKeeper keeper;
    private final LeaseKeeper.Held lease;
    private final Duration fresh;
    private final InstantSource clock;
    private Instant confirmed;

    private MoveLock(FileChannel channel, LeaseKeeper keeper, LeaseKeeper.Held lease, Mover mover) {
        this.channel = channel;
        this.keeper = keeper;
        this.lease = lease;
        this.fresh = mover.lease().dividedBy(RENEWALS);
        this.clock = mover.clock();
        this.confirmed = clock.instant();
    }

    /// Who moves, and for how long others wait when it dies.
    ///
    /// @param home identity of the home, without blanks
    record Mover(SharedLeases leases, String home, Duration lease, InstantSource clock) {}

    /// @param folder of moves in this home
    /// @throws StudioException `MOVE_RUNNING`, `MOVE_ELSEWHERE`
    static MoveLock take(Path folder, Mover mover) {
        FileChannel channel = lock(folder);
        LeaseKeeper keeper = LeaseKeeper.of(mover.leases(), mover.home(), mover.lease());
        boolean whole = false;
        try {
            LeaseKeeper.Held lease = keeper.take(LEASE).orElseThrow(MoveLock::elsewhere);
            var lock = new MoveLock(channel, keeper, lease, mover);
            whole = true;
            return lock;
        } finally {
            if (!whole) {
                keeper.close();
                release(channel);
            }
        }
    }

    /// Before a step that a contrary move must not meet. One of which this computer slept through may be another's by
    /// now: the time of day tells, as it goes on in sleep.
    ///
    /// @throws StudioException `MOVE_ELSEWHERE`
    void confirm() {
        Instant now = clock.instant();
        if (Duration.between(confirmed, now).abs().compareTo(fresh) > 0) {
            if (!lease.confirm()) {
                throw elsewhere();
            }
            confirmed = now;
        }
    }

    @Override
    public void close() {
        keeper.close();
        lease.close();
        // With the channel goes the lock.
        release(channel);
    }

    private static FileChannel lock(Path folder) {
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
                    return channel;
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

    private static void release(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            throw failed(Path.of("move.lock"), e);
        }
    }

    private static StudioException elsewhere() {
        return new StudioException(Problem.of(Kind.MOVE_ELSEWHERE));
    }

    private static StudioException failed(Path where, IOException e) {
        return new StudioException(
                Problem.detailed(Kind.HOME_NOT_WRITABLE, e.toString(), where.toString()), e);
    }
}
