package studio.atelier.queue;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import studio.atelier.db.JobStore;
import studio.atelier.db.LeaseStore;
import studio.atelier.db.NewImage;
import studio.atelier.model.Job;
import studio.atelier.model.JobId;
import studio.atelier.model.Problem;
import studio.atelier.model.Problem.Kind;
import studio.atelier.model.PromptId;
import studio.atelier.model.StudioException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Writes down where a held job stands, and tells it to the feed after the commit. While the database is out of
/// reach a write waits with its job in hand; nothing that an engine made is given up for that. Safe to share
/// between threads.
final class JobRecords {
    private static final Logger LOG = LoggerFactory.getLogger(JobRecords.class);

    /// A database that answers and still refuses is not asked for ever.
    private static final int FAULTS_TOLERATED = 20;

    /// Nothing of the job's own: it is not counted as an attempt.
    private static final Set<String> NOT_THE_JOBS_FAULT =
            codes(
                    Kind.ENGINE_UNREACHABLE,
                    Kind.ENGINE_HOST_UNKNOWN,
                    Kind.ENGINE_CERTIFICATE,
                    Kind.ENGINE_REFUSED,
                    Kind.ENGINE_LOGIN_PAGE,
                    Kind.ENGINE_UNTRUSTED,
                    Kind.ENGINE_CERTIFICATE_CHANGED,
                    Kind.ENGINE_BUSY,
                    Kind.POD_AWAY,
                    Kind.POD_SLOW);

    /// Reasons that hold for every job of a batch.
    private static final Set<String> OF_THE_WHOLE_BATCH =
            codes(
                    Kind.NODE_MISSING,
                    Kind.NODE_MISNAMED,
                    Kind.LORA_MISSING,
                    Kind.LORA_MISNAMED,
                    Kind.MODEL_FILE_MISSING,
                    Kind.MODEL_FILE_MISNAMED,
                    Kind.PROMPT_REJECTED,
                    Kind.WORKFLOW_INVALID,
                    Kind.WORKFLOW_UI_FORMAT,
                    Kind.UNKNOWN_VARIABLE);

    private final LeaseStore leases;
    private final JobStore jobs;
    private final Services services;
    private final BatchEnds batchEnds;
    private final LiveFeed feed;
    private final Conditions conditions;

    JobRecords(
            LeaseStore leases,
            JobStore jobs,
            Services services,
            BatchEnds batchEnds,
            LiveFeed feed,
            Conditions conditions) {
        this.leases = leases;
        this.jobs = jobs;
        this.services = services;
        this.batchEnds = batchEnds;
        this.feed = feed;
        this.conditions = conditions;
    }

    /// Commits the prompt id under which the job is about to be sent. Ends the run when somebody cancelled it.
    void beginSending(HeldJob held, PromptId prompt) {
        Duration length = conditions.timing().lease();
        long asked = conditions.time().nanos();
        Job job =
                persist(held, () -> leases.beginSending(held.lease(), prompt, length))
                        .orElseThrow(() -> refused(held));
        held.confirmed(asked);
        held.sentAs(prompt, job.attempt());
        feed.publish(new QueueEvent.JobChanged(job));
    }

    /// The job is to be completed by an earlier sending of it.
    void takeUp(HeldJob held, PromptId earlier) {
        Job job =
                persist(held, () -> leases.takeUp(held.lease(), earlier))
                        .orElseThrow(() -> refused(held));
        held.sentAs(earlier, job.attempt());
        feed.publish(new QueueEvent.JobChanged(job));
    }

    /// Asks whether the lease is still ours when the last answer is old: a process that stood still, or waited
    /// long for the database, must not send or store what somebody else has taken over meanwhile.
    ///
    /// @throws RunEnded when it is not
    void requireFreshLease(HeldJob held) {
        long now = conditions.time().nanos();
        while (now - held.confirmedAt() > conditions.timing().lease().toNanos() / 2) {
            if (isLost(held)) {
                throw new RunEnded(new JobOutcome.LeaseLost());
            }
            held.confirmed(now);
            now = conditions.time().nanos();
        }
    }

    /// The engine took it, under this id.
    void submitted(HeldJob held, PromptId prompt) {
        Job job =
                persist(held, () -> leases.submitted(held.lease(), prompt))
                        .orElseThrow(() -> new RunEnded(new JobOutcome.LeaseLost()));
        held.sentAs(prompt, job.attempt());
        feed.publish(new QueueEvent.JobChanged(job));
    }

    /// Writes down how a run ended.
    ///
    /// @return whether it is committed as told; false when the job is somebody else's, or stays as it was
    /// @throws RunEnded when this process stops while the database is out of reach
    boolean settle(HeldJob held, JobOutcome outcome) {
        if (held.isAdopted() && !(outcome instanceof JobOutcome.Completed)) {
            // It stays as it ended before.
            leases.release(held.lease());
            return false;
        }
        if (isEndOfSending(outcome)) {
            held.ran().ifPresent(time -> persist(held, () -> leases.ran(held.lease(), time)));
        }
        return switch (outcome) {
            case JobOutcome.Completed(var images, var url) -> completed(held, images, url);
            case JobOutcome.Failed(var problem) -> failed(held, problem);
            case JobOutcome.ForAnother(var problem) -> forAnother(held, problem);
            case JobOutcome.GivenUp(var problem) -> forGood(held, problem);
            case JobOutcome.Cancelled() -> cancelled(held);
            case JobOutcome.LetGo() -> {
                leases.release(held.lease());
                yield false;
            }
            case JobOutcome.LeaseLost() -> lost(held);
        };
    }

