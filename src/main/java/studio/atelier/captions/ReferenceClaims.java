package studio.atelier.captions;

import studio.atelier.db.SharedLeases;
import studio.atelier.model.ReferenceImage;
import studio.atelier.model.StudioException;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// What one run is at, so that no other run on the same database pays for it too. A service may let a picture wait
/// for hours, so claims are renewed until they are closed. Safe to share between threads.
final class ReferenceClaims implements AutoCloseable {
    private static final int RENEWALS = 4;

    private final SharedLeases leases;
    private final Duration time;
    private final String holder = UUID.randomUUID().toString();
    private final Set<String> held = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService clock =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("caption-claims").factory());

    private ReferenceClaims(SharedLeases leases, Duration time) {
        this.leases = leases;
        this.time = time;
    }

    /// @param time how long a claim outlives whoever died with it
    static ReferenceClaims of(SharedLeases leases, Duration time) {
        var claims = new ReferenceClaims(leases, time);
        long pause = time.toMillis() / RENEWALS;
        var _ =
                claims.clock.scheduleWithFixedDelay(
                        claims::renew, pause, pause, TimeUnit.MILLISECONDS);
        return claims;
    }

    /// Closing it lets others have the reference.
    interface Claim extends AutoCloseable {
        @Override
        void close();
    }

    /// @return empty while another run has it
    Optional<Claim> take(ReferenceImage reference) {
        String name = "caption " + reference.id().value();
        if (!leases.take(name, holder, time)) {
            return Optional.empty();
        }
        held.add(name);
        return Optional.of(() -> release(name));
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }

    private void release(String name) {
        held.remove(name);
        try {
            leases.release(List.of(name), holder);
        } catch (StudioException e) {
            // It ends by itself soon, and what came of the reference is worth more than this.
        }
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
}
