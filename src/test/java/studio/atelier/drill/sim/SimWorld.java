package studio.atelier.drill.sim;

import studio.atelier.db.Database;
import studio.atelier.drill.sim.FaultPlan.Timed;
import studio.atelier.model.BatchId;
import studio.atelier.model.BatchPlan;
import studio.atelier.model.JobId;
import studio.atelier.queue.Stores;
import studio.atelier.storage.FolderObjectStore;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/// One simulated run: desktops work on a batch while the plan's misfortunes befall them; then everything is
/// well again, and what is left has to come to its end by itself.
final class SimWorld {
    /// Half of an hour, and what a few jobs wait between their attempts.
    private static final long PATIENCE_NANOS = Duration.ofMinutes(90).toNanos();

    private static final int LOOK_MILLIS = 1_000;

    private static final Duration FIRST_WORK = Duration.ofSeconds(30);

    private static final int LONGEST_FUSE_MILLIS = 5_000;

    private final FaultPlan plan;
    private final VirtualTime time;
    private final Ledger ledger;
    private final Database observer;
    private final Stores stores;
    private final FolderObjectStore store;
    private final FaultStore.Weather weather = new FaultStore.Weather();
    private final Path folder;

    /// @param observer a connection of the drill's own, which nothing befalls
    SimWorld(FaultPlan plan, Database observer, Path folder) {
        this.plan = plan;
        this.time = new VirtualTime(nanos -> SimClock.set(observer, nanos));
        this.ledger = new Ledger(time::nanos);
        this.observer = observer;
        this.stores = Stores.of(observer);
        this.folder = folder;
        this.store = new FolderObjectStore(folder.resolve("objects"));
        store.prepare();
    }

    /// What a run left behind, for the checker.
    record Remains(
            FaultPlan plan,
            Ledger ledger,
            Stores stores,
            FolderObjectStore store,
            Path folder,
            List<JobId> jobs,
            boolean ended,
            Duration lasted,
            int forcedSteps) {}

    Remains run() throws InterruptedException {
        try (time) {
            return inTime();
        }
    }

    private Remains inTime() throws InterruptedException {
        Map<Long, Integer> jobsBySeed = new HashMap<>();
        BatchId batch;
        try (var _ = time.busy()) {
            SimBatch.prepare(observer);
            batch = addBatch(jobsBySeed);
        }
        List<JobId> jobs =
                stores.batches().find(batch).orElseThrow().jobs().stream()
                        .map(row -> row.job().id())
                        .toList();
        boolean ended;
        try (var server = new SimServer(plan, ledger, time, jobsBySeed)) {
            var world =
                    new Desktop.World(
                            plan,
                            time,
                            ledger,
                            new Fuses(),
                            new AtomicInteger(),
                            server,
                            observer.address(),
                            store,
                            weather,
                            folder);
            var desktops = new Desktops(world);
            try (var _ = time.busy()) {
                for (int number = 0; number < plan.desktops(); number++) {
                    desktops.begin(number);
                }
            }
            play(world, desktops, batch, jobs);
            heal(world, desktops);
            ended = waitFor(() -> stores.jobs().counts(batch).unfinished() == 0);
            // A desktop whose job was taken from it, and then ended without the pictures that it
            // had, brings
            // them home after the job's end.
            var _ = waitFor(desktops::areAtRest);
            desktops.close();
        }
        var lasted = Duration.ofNanos(time.nanos());
        return new Remains(
                plan, ledger, stores, store, folder, jobs, ended, lasted, time.forcedSteps());
    }

    private BatchId addBatch(Map<Long, Integer> jobsBySeed) {
        BatchPlan batchPlan =
                SimBatch.plan(
                        plan.jobs().size(),
                        new Random(plan.seed()),
                        folder.resolve("objects/reference-images"));
        for (int i = 0; i < batchPlan.jobs().size(); i++) {
            jobsBySeed.put(batchPlan.jobs().get(i).seed(), i);
        }
        return stores.batches().insert(batchPlan);
    }

    private void play(Desktop.World world, Desktops desktops, BatchId batch, List<JobId> jobs) {
        while (!world.server().hasWork() && time.nanos() < FIRST_WORK.toNanos()) {
            time.sleep(100);
        }
        long begun = time.nanos();
        List<Runnable> fuses = new ArrayList<>();
        try (ExecutorService hands = Executors.newVirtualThreadPerTaskExecutor()) {
            var blows = new Blows(world, desktops, hands, batch, jobs);
            for (Timed timed : plan.acts()) {
                time.sleep(timed.atMillis() - (time.nanos() - begun) / 1_000_000);
                fuses.add(world.fuses().light(timed.steps(), () -> blows.fall(timed.act())));
            }
            time.sleep(LONGEST_FUSE_MILLIS);
            fuses.forEach(Runnable::run);
        }
    }

    private void heal(Desktop.World world, Desktops desktops) {
        ledger.note("all is well again");
        world.server().setDown(false);
        weather.clear();
        desktops.heal();
        // A desktop hears of it by itself.
        stores.settings().put("queue.paused", "false");
    }

    /// @return false when it did not come true
    private boolean waitFor(BooleanSupplier end) {
        long begun = time.nanos();
        while (time.nanos() - begun < PATIENCE_NANOS) {
            try (var _ = time.busy()) {
                if (end.getAsBoolean()) {
                    return true;
                }
            }
            time.sleep(LOOK_MILLIS);
        }
        return false;
    }
}
