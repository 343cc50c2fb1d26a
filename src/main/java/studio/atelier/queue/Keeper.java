package studio.atelier.queue;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import studio.atelier.db.ClaimStore;
import studio.atelier.db.Lease;
import studio.atelier.db.LeaseStore;
import studio.atelier.db.LeaseStore.Pulse;
import studio.atelier.model.StudioException;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// Keeps the leases of the jobs in hand, hears what other desktops want of them, and gives abandoned jobs back
/// to the queue. One loop on one thread.
final class Keeper {
    private static final Logger LOG = LoggerFactory.getLogger(Keeper.class);

    private final Hands hands;
    private final LeaseStore leases;
    private final ClaimStore claims;
    private final Reach reach;
    private final Conditions conditions;
    private final Wake wake;
    private volatile boolean stopping;

    Keeper(Hands hands, LeaseStore leases, ClaimStore claims, Reach reach, Conditions conditions) {
        this.hands = hands;
        this.leases = leases;
        this.claims = claims;
        this.reach = reach;
        this.conditions = conditions;
        this.wake = new Wake(conditions.time());
    }

    /// What the keeper tells, and whom it serves.
    ///
    /// @param living owners of leases on this home that are at work, this process among them
    /// @param engines names of the engines here
    /// @param freed called when jobs came back to the queue
    /// @param beThere tells the other desktops that this one is at work
    /// @param sweep takes up what earlier processes had downloaded
    record Reach(
            Supplier<Set<String>> living,
            Supplier<Set<String>> engines,
            LiveFeed feed,
            Services services,
            Runnable freed,
            Runnable beThere,
            KeptSweep sweep) {}

    void loop() {
        boolean inherited = false;
        while (!stopping) {
            try {
                if (!inherited) {
                    inherit();
                    inherited = true;
                    reach.sweep().goOn();
                    reach.freed().run();
                }
                keep();
                giveBack();
                reach.beThere().run();
                reach.sweep().goOn();
                reach.services().works(Services.DATABASE);
            } catch (StudioException e) {
                reach.services().failed(e.problem());
            } catch (RuntimeException e) {
                // A loop runner: without heartbeats every job in hand would be lost.
                LOG.error("the keeper of leases failed and goes on", e);
            }
            wake.await(conditions.timing().heartbeat());
        }
    }

    void inherit() {
        claims.expireEarlier(conditions.home(), reach.living().get());
    }

    void stop() {
        stopping = true;
        wake.now();
    }

    private void keep() {
        List<HeldJob> held = hands.all();
        if (held.isEmpty()) {
            return;
        }
        long asked = conditions.time().nanos();
        Map<Lease, Pulse> pulses =
                leases
                        .heartbeat(
                                held.stream().map(HeldJob::lease).toList(),
                                conditions.timing().lease())
                        .stream()
                        .collect(Collectors.toMap(Pulse::lease, Function.identity()));
        Map<Lease, Duration> running = new HashMap<>();
        for (HeldJob job : held) {
            Pulse pulse = pulses.get(job.lease());
            if (pulse == null) {
                job.lose();
                continue;
            }
            job.confirmed(asked);
            job.runningSince()
                    .ifPresent(at -> running.put(job.lease(), Duration.ofNanos(asked - at)));
            if (pulse.cancelRequested() && !job.isAdopted()) {
                job.requestCancel();
            }
        }
        if (!running.isEmpty()) {
            leases.running(running);
        }
    }

    private void giveBack() {
        var freed =
                claims.requeueAbandoned(
                        reach.engines().get(), conditions.timing().strangersGrace());
        freed.forEach(job -> reach.feed().publish(new QueueEvent.JobChanged(job)));
        if (!freed.isEmpty()) {
            reach.freed().run();
        }
    }
}
