package studio.atelier.queue;

import studio.atelier.engine.EngineJobState;
import studio.atelier.model.Problem;
import studio.atelier.model.Problem.Kind;
import studio.atelier.model.PromptId;
import studio.atelier.model.StudioException;

import java.util.Optional;

/// The story of one job, from the claim to the commit: send it unless an engine may have it already, wait until
/// the engine is done, bring its pictures home, and write down how it ended.
///
/// PostgreSQL is the truth, so each step is committed before the next one depends on it: a process that dies
/// anywhere leaves a row from which another can go on. A job that is taken over has a prompt id, and the story
/// begins with asking the local disk and the engine for it. Safe to share between threads; each job has its own thread.
final class RunJob {
    private final At at;
    private final EngineLink link;
    private final Sender sender;
    private final Watch watch;
    private final Collector collector;
    private final KeptSweep kept;
    private final JobRecords records;
    private final Conditions conditions;

    RunJob(
            At at,
            Sender sender,
            Watch watch,
            Collector collector,
            KeptSweep kept,
            JobRecords records,
            Conditions conditions) {
        this.at = at;
        this.link = at.seat().link();
        this.sender = sender;
        this.watch = watch;
        this.collector = collector;
        this.kept = kept;
        this.records = records;
        this.conditions = conditions;
    }

    /// The engine that runs it, and who knows of others.
    record At(Seat seat, Router router) {}

    /// Blocks until the job has come to an end, or is let go of.
    void run(HeldJob held) {
        JobOutcome outcome;
        try {
            outcome = story(held);
        } catch (RunEnded e) {
            outcome = e.outcome();
        } catch (StudioException e) {
            outcome = failed(held, e.problem());
        } finally {
            link.unfollow(held);
            held.leaveEngine();
        }
        if (outcome instanceof JobOutcome.Completed) {
            link.succeeded();
            at.seat().could(held.needs());
        }
        boolean written = false;
        try {
            written = records.settle(held, outcome);
        } finally {
            if (!written && !isRefused(held, outcome)) {
                held.prompt().ifPresent(kept::lookAgainAt);
            }
        }
        if (written && outcome instanceof JobOutcome.Completed) {
            // Only now: until the commit these may be the last copies.
            held.prompt().ifPresent(kept::release);
            held.reached(Step.RELEASED, conditions);
        }
    }

    /// A job that had ended before, and whose pictures cannot be stored: they would not be the next time either.
    private static boolean isRefused(HeldJob held, JobOutcome outcome) {
        return held.isAdopted()
                && (outcome instanceof JobOutcome.Failed || outcome instanceof JobOutcome.GivenUp);
    }

    /// Gives a job back on which nothing was done yet.
    ///
    /// @throws StudioException when the database is out of reach
    void letGo(HeldJob held) {
        var _ = records.settle(held, new JobOutcome.LetGo());
    }

    /// The run itself broke, by a mistake of ours: the job fails with a code that can be searched for.
    void broke(HeldJob held, RuntimeException mistake) {
        String code = Integer.toHexString(codeOf(mistake).hashCode());
        var _ =
                records.settle(
                        held,
                        new JobOutcome.Failed(
                                Problem.detailed(Kind.UNEXPECTED, mistake.toString(), code)));
    }

    private JobOutcome story(HeldJob held) {
        boolean wasSent = held.prompt().isPresent();
        if (wasSent || isHere(held)) {
            Optional<JobOutcome> spooled = collector.fromSpool(held);
            if (spooled.isPresent()) {
                return spooled.get();
            }
        }
        if (!wasSent) {
            sender.send(held);
        }
        EngineJobState end = watch.untilEnd(held);
        end.ran().ifPresent(held::ran);
        // The next job may go in while this one's pictures are brought home.
        held.leaveEngine();
        return switch (end) {
            case EngineJobState.Finished(var outputs, _) -> collector.collect(held, outputs);
            case EngineJobState.Failed(var problem, _) -> failed(held, problem);
            case EngineJobState.Interrupted _ ->
                    failed(held, Problem.of(Kind.INTERRUPTED, link.name()));
            case EngineJobState.Unknown(var why) -> forgotten(held, why);
            case EngineJobState.Waiting _, EngineJobState.Running _, EngineJobState.Missing _ ->
                    forgotten(held, Optional.empty());
        };
    }

    /// A job that was put back, or is tried once more after the store refused its pictures, was paid for.
    private boolean isHere(HeldJob held) {
        Optional<PromptId> earlier =
                records.persist(held, () -> kept.earlier(held.claimed().job()));
        earlier.ifPresent(prompt -> records.takeUp(held, prompt));
        return earlier.isPresent();
    }

    private JobOutcome forgotten(HeldJob held, Optional<Problem> why) {
        Problem problem = why.orElseGet(() -> Problem.of(Kind.ENGINE_LOST_JOB, link.name()));
        return collector.bySavedName(held).orElseGet(() -> failed(held, problem));
    }

    private static String codeOf(RuntimeException mistake) {
        StackTraceElement[] trace = mistake.getStackTrace();
        return mistake.getClass().getName() + (trace.length == 0 ? "" : trace[0].toString());
    }

    /// What ends without a picture after somebody asked to cancel it is cancelled, whatever ended it.
    private JobOutcome failed(HeldJob held, Problem problem) {
        if (held.isCancelRequested()) {
            return new JobOutcome.Cancelled();
        }
        link.failed(problem);
        if (Abilities.isLack(problem)) {
            at.seat().cannot(held.needs(), problem);
            if (at.router().isForAnother(at.seat(), held.needs())) {
                return new JobOutcome.ForAnother(problem);
            }
        }
        return new JobOutcome.Failed(problem);
    }
}
