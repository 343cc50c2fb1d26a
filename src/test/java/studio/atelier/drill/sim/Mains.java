package studio.atelier.drill.sim;

import studio.atelier.model.Problem;
import studio.atelier.model.Problem.Kind;
import studio.atelier.model.StudioException;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// What keeps one desktop going. Everything that it does to the world outside passes here: frozen, it stands
/// still in the middle of whatever it does; dead, it does nothing any more. Safe to share between threads.
final class Mains {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Fuses fuses;
    private final AtomicInteger standing;
    private boolean frozen;
    private volatile boolean dead;

    /// @param standing how many desktops stand still
    Mains(Fuses fuses, AtomicInteger standing) {
        this.fuses = fuses;
        this.standing = standing;
    }

    /// @return whether it stood still here
    boolean pass() {
        if (!dead) {
            fuses.step();
        }
        boolean stood = false;
        lock.lock();
        try {
            while (frozen && !dead) {
                stood = true;
                changed.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
        if (dead) {
            throw new StudioException(
                    Problem.of(Kind.ENGINE_UNREACHABLE, "a dead desktop", "nowhere"));
        }
        return stood;
    }

    void freeze(boolean stand) {
        lock.lock();
        try {
            if (frozen != stand) {
                standing.addAndGet(stand ? 1 : -1);
            }
            frozen = stand;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void kill() {
        dead = true;
        freeze(false);
    }

    boolean isDead() {
        return dead;
    }

    boolean isFrozen() {
        lock.lock();
        try {
            return frozen;
        } finally {
            lock.unlock();
        }
    }
}
