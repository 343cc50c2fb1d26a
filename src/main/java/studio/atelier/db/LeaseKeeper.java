package studio.atelier.db;

import studio.atelier.model.StudioException;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// Takes shared leases for one holder and renews them until they are given back, however long that takes. Methods
/// block on the database; safe to share between threads. Closing it ends the renewing.
public final class LeaseKeeper implements AutoCloseable {
    private static final int RENEWALS = 4;

    private final SharedLeases leases;
    private final String holder;
    private final Duration time;
    private final Set<String> held = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService clock =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("leases").factory());

    private LeaseKeeper(SharedLeases leases, String holder, Duration time) {
        this.leases = leases;
        this.holder = holder;
        this.time = time;
    }

    /// @param holder without blanks; what it had already it may take again at once
    /// @param time how long a lease outlives whoever died with it
    public static LeaseKeeper of(SharedLeases leases, String holder, Duration time) {
        var keeper = new LeaseKeeper(leases, holder, time);
        long pause = time.toMillis() / RENEWALS;
        var _ =
                keeper.clock.scheduleWithFixedDelay(
                        keeper::renew, pause, pause, TimeUnit.MILLISECONDS);
        return keeper;
    }

    /// Closing it lets others have what it was for.
    public interface Held extends AutoCloseable {
        /// Asks the database, and prolongs it.
        ///
        /// @return false when somebody else took it meanwhile: this computer slept, or was cut off
        boolean confirm();

        @Override
        void close();
    }

    /// @return empty while another holder has it
    public Optional<Held> take(String name) {
        if (!leases.take(name, holder, time)) {
            return Optional.empty();
        }
        held.add(name);
        return Optional.of(new One(name));
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }

    private void renew() {
        try {
            if (!held.isEmpty()) {
                leases.renew(held, holder, time);
            }
        } catch (StudioException e) {
            // The next one may go through in time.
        }
    }

    private final class One implements Held {
        private final String name;

        private One(String name) {
            this.name = name;
        }

        @Override
        public boolean confirm() {
            return leases.renew(List.of(name), holder, time) == 1;
        }

        @Override
        public void close() {
            held.remove(name);
            try {
                leases.release(List.of(name), holder);
            } catch (StudioException e) {
                // It ends by itself soon, and what was done under it is worth more than this.
            }
        }
    }
}
