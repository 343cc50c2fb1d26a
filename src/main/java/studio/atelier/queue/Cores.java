package studio.atelier.queue;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// How many steps of all engines may keep a core busy at once. Virtual threads are not sliced in time: after a night
/// asleep hundreds of pictures come home at once, and each turn of a thread with a connection of the pool would wait
/// for all of them.
///
/// Pictures that are further on go first, so that one is recorded before the next is begun. Safe to share between
/// threads.
final class Cores {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition furtherOn = lock.newCondition();
    private final Condition beginning = lock.newCondition();
    private int free;
    private int waitingFurtherOn;

    Cores(int count) {
        free = count;
    }

    /// Held while a step keeps a core busy.
    interface Core extends AutoCloseable {
        @Override
        void close();
    }

    /// Waits for a core to begin with a picture.
    Core toBegin() {
        lock.lock();
        try {
            while (free == 0 || waitingFurtherOn > 0) {
                beginning.awaitUninterruptibly();
            }
            free--;
            return this::giveBack;
        } finally {
            lock.unlock();
        }
    }

    /// Waits for a core to go on with a picture.
    Core toGoOn() {
        lock.lock();
        try {
            waitingFurtherOn++;
            while (free == 0) {
                furtherOn.awaitUninterruptibly();
            }
            waitingFurtherOn--;
            free--;
            wakeNext();
            return this::giveBack;
        } finally {
            lock.unlock();
        }
    }

    private void giveBack() {
        lock.lock();
        try {
            free++;
            wakeNext();
        } finally {
            lock.unlock();
        }
    }

    private void wakeNext() {
        if (free > 0) {
            (waitingFurtherOn > 0 ? furtherOn : beginning).signal();
        }
    }
}
