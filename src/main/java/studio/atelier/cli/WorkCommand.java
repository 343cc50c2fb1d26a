package studio.atelier.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import studio.atelier.model.Problem;
import studio.atelier.model.StudioException;
import studio.atelier.queue.Queue;
import studio.atelier.queue.QueueEvent;
import studio.atelier.queue.Totals;

import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Runs queued jobs without a window, until nothing is left or until it is stopped.
@Command(
        name = "work",
        resourceBundle = "studio.atelier.messages.cli",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class WorkCommand implements Callable<Integer> {
    private final CommandLineStudio studio;

    @Option(names = "--forever")
    private boolean forever;

    WorkCommand(CommandLineStudio studio) {
        this.studio = studio;
    }

    @Override
    public Integer call() throws Exception {
        var failed = new java.util.concurrent.atomic.AtomicInteger();
        try (Workspace workspace = studio.open();
                Queue.Subscription _ = workspace.queue().subscribe(event -> tell(event, failed))) {
            workspace.startWorking();
            var never = new CountDownLatch(1);
            boolean idle = false;
            while (forever || !idle) {
                idle = isIdle(workspace);
                if (!idle && never.await(500, TimeUnit.MILLISECONDS)) {
                    break;
                }
            }
        }
        return failed.get() == 0 ? CommandLineStudio.DONE : CommandLineStudio.SOME_FAILED;
    }

    /// A database that is out of reach for a while does not end the work.
    private boolean isIdle(Workspace workspace) {
        try {
            Totals totals = workspace.queue().totals();
            return !forever && totals.running() + totals.waiting() == 0;
        } catch (StudioException e) {
            return false;
        }
    }

    private void tell(QueueEvent event, java.util.concurrent.atomic.AtomicInteger failed) {
        switch (event) {
            case QueueEvent.BatchFinished finished -> {
                failed.addAndGet(finished.failed());
                say(
                        "work.batch",
                        finished.batch().value(),
                        finished.completed(),
                        finished.failed(),
                        finished.cancelled());
            }
            case QueueEvent.EngineDown(_, Problem problem) ->
                    studio.refuse(java.util.List.of(problem));
            case QueueEvent.EngineUp(String engine) -> say("work.engine", engine);
            case QueueEvent.ServiceChanged(_, java.util.Optional<Problem> problem) ->
                    problem.ifPresent(found -> studio.refuse(java.util.List.of(found)));
            default -> {
                // the rest is for screens
            }
        }
    }

    private void say(String key, Object... arguments) {
        if (!studio.json()) {
            studio.print(key, arguments);
        }
    }
}
