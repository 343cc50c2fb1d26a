package studio.atelier.engine.runpod;

import org.jspecify.annotations.Nullable;

import studio.atelier.engine.EngineEvent;
import studio.atelier.engine.EngineJobState;
import studio.atelier.model.Delay;
import studio.atelier.model.PromptId;
import studio.atelier.model.StudioException;

import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/// Makes events out of questions: one thread asks for the jobs that are inside the endpoint, each often at first
/// and then less, and less still while nothing answers. While there is no such job, or nobody listens, nothing
/// is asked at all. Safe to share between threads.
final class RunPodWatch implements AutoCloseable {
    private final RunPodJobs jobs;
    private final RunPodDelays delays;
    private final RunPodRhythm rhythm;
    private final Consumer<EngineEvent> events;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<PromptId, Tracked> inside = new LinkedHashMap<>();
    private final String name;
    private boolean listening;
    private boolean running;
    private boolean closed;

    /// Belongs to the thread that asks.
    private int failures;

    RunPodWatch(
            String name,
            RunPodJobs jobs,
            RunPodDelays delays,
            RunPodRhythm rhythm,
            Consumer<EngineEvent> events) {
        this.name = name;
        this.jobs = jobs;
        this.delays = delays;
        this.rhythm = rhythm;
        this.events = events;
    }

    /// A job inside the endpoint, and when to ask for it.
    private static final class Tracked {
        final PromptId job;
        Duration pause;
        long due;
        boolean running;
        @Nullable Delay told;

        Tracked(PromptId job, Duration pause) {
            this.job = job;
            this.pause = pause;
            this.due = System.nanoTime() + pause.toNanos();
        }
    }

    void listen(boolean wanted) {
        lock.lock();
        try {
            listening = wanted;
            changed.signalAll();
            startWhenNeeded();
        } finally {
            lock.unlock();
        }
    }

    /// Somebody asked for this job and it is not over: it is watched from now on.
    void track(PromptId job) {
        lock.lock();
        try {
            if (!closed && !inside.containsKey(job)) {
                inside.put(job, new Tracked(job, rhythm.first()));
                changed.signalAll();
                startWhenNeeded();
            }
        } finally {
            lock.unlock();
        }
    }

    /// Told to stop: what became of it is worth asking soon.
    void hurry(PromptId job) {
        lock.lock();
        try {
            Tracked tracked = inside.get(job);
            if (tracked != null) {
                tracked.pause = rhythm.first();
                tracked.due = System.nanoTime();
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            inside.clear();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Called with the lock held.
    private void startWhenNeeded() {
        if (!running && isNeeded()) {
            running = true;
            Thread.ofVirtual().name("engine-polls-" + name).start(this::run);
        }
    }

    private boolean isNeeded() {
        return listening && !closed && !inside.isEmpty();
    }

    private void run() {
        boolean ended = false;
        try {
            for (Tracked next = await(); next != null; next = await()) {
                look(next);
            }
            ended = true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            if (!ended) {
                gone();
            }
        }
    }

    /// The thread ended before its time: the next job starts another one.
    private void gone() {
        lock.lock();
        try {
            running = false;
        } finally {
            lock.unlock();
        }
    }

    /// The job that is due, when it is; null when nothing is to be asked any more.
    private @Nullable Tracked await() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (isNeeded()) {
                Tracked next =
                        inside.values().stream()
                                .min(Comparator.comparingLong(each -> each.due))
                                .orElseThrow();
                long wait = next.due - System.nanoTime();
                if (wait <= 0) {
                    return next;
                }
                changed.await(wait, TimeUnit.NANOSECONDS);
            }
            running = false;
            return null;
        } finally {
            lock.unlock();
        }
    }

    private void look(Tracked tracked) {
        try {
            EngineJobState state = jobs.lookUp(tracked.job);
            if (failures > 0) {
                failures = 0;
                events.accept(new EngineEvent.Connected());
            }
            tell(tracked, state);
        } catch (StudioException e) {
            failures++;
            if (failures == 1) {
                events.accept(new EngineEvent.Disconnected(e.problem()));
            }
            rest();
        }
    }

    private void tell(Tracked tracked, EngineJobState state) {
        switch (state) {
            case EngineJobState.Waiting _ -> {
                tellDelay(tracked);
                again(tracked, false);
            }
            case EngineJobState.Running _ -> {
                events.accept(new EngineEvent.Started(tracked.job));
                again(tracked, !tracked.running);
                tracked.running = true;
            }
            case EngineJobState.Finished(var outputs, _) -> {
                events.accept(new EngineEvent.OutputReady(tracked.job, outputs));
                end(tracked);
            }
            case EngineJobState.Failed _,
                    EngineJobState.Interrupted _,
                    EngineJobState.Missing _,
                    EngineJobState.Unknown _ ->
                    end(tracked);
        }
    }

    private void tellDelay(Tracked tracked) {
        Delay why = delays.why();
        if (why != tracked.told) {
            tracked.told = why;
            events.accept(new EngineEvent.Delayed(tracked.job, why));
        }
    }

    private void end(Tracked tracked) {
        lock.lock();
        try {
            inside.remove(tracked.job);
        } finally {
            lock.unlock();
        }
        events.accept(new EngineEvent.Ended(tracked.job));
    }

    /// @param anew whether something happened, after which more may happen soon
    private void again(Tracked tracked, boolean anew) {
        lock.lock();
        try {
            tracked.pause = anew ? rhythm.first() : rhythm.after(tracked.pause);
            tracked.due = System.nanoTime() + tracked.pause.toNanos();
        } finally {
            lock.unlock();
        }
    }

    /// Everything waits: a second, doubled at each failure in a row, and spread so that many do not come at once.
    private void rest() {
        long longest = rhythm.longestRest().toNanos();
        long nanos = Math.min(longest, rhythm.first().toNanos() << Math.min(failures - 1, 10));
        long until = System.nanoTime() + ThreadLocalRandom.current().nextLong(nanos / 2, nanos + 1);
        lock.lock();
        try {
            inside.values().forEach(each -> each.due = Math.max(each.due, until));
        } finally {
            lock.unlock();
        }
    }
}
