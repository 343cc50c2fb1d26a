package studio.atelier.drill.sim;

import studio.atelier.drill.sim.FaultPlan.Act;
import studio.atelier.model.BatchId;
import studio.atelier.model.JobId;
import studio.atelier.model.StudioException;
import studio.atelier.queue.DurableQueue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/// Deals the blows of a plan. Each falls at once, on whatever thread; what follows from it comes by `hands`.
final class Blows {
    private final Desktop.World world;
    private final Desktops desktops;
    private final Executor hands;
    private final BatchId batch;
    private final List<JobId> jobs;
    private final VirtualTime time;
    private final Ledger ledger;

    Blows(Desktop.World world, Desktops desktops, Executor hands, BatchId batch, List<JobId> jobs) {
        this.world = world;
        this.desktops = desktops;
        this.hands = hands;
        this.batch = batch;
        this.jobs = jobs;
        this.time = world.time();
        this.ledger = world.ledger();
    }

    void fall(Act act) {
        ledger.note("act " + act);
        switch (act) {
            case Act.RestartEngine() -> {
                ledger.injected("engine restarted");
                world.server().restart();
            }
            case Act.StopEngine(int millis) -> {
                ledger.injected("engine down");
                world.server().setDown(true);
                after(millis, () -> world.server().setDown(false));
            }
            case Act.FailStore(int millis, boolean full, boolean afterwards) -> {
                world.weather().fail(full, afterwards);
                after(millis, () -> world.weather().clear());
            }
            case Act.CutDatabase(int number) ->
                    on(
                            number,
                            "database cut",
                            it -> {
                                it.relay().cut();
                                hands.execute(() -> desktops.awaitDatabase(it));
                            });
            case Act.LoseAnswer(int number, int bytes) ->
                    on(
                            number,
                            "database answer lost",
                            it -> it.relay().loseAfter(bytes, () -> desktops.awaitDatabase(it)));
            case Act.StopDatabase(int number, int millis) ->
                    on(number, "database down", it -> stopDatabase(it, millis));
            case Act.Crash(int number, int millis) -> crash(number, millis);
            case Act.Freeze(int number, int millis) ->
                    on(
                            number,
                            "desktop frozen",
                            it -> {
                                it.mains().freeze(true);
                                after(millis, () -> it.mains().freeze(false));
                            });
            default -> hands.execute(() -> on(0, "", it -> person(act, it.queue())));
        }
    }

    private void after(int millis, Runnable step) {
        hands.execute(
                () -> {
                    time.sleep(millis);
                    step.run();
                });
    }

    private void stopDatabase(Desktop desktop, int millis) {
        desktop.relay().setDown(true);
        after(
                millis,
                () -> {
                    desktop.relay().setDown(false);
                    desktops.awaitDatabase(desktop);
                });
    }

    private void crash(int number, int millis) {
        desktops.remove(number)
                .ifPresent(
                        killed -> {
                            ledger.injected("desktop killed");
                            killed.mains().kill();
                            hands.execute(killed::crash);
                            after(millis, () -> desktops.begin(number));
                        });
    }

    private void on(int number, String fault, Consumer<Desktop> blow) {
        desktops.find(number)
                .ifPresent(
                        desktop -> {
                            if (!fault.isEmpty()) {
                                ledger.injected(fault);
                            }
                            blow.accept(desktop);
                        });
    }

    private void person(Act act, DurableQueue queue) {
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
                    time.sleep(millis);
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

    private static void forAll(List<JobId> jobs, Consumer<Integer> step) {
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < jobs.size(); i++) {
            numbers.add(i);
        }
        numbers.forEach(step);
    }
}
