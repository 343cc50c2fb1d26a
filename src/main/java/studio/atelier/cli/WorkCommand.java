package studio.atelier.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import studio.atelier.model.Problem;
import studio.atelier.model.StudioException;
import studio.atelier.queue.Queue;
import studio.atelier.queue.QueueEvent;
import studio.atelier.queue.Totals;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// Runs queued jobs without a window, until nothing is left or until it is stopped.
@Command(
        name = "work",
        resourceBundle = "studio.atelier.messages.cli",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class WorkCommand implements Callable<Integer> {
    /// For so many looks nothing runs and nobody here would begin anything. Others on the same database may.
    private static final int LOOKS_FOR_OTHERS = 6;

    private final CommandLineStudio studio;

    @Option(names = "--forever")
    private boolean forever;

    WorkCommand(CommandLineStudio studio) {
        this.studio = studio;
    }

    @Override
    public Integer call() throws Exception {
        var failed = new AtomicInteger();
        try (Workspace workspace = studio.open();
                Queue.Subscription _ = workspace.queue().subscribe(event -> tell(event, failed))) {
            workspace.startWorking();
            var never = new CountDownLatch(1);
            Outlook outlook = Outlook.WORK;
            for (int stuck = 0; forever || outlook != Outlook.DONE; ) {
                outlook = outlook(workspace);
                stuck = outlook == Outlook.NOBODY ? stuck + 1 : 0;
                if (!forever && stuck >= LOOKS_FOR_OTHERS) {
                    return studio.refuse(List.of(Problem.of(Problem.Kind.NO_ENGINE_IN_USE)));
                }
                if (outlook != Outlook.DONE && never.await(500, TimeUnit.MILLISECONDS)) {
                    break;
                }
            }
        }
        return failed.get() == 0 ? CommandLineStudio.DONE : CommandLineStudio.SOME_FAILED;
    }

    private enum Outlook {
        WORK,
        /// There is work, and no engine of this desktop is in use for it.
        NOBODY,
        DONE
    }

    /// A database that is out of reach for a while does not end the work.
    private Outlook outlook(Workspace workspace) {
        try {
            Totals totals = workspace.queue().totals();
            if (!forever && totals.running() + totals.waiting() == 0) {
                return Outlook.DONE;
            }
            boolean nobody =
                    totals.running() == 0
                            && workspace.queue().engines().stream()
                                    .noneMatch(engine -> engine.load().enabled());
            return nobody ? Outlook.NOBODY : Outlook.WORK;
        } catch (StudioException e) {
            return Outlook.WORK;
        }
    }

    private void tell(QueueEvent event, AtomicInteger failed) {
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
            case QueueEvent.EngineDown(_, Problem problem) -> studio.refuse(List.of(problem));
            case QueueEvent.EngineUp(String engine) -> say("work.engine", engine);
            case QueueEvent.ServiceChanged(_, java.util.Optional<Problem> problem) ->
                    problem.ifPresent(found -> studio.refuse(List.of(found)));
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
