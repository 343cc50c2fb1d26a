package studio.atelier.queue;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import studio.atelier.engine.EngineDescription;
import studio.atelier.model.JobNeeds;
import studio.atelier.model.Problem;
import studio.atelier.model.StudioException;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// One engine's place at the queue: whether it takes jobs, how many it has, and what it said that it can run. Safe
/// to share between threads.
final class Seat {
    private static final Logger LOG = LoggerFactory.getLogger(Seat.class);

    private static final Duration YES_HOLDS = Duration.ofMinutes(10);

    /// Somebody may be copying the file there just now.
    private static final Duration NO_HOLDS = Duration.ofSeconds(30);

    /// What a run brought to light where the engine does not tell what it has: the next run would only say it again.
    private static final Duration FOUND_HOLDS = Duration.ofMinutes(30);

    private volatile EngineLane lane;
    private final EngineLink link;
    private final Conditions conditions;
    private final AtomicInteger insideEngine = new AtomicInteger();
    private final AtomicInteger inHand = new AtomicInteger();
    private final Map<Long, Verdict> verdicts = new ConcurrentHashMap<>();
    private final Map<Long, Verdict> found = new ConcurrentHashMap<>();
    private final Heard heard = new Heard();
    private volatile boolean enabled;
    private volatile boolean waitsForOthers;

    Seat(EngineLane lane, EngineLink link, Conditions conditions) {
        this.lane = lane;
        this.link = link;
        this.conditions = conditions;
        this.enabled = lane.enabled();
    }

    /// What the engine said of one kind of needs.
    ///
    /// @param missing empty when it can
    record Verdict(List<Problem> missing, long at, long life) {
        boolean isAble() {
            return missing.isEmpty();
        }
    }

    EngineLane lane() {
        return lane;
    }

    EngineLink link() {
        return link;
    }

    String name() {
        return link.name();
    }

    boolean isEnabled() {
        return enabled;
    }

    void enable(boolean now) {
        enabled = now;
        forgetLacks();
        wake();
    }

    /// A person settled it anew. Taking it into use or out of it is another matter, where nothing changed of that.
    ///
    /// @param now with the same engine
    void change(EngineLane now) {
        boolean turned = now.enabled() != lane.enabled();
        lane = now;
        if (turned) {
            enable(now.enabled());
        }
    }

    /// Whether it has nothing more to do.
    boolean isEmpty() {
        return inHand.get() == 0;
    }

    void wake() {
        link.wake().now();
    }

    /// Collecting does not count as being inside the engine, but may not pile up either.
    int room() {
        return Math.min(window() - insideEngine.get(), most() - inHand.get());
    }

    int inside() {
        return insideEngine.get();
    }

    int window() {
        return lane.window().orElse(conditions.timing().window());
    }

    /// That it may hold, those whose pictures are being stored included.
    int most() {
        Timing timing = conditions.timing();
        return timing.inHand() + Math.max(0, window() - timing.window());
    }

    void entered() {
        insideEngine.incrementAndGet();
        inHand.incrementAndGet();
    }

    void leftEngine() {
        insideEngine.decrementAndGet();
        wake();
    }

    void ended() {
        inHand.decrementAndGet();
        wake();
    }

    /// Leaves a job to engines that have less to do, and is told when one of them took it.
    void waitForOthers() {
        waitsForOthers = true;
    }

    void othersTook() {
        if (waitsForOthers) {
            waitsForOthers = false;
            wake();
        }
    }

    /// Whether it is known to be out of reach.
    boolean isAway() {
        EngineState state = link.state();
        return !state.answers() && state.problem().isPresent();
    }

    /// What it was last heard to have, whoever asked.
    Heard heard() {
        return heard;
    }

    /// Asks the engine what it has, for somebody who only wants to know: how it stands is not touched by the answer.
    ///
    /// @throws StudioException when it does not answer
    EngineDescription describe(Set<String> classes) {
        EngineDescription has = lane.engine().describe(classes);
        heard.note(classes, has);
        return has;
    }

    /// What it last said, however long ago.
    Optional<Verdict> said(long needs) {
        return Optional.ofNullable(verdicts.get(needs));
    }

    /// What it last said, unless that is too long ago or from before it was away.
    Optional<Verdict> fresh(long needs) {
        long now = conditions.time().nanos();
        return said(needs)
                .filter(verdict -> verdict.life() == link.life())
                .filter(
                        verdict ->
                                now - verdict.at()
                                        < (verdict.isAble() ? YES_HOLDS : NO_HOLDS).toNanos());
    }

    /// Asks the engine.
    ///
    /// @return empty when it does not answer
    Optional<Verdict> judge(long id, JobNeeds needs) {
        try {
            EngineDescription has = link.describe(needs.nodeTypes());
            heard.note(needs.nodeTypes(), has);
            return Optional.of(note(id, Abilities.missing(has, needs, name())));
        } catch (StudioException e) {
            LOG.info("engine {} does not say what it has: {}", name(), e.getMessage());
            return Optional.empty();
        }
    }

    /// It turned out to lack something.
    void cannot(long needs, Problem why) {
        found.put(needs, note(needs, List.of(why)));
    }

    /// It turned out to have all.
    void could(long needs) {
        found.remove(needs);
    }

    /// A person did something about it.
    void forgetLacks() {
        found.keySet().forEach(verdicts::remove);
        found.clear();
    }

    /// What a run there found missing not long ago, of an engine that does not tell what it has: it would say that it
    /// can, and send the job back.
    Optional<Verdict> found(long needs) {
        long now = conditions.time().nanos();
        return Optional.ofNullable(found.get(needs))
                .filter(verdict -> now - verdict.at() < FOUND_HOLDS.toNanos())
                .filter(_ -> heard.isSilent());
    }

    private Verdict note(long needs, List<Problem> missing) {
        var verdict = new Verdict(List.copyOf(missing), conditions.time().nanos(), link.life());
        verdicts.put(needs, verdict);
        return verdict;
    }
}
