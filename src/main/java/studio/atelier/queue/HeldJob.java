package studio.atelier.queue;

import org.jspecify.annotations.Nullable;

import studio.atelier.db.ClaimedJob;
import studio.atelier.db.ClaimedJob.Recipe;
import studio.atelier.db.Lease;
import studio.atelier.model.BatchId;
import studio.atelier.model.Delay;
import studio.atelier.model.JobId;
import studio.atelier.model.PromptId;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;

/// A job in the hands of this process. One thread runs it; others tell it what happened: a heartbeat that it is
/// lost, a person that it be cancelled, an engine that something moved, the queue that everything stops. Safe to
/// share between threads.
final class HeldJob {
    private final ClaimedJob claimed;
    private final Runnable engineFree;
    private final Wake wake;
    private final AtomicReference<CompletableFuture<Boolean>> nextLook =
            new AtomicReference<>(new CompletableFuture<>());

    private final CompletableFuture<Boolean> ended = new CompletableFuture<>();

    private volatile @Nullable PromptId prompt;
    private volatile int attempt;
    private volatile long confirmedAt;
    private volatile boolean cancelRequested;
    private volatile boolean lost;
    private volatile boolean stopping;
    private volatile boolean signOfLife;
    private volatile Optional<Duration> ran = Optional.empty();
    private OptionalLong runningSince = OptionalLong.empty();
    private boolean leftEngine;
    private Optional<Delay> delay = Optional.empty();

    /// @param time by which it waits
    /// @param engineFree told once, when the job is no longer inside the engine
    HeldJob(ClaimedJob claimed, Time time, Runnable engineFree) {
        this.claimed = claimed;
        this.wake = new Wake(time);
        this.engineFree = engineFree;
        this.prompt = claimed.job().promptId().orElse(null);
        this.attempt = claimed.job().attempt();
        this.cancelRequested =
                claimed.job().cancelRequestedAt().isPresent() && !claimed.job().status().isFinal();
    }

    ClaimedJob claimed() {
        return claimed;
    }

    Lease lease() {
        return claimed.lease();
    }

    JobId id() {
        return claimed.lease().job();
    }

    BatchId batch() {
        return claimed.job().batch().orElseThrow();
    }

    /// Tells the witness how far this job is.
    void reached(Step step, Conditions conditions) {
        conditions.witness().reached(step, id());
    }

    Recipe recipe() {
        return claimed.recipe();
    }

    /// The id of what it needs of an engine.
    long needs() {
        return claimed.needs();
    }

    Optional<PromptId> prompt() {
        return Optional.ofNullable(prompt);
    }

    /// The engine runs it, or is about to, under this id.
    void sentAs(PromptId id, int attemptNumber) {
        prompt = id;
        attempt = attemptNumber;
    }

    /// The database said that the lease is ours.
    ///
    /// @param asked monotonic nanoseconds when it was asked
    void confirmed(long asked) {
        confirmedAt = asked;
    }

    /// Monotonic nanoseconds since when the lease is known to be ours.
    long confirmedAt() {
        return confirmedAt;
    }

    /// Number of sendings so far.
    int attempt() {
        return attempt;
    }

    /// A job that had ended before: only its pictures are still wanted.
    boolean isAdopted() {
        return claimed.job().status().isFinal();
    }

    void requestCancel() {
        cancelRequested = true;
        wake.now();
    }

    boolean isCancelRequested() {
        return cancelRequested;
    }

    void lose() {
        lost = true;
        wake.now();
    }

    void stop() {
        stopping = true;
        wake.now();
    }

    boolean isStopping() {
        return stopping;
    }

    /// The engine said something of this job.
    void signOfLife() {
        signOfLife = true;
    }

    /// @param why empty when the engine lets it wait no more
    /// @return whether that is news
    synchronized boolean delayed(Optional<Delay> why) {
        boolean news = !delay.equals(why);
        delay = why;
        return news;
    }

    /// The engine says how long it worked on it.
    void ran(Duration time) {
        ran = Optional.of(time);
    }

    Optional<Duration> ran() {
        return ran;
    }

    /// The engine works on it, on a machine that is paid for by run.
    ///
    /// @param now monotonic nanoseconds
    synchronized void runs(long now) {
        if (runningSince.isEmpty()) {
            runningSince = OptionalLong.of(now);
        }
    }

    /// Monotonic nanoseconds since when it is known to run, where somebody has to be told.
    synchronized OptionalLong runningSince() {
        return runningSince;
    }

    /// @return whether there was one since the last call
    boolean takeSignOfLife() {
        boolean sign = signOfLife;
        signOfLife = false;
        return sign;
    }

    /// Asks to look at the engine now.
    void lookNow() {
        wake.now();
    }

    /// The engine has answered.
    void looked() {
        nextLook.getAndSet(new CompletableFuture<>()).complete(true);
    }

    /// Done when the engine has answered the next time.
    CompletableFuture<Boolean> nextLook() {
        return nextLook.get();
    }

    /// Nobody here works on it any more.
    void end() {
        ended.complete(true);
    }

    /// Done when nobody here works on it any more.
    CompletableFuture<Boolean> ended() {
        return ended;
    }

    /// @return false when nothing happened
    boolean await(Duration longest) {
        return wake.await(longest);
    }

    /// Ends the run when the job is somebody else's.
    void requireHeld() {
        if (lost) {
            throw new RunEnded(new JobOutcome.LeaseLost());
        }
    }

    /// Ends the run when this process stops or the job is somebody else's.
    void requireGoingOn() {
        requireHeld();
        if (stopping || Thread.currentThread().isInterrupted()) {
            throw new RunEnded(new JobOutcome.LetGo());
        }
    }

    synchronized boolean isInsideEngine() {
        return !leftEngine;
    }

    /// Makes room in the engine's window for the next job. Once.
    synchronized void leaveEngine() {
        if (!leftEngine) {
            leftEngine = true;
            engineFree.run();
        }
    }
}
