package studio.atelier.queue;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import studio.atelier.model.Problem;
import studio.atelier.model.StudioException;
import studio.atelier.storage.ObjectStore;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Knows whether database and object store are in reach, and tells changes to the feed once. Safe to share
/// between threads.
final class Services {
    static final String DATABASE = "database";
    static final String STORE = "store";

    private static final Logger LOG = LoggerFactory.getLogger(Services.class);

    /// A check of the store writes a file, so it is not made at every look at the queue.
    private static final Duration STORE_CHECK = Duration.ofSeconds(15);

    private final ObjectStore store;
    private final LiveFeed feed;
    private final Time time;
    private final Map<String, Problem> down = new HashMap<>();
    private Optional<Long> storeCheckedAt = Optional.empty();

    Services(ObjectStore store, LiveFeed feed, Time time) {
        this.store = store;
        this.feed = feed;
        this.time = time;
    }

    /// Files a problem under the service it is about; others are not remembered here.
    void failed(Problem problem) {
        serviceOf(problem).ifPresent(service -> change(service, Optional.of(problem)));
    }

    void works(String service) {
        change(service, Optional.empty());
    }

    /// Whether new work may be begun: a picture could be stored. Blocks on the store now and then.
    boolean isStoreReady() {
        if (!isCheckDue()) {
            synchronized (this) {
                return !down.containsKey(STORE);
            }
        }
        try {
            store.check();
            works(STORE);
            return true;
        } catch (StudioException e) {
            change(STORE, Optional.of(e.problem()));
            return false;
        }
    }

    static boolean isDatabase(Problem problem) {
        return serviceOf(problem).filter(DATABASE::equals).isPresent();
    }

    static boolean isStore(Problem problem) {
        return serviceOf(problem).filter(STORE::equals).isPresent();
    }

    private static Optional<String> serviceOf(Problem problem) {
        String code = problem.code();
        if (code.startsWith("database-")) {
            return Optional.of(DATABASE);
        }
        return code.startsWith("store-") ? Optional.of(STORE) : Optional.empty();
    }

    private synchronized boolean isCheckDue() {
        long now = time.nanos();
        boolean due =
                storeCheckedAt.filter(at -> now - at < STORE_CHECK.toNanos()).isEmpty()
                        || down.containsKey(STORE);
        if (due) {
            storeCheckedAt = Optional.of(now);
        }
        return due;
    }

    private synchronized void change(String service, Optional<Problem> problem) {
        boolean wasDown = down.containsKey(service);
        problem.ifPresentOrElse(found -> down.put(service, found), () -> down.remove(service));
        if (wasDown != problem.isPresent()) {
            problem.ifPresentOrElse(
                    found -> LOG.warn("{} out of reach: {}", service, found.sentence()),
                    () -> LOG.info("{} in reach again", service));
            feed.publish(new QueueEvent.ServiceChanged(service, problem));
        }
    }
}
