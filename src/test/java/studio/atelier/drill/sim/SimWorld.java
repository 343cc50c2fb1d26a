package studio.atelier.drill.sim;

import studio.atelier.db.Database;
import studio.atelier.drill.sim.FaultPlan.Act;
import studio.atelier.drill.sim.FaultPlan.Timed;
import studio.atelier.model.BatchId;
import studio.atelier.model.BatchPlan;
import studio.atelier.model.JobId;
import studio.atelier.model.StudioException;
import studio.atelier.queue.DurableQueue;
import studio.atelier.queue.Stores;
import studio.atelier.storage.FolderObjectStore;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// One simulated run: desktops work on a batch while the plan's misfortunes befall them; then everything is
/// well again, and what is left has to come to its end by itself.
final class SimWorld {
    private static final long PATIENCE_SECONDS = 20;

    private final FaultPlan plan;
    private final Ledger ledger = new Ledger();
    private final Database observer;
    private final Stores stores;
    private final FolderObjectStore store;
    private final FaultStore.Weather weather = new FaultStore.Weather();
    private final Random random;
    private final Path folder;
    private final Map<Integer, Desktop> desktops = new HashMap<>();

    /// @param observer a connection of the drill's own, which nothing befalls
    SimWorld(FaultPlan plan, Database observer, Path folder) {
        this.plan = plan;
        this.observer = observer;
        this.stores = Stores.of(observer);
        this.folder = folder;
        this.store = new FolderObjectStore(folder.resolve("objects"));
        this.random = new Random(plan.seed());
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
            boolean ended) {}

    Remains run() throws InterruptedException {
        SimBatch.prepare(observer);
        BatchPlan batchPlan =
                SimBatch.plan(
                        plan.jobs().size(), random, folder.resolve("objects/reference-images"));
        Map<Long, Integer> jobsBySeed = new HashMap<>();
        for (int i = 0; i < batchPlan.jobs().size(); i++) {
            jobsBySeed.put(batchPlan.jobs().get(i).seed(), i);
        }
        BatchId batch = stores.batches().insert(batchPlan);
        List<JobId> jobs =
                stores.batches().find(batch).orElseThrow().jobs().stream()
                        .map(row -> row.job().id())
                        .toList();
        boolean ended;
        try (var server = new SimServer(plan, ledger, jobsBySeed)) {
            var world =
                    new Desktop.World(
                            plan, ledger, server, observer.address(), store, weather, folder);
            for (int number = 0; number < plan.desktops(); number++) {
                begin(world, number);
            }
            play(world, batch, jobs);
            heal(world);
            ended = awaitEnd(batch);
            awaitRest();
            desktops.values().forEach(Desktop::close);
        }
        return new Remains(plan, ledger, stores, store, folder, jobs, ended);
    }

    private synchronized void begin(Desktop.World world, int number) {
        var desktop = new Desktop(world, number, random);
        desktops.put(number, desktop);
        desktop.queue().start();
        ledger.note("desktop " + number + " starts");
    }

