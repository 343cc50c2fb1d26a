package studio.atelier.queue;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import studio.atelier.engine.Engine;
import studio.atelier.engine.EngineDescription;
import studio.atelier.engine.EngineEvent;
import studio.atelier.model.Delay;
import studio.atelier.model.Problem;
import studio.atelier.model.PromptId;
import studio.atelier.model.Retry;
import studio.atelier.model.StudioException;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// What the queue knows of one engine: whether it answers, when it may be asked again after failures, and which
/// job each of its messages is about. Safe to share between threads.
final class EngineLink implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EngineLink.class);

    /// So many passing failures in a row give an engine a rest.
    private static final int FAILURES_BEFORE_REST = 3;

    private static final Duration LONGEST_REST = Duration.ofSeconds(30);

    /// What was heard longer ago is asked anew.
    private static final Duration DESCRIPTION_AGE = Duration.ofHours(1);

    /// After these the engine is asked for itself before it gets another job.
    private static final Set<String> ASK_AGAIN =
            Set.of(
                    Problem.Kind.ENGINE_UNREACHABLE.code(),
                    Problem.Kind.ENGINE_HOST_UNKNOWN.code(),
                    Problem.Kind.ENGINE_CERTIFICATE.code(),
                    Problem.Kind.ENGINE_REFUSED.code(),
                    Problem.Kind.ENGINE_LOGIN_PAGE.code(),
                    Problem.Kind.ENGINE_UNTRUSTED.code(),
                    Problem.Kind.ENGINE_CERTIFICATE_CHANGED.code(),
                    Problem.Kind.ENGINE_BUSY.code(),
                    Problem.Kind.POD_AWAY.code(),
                    Problem.Kind.POD_SLOW.code(),
                    Problem.Kind.ENGINE_FAULTY.code());

    private final Engine engine;
    private final LiveFeed feed;
    private final Conditions conditions;
    private final Fractions fractions;
    private final Map<PromptId, HeldJob> inside = new ConcurrentHashMap<>();
    private final Wake wake;

    private Engine.@Nullable Subscription subscription;
    private @Nullable EngineDescription description;
    private long describedAt;
    private boolean up;
    private @Nullable Boolean toldUp;
    private @Nullable Problem lastProblem;
    private long life;
    private int failures;
    private long restUntil;

    EngineLink(Engine engine, LiveFeed feed, Fractions fractions, Conditions conditions) {
        this.engine = engine;
        this.feed = feed;
        this.fractions = fractions;
        this.conditions = conditions;
        this.wake = new Wake(conditions.time());
        this.restUntil = conditions.time().nanos();
    }

    Engine engine() {
        return engine;
    }

    String name() {
        return engine.name();
    }

    /// Woken when the engine's state changed, or there is room or work.
    Wake wake() {
        return wake;
    }

    synchronized void start() {
        if (subscription == null) {
            subscription = engine.watch(this::onEvent);
        }
    }

    /// Whether a job may be sent now. Asks an engine that was down, unless it rests.
    boolean isReady() {
        synchronized (this) {
            if (conditions.time().nanos() - restUntil < 0) {
                return false;
            }
            if (up) {
                return true;
            }
        }
        try {
            describe();
            return true;
        } catch (StudioException e) {
            failed(e.problem());
            return false;
        }
    }

    /// Whether it answered when it was last asked, and does not rest.
    synchronized boolean isUp() {
        return up && conditions.time().nanos() - restUntil >= 0;
    }

    /// Another number after each time that it was out of reach.
    synchronized long life() {
        return life;
    }

    /// The engine's own name for a LoRA, asked anew when it is not in what was last heard.
    ///
    /// @throws StudioException `LORA_MISSING` or `LORA_MISNAMED`
    String loraNamed(String file) {
        EngineDescription known = described();
        if (known.loraNamed(file).isEmpty()) {
            known = describe();
        }
        // An engine that lists no LoRA at all may not tell its lists: it decides itself.
        if (known.loras().isEmpty()) {
            return file;
        }
        EngineDescription asked = known;
        return known.loraNamed(file)
                .orElseThrow(() -> new StudioException(Abilities.loraProblem(asked, file, name())));
    }

    EngineDescription describe() {
        return describe(Set.of());
    }

    /// @param nodeTypes classes that it is asked for beside the usual ones
    EngineDescription describe(Set<String> nodeTypes) {
        EngineDescription heard = engine.describe(nodeTypes);
        synchronized (this) {
            description = heard;
            describedAt = conditions.time().nanos();
        }
        answered();
        return heard;
    }

    /// From now on messages of this prompt are about this job.
    void follow(PromptId prompt, HeldJob held) {
        inside.put(prompt, held);
    }

    void unfollow(HeldJob held) {
        inside.values().removeIf(other -> other == held);
        fractions.forget(held.id());
    }

    /// The engine answered a question.
    void answered() {
        boolean news;
        synchronized (this) {
            news = !Boolean.TRUE.equals(toldUp);
            if (!up) {
                // It may be another one, with other files.
                life++;
            }
            up = true;
            toldUp = true;
        }
        if (news) {
            LOG.info("engine {} answers", name());
            feed.publish(new QueueEvent.EngineUp(name()));
        }
    }

    /// A job or a question failed here. Passing failures make the engine rest, longer each time.
    void failed(Problem problem) {
        if (problem.retry() == Retry.NEVER
                || Services.isDatabase(problem)
                || Services.isStore(problem)) {
            return;
        }
        boolean unreachable = ASK_AGAIN.contains(problem.code());
        boolean news;
        Optional<Duration> resting = Optional.empty();
        synchronized (this) {
            failures++;
            lastProblem = problem;
            news = unreachable && !Boolean.FALSE.equals(toldUp);
            if (unreachable) {
                up = false;
                toldUp = false;
            }
            if (unreachable || failures >= FAILURES_BEFORE_REST) {
                resting = Optional.of(rest());
            }
        }
        if (news) {
            LOG.warn("engine {}: {}", name(), problem.sentence());
            feed.publish(new QueueEvent.EngineDown(name(), problem));
        }
        resting.ifPresent(
                rest -> feed.publish(new QueueEvent.EngineResting(name(), problem, rest)));
    }

    /// A job ended well here.
    synchronized void succeeded() {
        failures = 0;
    }

    /// How it stands; nobody here knows whether it is paused.
    synchronized EngineState state() {
        boolean answers = Boolean.TRUE.equals(toldUp);
        long left = restUntil - conditions.time().nanos();
        boolean troubled = left > 0 || Boolean.FALSE.equals(toldUp);
        return new EngineState(
                name(),
                engine.isDemo(),
                description == null ? "" : description.version(),
                false,
                answers,
                troubled ? Optional.ofNullable(lastProblem) : Optional.empty(),
                Duration.ofNanos(Math.max(0, left)));
    }

    /// Ends a rest before its time.
    void tryNow() {
        endRest();
        wakeAll();
    }

    @Override
    public void close() {
        Engine.Subscription open;
        synchronized (this) {
            open = subscription;
            subscription = null;
        }
        if (open != null) {
            open.close();
        }
    }

    /// Called with the lock held.
    private Duration rest() {
        Duration wait = Backoff.after(failures - 1, conditions.timing(), conditions.random());
        Duration rest = wait.compareTo(LONGEST_REST) < 0 ? wait : LONGEST_REST;
        restUntil = conditions.time().nanos() + rest.toNanos();
        return rest;
    }

    private EngineDescription described() {
        synchronized (this) {
            long age = conditions.time().nanos() - describedAt;
            if (description != null && age < DESCRIPTION_AGE.toNanos()) {
                return description;
            }
        }
        return describe();
    }

    /// On the engine's thread: only notes and wakes.
    private void onEvent(EngineEvent event) {
        switch (event) {
            case EngineEvent.Connected() -> tryNow();
            case EngineEvent.Disconnected(var _) -> doubt();
            case EngineEvent.QueueChanged(var _) -> {
                // other clients' prompts are no concern of ours
            }
            case EngineEvent.Started(var prompt) ->
                    job(prompt).ifPresent(held -> delayed(held, Optional.empty()));
            case EngineEvent.Delayed(var prompt, var why) ->
                    job(prompt).ifPresent(held -> delayed(held, Optional.of(why)));
            case EngineEvent.Progressed(var prompt, var fraction, var _) ->
                    job(prompt).ifPresent(held -> progressed(held, fraction));
            case EngineEvent.Previewed(var prompt, var image) ->
                    job(prompt)
                            .ifPresent(
                                    held -> {
                                        held.signOfLife();
                                        feed.publish(new QueueEvent.JobPreviewed(held.id(), image));
                                    });
            case EngineEvent.OutputReady(var prompt, var _) ->
                    job(prompt).ifPresent(HeldJob::signOfLife);
            case EngineEvent.Ended(var prompt) -> job(prompt).ifPresent(HeldJob::lookNow);
        }
    }

    private void delayed(HeldJob held, Optional<Delay> why) {
        held.signOfLife();
        if (held.delayed(why)) {
            feed.publish(new QueueEvent.JobDelayed(held.id(), why));
        }
    }

    private void progressed(HeldJob held, double fraction) {
        held.signOfLife();
        fractions.set(held.id(), fraction);
        feed.publish(new QueueEvent.JobProgressed(held.id(), fraction));
    }

    /// The socket is gone: whether the server is gone too is asked before the next job is sent.
    private void doubt() {
        synchronized (this) {
            up = false;
        }
        wakeAll();
    }

    private synchronized void endRest() {
        restUntil = conditions.time().nanos();
    }

    private void wakeAll() {
        inside.values().forEach(HeldJob::lookNow);
        wake.now();
    }

    private Optional<HeldJob> job(PromptId prompt) {
        return Optional.ofNullable(inside.get(prompt));
    }
}
