package studio.atelier.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import studio.atelier.model.Problem;
import studio.atelier.model.StudioException;
import studio.atelier.queue.Queue;
import studio.atelier.queue.QueueEvent;
import studio.atelier.queue.Totals;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// Runs queued jobs without a window, until nothing is left or until it is stopped. Exit code 1 says that some failed,
/// 2 that jobs wait which nothing here would begin: a person paused the queue, its budget is used up, or no engine is
/// in use.
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

    @Option(names = "--resume")
    private boolean resume;

    /// What a run that goes on told already, empty code while nothing holds it back.
    private String told = "";

    WorkCommand(CommandLineStudio studio) {
        this.studio = studio;
    }

    @Override
    public Integer call() throws Exception {
        var failed = new AtomicInteger();
        try (Workspace workspace = studio.open();
                Queue.Subscription events =
                        workspace.queue().subscribe(event -> tell(event, failed))) {
            if (resume) {
                Standstill.resume(workspace.queue());
            }
            workspace.startWorking();
            var never = new CountDownLatch(1);
            Look look = look(workspace);
            for (int stuck = 0; !look.done(); look = look(workspace)) {
                stuck = look.held().isPresent() ? stuck + 1 : 0;
                if (stuck >= LOOKS_FOR_OTHERS && !forever) {
                    return studio.refuse(look.held().stream().toList());
                }
                remind(stuck == 0 ? Optional.empty() : look.held());
                if (never.await(500, TimeUnit.MILLISECONDS)) {
                    break;
                }
            }
            // What ended last is counted too.
            events.closeAfterDelivery();
        }
        return failed.get() == 0 ? CommandLineStudio.DONE : CommandLineStudio.SOME_FAILED;
    }

    /// @param done whether nothing is left
    /// @param held why nothing runs and nothing here would begin, though jobs wait
    private record Look(boolean done, Optional<Problem> held) {
        private static final Look WORK = new Look(false, Optional.empty());
    }

    /// A database that is out of reach for a while does not end the work.
    private Look look(Workspace workspace) {
        try {
            Totals totals = workspace.queue().totals();
            if (totals.running() > 0) {
                return Look.WORK;
            }
            if (totals.waiting() == 0) {
                // What is in hand here is told of before it is let go of.
                return new Look(!forever && !workspace.queue().hasWork(), Optional.empty());
            }
            return new Look(false, Standstill.of(workspace.queue()));
        } catch (StudioException e) {
            return Look.WORK;
        }
    }

    /// A run that goes on says once what it waits for.
    private void remind(Optional<Problem> held) {
        String code = held.map(Problem::code).orElse("");
        if (forever && !code.equals(told)) {
            told = code;
            studio.refuse(held.stream().toList());
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
            case QueueEvent.ServiceChanged(_, Optional<Problem> problem) ->
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