    private void play(Desktop.World world, BatchId batch, List<JobId> jobs)
            throws InterruptedException {
        world.server().awaitWork();
        long begun = System.nanoTime();
        try (ExecutorService hands = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Timed timed : plan.acts()) {
                long until = begun + timed.atMillis() * 1_000_000L;
                while (System.nanoTime() < until) {
                    TimeUnit.NANOSECONDS.sleep(until - System.nanoTime());
                }
                hands.execute(() -> act(timed.act(), world, batch, jobs));
            }
        }
    }

    private void act(Act act, Desktop.World world, BatchId batch, List<JobId> jobs) {
        ledger.note("act " + act);
        switch (act) {
            case Act.RestartEngine() -> {
                ledger.injected("engine restarted");
                world.server().restart();
            }
            case Act.StopEngine(int millis) -> {
                ledger.injected("engine down");
                world.server().setDown(true);
                sleep(millis);
                world.server().setDown(false);
            }
            case Act.FailStore(int millis, boolean full, boolean afterwards) -> {
                weather.fail(full, afterwards);
                sleep(millis);
                weather.clear();
            }
            case Act.CutDatabase(int number) ->
                    onDesktop(number, "database cut", it -> it.relay().cut());
            case Act.LoseAnswer(int number, int bytes) ->
                    onDesktop(number, "database answer lost", it -> it.relay().loseAfter(bytes));
            case Act.StopDatabase(int number, int millis) ->
                    onDesktop(
                            number,
                            "database down",
                            it -> {
                                it.relay().setDown(true);
                                sleep(millis);
                                it.relay().setDown(false);
                            });
            case Act.Crash(int number, int millis) -> crash(world, number, millis);
            case Act.Freeze(int number, int millis) ->
                    onDesktop(
                            number,
                            "desktop frozen",
                            it -> {
                                it.mains().freeze(true);
                                sleep(millis);
                                it.mains().freeze(false);
                            });
            default -> onDesktop(0, "", it -> person(act, it.queue(), batch, jobs));
        }
    }

    private void person(Act act, DurableQueue queue, BatchId batch, List<JobId> jobs) {
        try {
            switch (act) {
                case Act.Cancel(int job) -> {
                    ledger.mayBeCancelled(job);
                    queue.cancel(jobs.get(job));
                    ledger.injected("person cancels");
                }
                case Act.CancelBatch() -> {
                    forAll(jobs, ledger::mayBeCancelled);
                    queue.cancelBatch(batch);
                    ledger.injected("person cancels all");
                }
                case Act.Retry(int job) -> {
                    ledger.excuse(job, "retried");
                    queue.retry(jobs.get(job));
                    ledger.injected("person retries");
                }
                case Act.RetryFailed() -> {
                    forAll(jobs, job -> ledger.excuse(job, "retried with the failed"));
                    if (queue.retryFailed(batch) > 0) {
                        ledger.injected("person retries failed");
                    }
                }
                case Act.Pause(int millis) -> {
                    queue.pause();
                    ledger.injected("person pauses");
                    sleep(millis);
                    queue.resume();
                }
                case Act.CheckStatus(int job) -> {
                    var _ = queue.checkStatus(jobs.get(job));
                    ledger.injected("person checks status");
                }
                default -> throw new AssertionError(act);
            }
        } catch (StudioException e) {
            // The desktop is dead, or there is nothing to retry: a person sees that too.
            ledger.note("refused: " + e.problem().code());
        }
    }

    private void crash(Desktop.World world, int number, int millis) {
        Desktop killed;
        synchronized (this) {
            killed = desktops.remove(number);
        }
        if (killed != null) {
            ledger.injected("desktop killed");
            killed.crash();
            sleep(millis);
            begin(world, number);
        }
    }

    private void onDesktop(int number, String fault, Consumer<Desktop> act) {
        Desktop desktop;
        synchronized (this) {
            desktop = desktops.get(number);
        }
        if (desktop != null) {
            if (!fault.isEmpty()) {
                ledger.injected(fault);
            }
            act.accept(desktop);
        }
    }

    private synchronized void heal(Desktop.World world) {
        ledger.note("all is well again");
        world.server().setDown(false);
        weather.clear();
        desktops.values().forEach(desktop -> desktop.relay().heal());
        // A desktop hears of it by itself.
        stores.settings().put("queue.paused", "false");
    }

    private boolean awaitEnd(BatchId batch) {
        long begun = System.nanoTime();
        while (stores.jobs().counts(batch).unfinished() > 0) {
            if (System.nanoTime() - begun > TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS)) {
                return false;
            }
            sleep(10);
        }
        return true;
    }

    /// A desktop whose job was taken from it, and then ended without the pictures that it had, brings them home
    /// after the job's end.
    private void awaitRest() {
        long begun = System.nanoTime();
        while (!desktops.values().stream().allMatch(desktop -> desktop.queue().isAtRest())
                && System.nanoTime() - begun < TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS)) {
            sleep(10);
        }
    }

    private static void forAll(List<JobId> jobs, Consumer<Integer> step) {
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < jobs.size(); i++) {
            numbers.add(i);
        }
        numbers.forEach(step);
    }

    private static void sleep(int millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