    /// Of one that is completed it is written with the rest.
    private static boolean isEndOfSending(JobOutcome outcome) {
        return switch (outcome) {
            case JobOutcome.Completed _, JobOutcome.LetGo(), JobOutcome.LeaseLost() -> false;
            default -> true;
        };
    }

    /// Repeats a write until the database takes it.
    ///
    /// @throws RunEnded when this process stops meanwhile, or the job is lost
    <T> T persist(HeldJob held, Supplier<T> write) {
        var backoff = new Backoff(conditions);
        for (int faults = 0; ; ) {
            try {
                T result = write.get();
                services.works(Services.DATABASE);
                return result;
            } catch (StudioException e) {
                boolean isFault = e.problem().code().equals(Kind.DATABASE_FAULTY.code());
                if (!Services.isDatabase(e.problem()) || (isFault && ++faults > FAULTS_TOLERATED)) {
                    throw e;
                }
                services.failed(e.problem());
                held.requireGoingOn();
                held.await(backoff.next());
            }
        }
    }

    private boolean completed(HeldJob held, List<NewImage> images, String url) {
        held.reached(Step.COMPLETING, conditions);
        Optional<Job> job =
                persist(held, () -> leases.complete(held.lease(), images, url, held.ran()));
        if (job.isEmpty()) {
            return lost(held);
        }
        held.reached(Step.COMPLETED, conditions);
        feed.publish(new QueueEvent.JobCompleted(job.get(), images.size()));
        batchEnds.check(held.batch());
        return true;
    }

    private boolean failed(HeldJob held, Problem problem) {
        LOG.info("job {} failed: {}", held.id(), problem.sentence());
        return switch (problem.retry()) {
            case NOW -> again(held, problem, 0);
            case LATER -> again(held, problem, held.attempt() + 1);
            case NEVER -> forGood(held, problem);
        };
    }

    private boolean again(HeldJob held, Problem problem, int waits) {
        boolean counts =
                !NOT_THE_JOBS_FAULT.contains(problem.code())
                        && !Services.isDatabase(problem)
                        && !Services.isStore(problem);
        if (counts && held.attempt() >= conditions.timing().attempts()) {
            return forGood(held, problem);
        }
        Duration wait = Backoff.after(counts ? waits : 0, conditions.timing(), conditions.random());
        return changed(
                held, persist(held, () -> leases.requeue(held.lease(), problem, wait, counts)));
    }

    private boolean forAnother(HeldJob held, Problem problem) {
        return changed(
                held,
                persist(held, () -> leases.requeue(held.lease(), problem, Duration.ZERO, false)));
    }

    private boolean forGood(HeldJob held, Problem problem) {
        Optional<Job> failed = persist(held, () -> leases.fail(held.lease(), problem));
        if (failed.isEmpty()) {
            return lost(held);
        }
        List<JobId> rest =
                OF_THE_WHOLE_BATCH.contains(problem.code())
                        ? persist(held, () -> jobs.failWaiting(held.batch(), problem))
                        : List.of();
        if (!rest.isEmpty()) {
            var stopped = new ArrayList<>(rest);
            stopped.addFirst(held.id());
            feed.publish(new QueueEvent.BatchStopped(held.batch(), stopped, problem));
        } else {
            feed.publish(new QueueEvent.JobChanged(failed.get()));
        }
        batchEnds.check(held.batch());
        return true;
    }

    private boolean cancelled(HeldJob held) {
        return changed(held, persist(held, () -> leases.cancelled(held.lease())));
    }

    private boolean changed(HeldJob held, Optional<Job> written) {
        if (written.isEmpty()) {
            return lost(held);
        }
        feed.publish(new QueueEvent.JobChanged(written.get()));
        if (written.get().status().isFinal()) {
            batchEnds.check(held.batch());
        }
        return true;
    }

    private RunEnded refused(HeldJob held) {
        return new RunEnded(isLost(held) ? new JobOutcome.LeaseLost() : new JobOutcome.Cancelled());
    }

    private boolean isLost(HeldJob held) {
        Duration lease = conditions.timing().lease();
        return persist(held, () -> leases.heartbeat(List.of(held.lease()), lease)).isEmpty();
    }

    private static boolean lost(HeldJob held) {
        LOG.info("job {} was taken over by somebody else; nothing was written", held.id());
        return false;
    }

    private static Set<String> codes(Kind... kinds) {
        return Stream.of(kinds).map(Kind::code).collect(Collectors.toUnmodifiableSet());
    }
}
