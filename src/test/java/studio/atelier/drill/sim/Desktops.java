package studio.atelier.drill.sim;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

/// The desktops of one run that are alive. Safe to share between threads.
final class Desktops {
    private static final Duration POOL_PATIENCE = Duration.ofSeconds(20);
    private static final long LOOK_NANOS = 500_000;

    private final Desktop.World world;
    private final Map<Integer, Desktop> living = new HashMap<>();
    private int starts;

    Desktops(Desktop.World world) {
        this.world = world;
    }

    void begin(int number) {
        Desktop desktop;
        synchronized (this) {
            desktop = new Desktop(world, number, new Random(world.plan().seed() * 100 + starts++));
        }
        awaitDatabase(desktop);
        synchronized (this) {
            living.put(number, desktop);
        }
        desktop.queue().start();
        world.ledger().note("desktop " + number + " starts");
    }

    synchronized Optional<Desktop> find(int number) {
        return Optional.ofNullable(living.get(number));
    }

    synchronized Optional<Desktop> remove(int number) {
        return Optional.ofNullable(living.remove(number));
    }

    synchronized void heal() {
        living.values().forEach(desktop -> desktop.relay().heal());
    }

    synchronized boolean areAtRest() {
        return living.values().stream().allMatch(desktop -> desktop.queue().isAtRest());
    }

    synchronized void close() {
        living.values().forEach(Desktop::close);
    }

    /// A pool takes its real time to find a connection again: the clock stands still meanwhile, unless something else
    /// keeps the desktop from its database, which only time can end.
    void awaitDatabase(Desktop desktop) {
        try (var _ = world.time().busy()) {
            long begun = System.nanoTime();
            var reached = CompletableFuture.completedFuture(false);
            while (desktop.mayReachDatabase()
                    && !reached.getNow(false)
                    && System.nanoTime() - begun < POOL_PATIENCE.toNanos()) {
                if (reached.isDone()) {
                    reached =
                            CompletableFuture.supplyAsync(
                                    desktop::reachesDatabase, Thread::startVirtualThread);
                }
                LockSupport.parkNanos(LOOK_NANOS);
            }
        }
    }
}
