package studio.atelier.queue;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/// Delivers events to each subscriber in order, on a thread of the subscriber's own: publishing never waits. A
/// slow subscriber gets only the latest progress and preview of each job, and one that is hopelessly behind is
/// told to read again. Safe to share between threads.
final class LiveFeed implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LiveFeed.class);
    private static final int FARTHEST_BEHIND = 20_000;

    private final List<Mailbox> mailboxes = new CopyOnWriteArrayList<>();

    void publish(QueueEvent event) {
        mailboxes.forEach(mailbox -> mailbox.put(event));
    }

    Queue.Subscription subscribe(Consumer<QueueEvent> consumer) {
        var mailbox = new Mailbox();
        mailboxes.add(mailbox);
        Thread thread =
                Thread.ofVirtual().name("queue-feed").start(() -> deliver(mailbox, consumer));
        return new Delivery(mailbox, thread);
    }

    private final class Delivery implements Queue.Subscription {
        private final Mailbox mailbox;
        private final Thread thread;

        private Delivery(Mailbox mailbox, Thread thread) {
            this.mailbox = mailbox;
            this.thread = thread;
        }

        @Override
        public void close() {
            mailboxes.remove(mailbox);
            mailbox.close();
        }

        @Override
        public void closeAfterDelivery() throws InterruptedException {
            close();
            thread.join();
        }
    }

    /// What was published before still arrives.
    @Override
    public void close() {
        mailboxes.forEach(Mailbox::close);
        mailboxes.clear();
    }

    private static void deliver(Mailbox mailbox, Consumer<QueueEvent> consumer) {
        try {
            for (var events = mailbox.take(); !events.isEmpty(); events = mailbox.take()) {
                events.forEach(event -> hand(event, consumer));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void hand(QueueEvent event, Consumer<QueueEvent> consumer) {
        try {
            consumer.accept(event);
        } catch (RuntimeException e) {
            // A loop runner: one subscriber's mistake must not end its deliveries.
            LOG.error(
                    "a subscriber of the queue failed on {}", event.getClass().getSimpleName(), e);
        }
    }

    /// What waits for one subscriber, in order; a newer progress takes the place of the older one.
    private static final class Mailbox {
        private final ReentrantLock lock = new ReentrantLock();
        private final Condition changed = lock.newCondition();
        private Map<Object, QueueEvent> waiting = new LinkedHashMap<>();
        private boolean closed;

        void put(QueueEvent event) {
            lock.lock();
            try {
                if (closed) {
                    return;
                }
                if (waiting.size() >= FARTHEST_BEHIND) {
                    waiting.clear();
                    var refreshed = new QueueEvent.Refreshed();
                    waiting.put(key(refreshed), refreshed);
                }
                waiting.put(key(event), event);
                changed.signal();
            } finally {
                lock.unlock();
            }
        }

        /// @return empty when closed and nothing is left
        List<QueueEvent> take() throws InterruptedException {
            lock.lock();
            try {
                while (waiting.isEmpty() && !closed) {
                    changed.await();
                }
                var taken = waiting;
                waiting = new LinkedHashMap<>();
                return List.copyOf(taken.values());
            } finally {
                lock.unlock();
            }
        }

        void close() {
            lock.lock();
            try {
                closed = true;
                changed.signal();
            } finally {
                lock.unlock();
            }
        }

        private static Object key(QueueEvent event) {
            return switch (event) {
                case QueueEvent.JobProgressed progressed -> List.of("progress", progressed.job());
                case QueueEvent.JobPreviewed previewed -> List.of("preview", previewed.job());
                default -> new Object();
            };
        }
    }
}
