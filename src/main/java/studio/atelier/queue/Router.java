package studio.atelier.queue;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import studio.atelier.db.JobStore;
import studio.atelier.db.NeedsStore;
import studio.atelier.model.BatchId;
import studio.atelier.model.JobId;
import studio.atelier.model.JobNeeds;
import studio.atelier.model.Problem;
import studio.atelier.model.Problem.Kind;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/// Decides which engine may take which jobs: first those that can run them, of these the one with least to do. What
/// no engine can run ends with one message. Safe to share between threads.
final class Router {
    private static final Logger LOG = LoggerFactory.getLogger(Router.class);

    /// How long an engine of another desktop counts as there after it was heard of.
    private static final Duration LATELY = Duration.ofMinutes(3);

    private static final Duration BETWEEN_WORDS = Duration.ofMinutes(1);

    /// While a long queue is worked off, its kinds are not read for each job. What is new is told of.
    private static final Duration FRESH = Duration.ofSeconds(1);

    private final NeedsStore store;
    private final JobStore jobs;
    private final Pauses pauses;
    private final LiveFeed feed;
    private final BatchEnds batchEnds;
    private final Conditions conditions;
    private final Map<Long, JobNeeds> known = new ConcurrentHashMap<>();
    private volatile Optional<Long> saidAt = Optional.empty();

    private volatile List<Seat> seats = List.of();

    /// How often something new was told of.
    private final AtomicLong told = new AtomicLong();

    private volatile Kinds kinds = new Kinds(List.of(), 0, 0);

    Router(Stores stores, Workers.Shared shared, Conditions conditions) {
        this.store = stores.needs();
        this.jobs = stores.jobs();
        this.pauses = shared.pauses();
        this.feed = shared.feed();
        this.batchEnds = shared.batchEnds();
        this.conditions = conditions;
    }

    /// What an engine may claim now.
    ///
    /// @param needs kinds of jobs; empty when there is nothing for it
    /// @param most jobs at once
    /// @param isQuiet whether nothing waits, for whatever engine
    record Offer(List<Long> needs, int most, boolean isQuiet) {}

    /// These are the engines from now on.
    void sit(List<Seat> now) {
        seats = List.copyOf(now);
        // Other desktops hear of it soon.
        saidAt = Optional.empty();
    }

    /// Blocks on the database, and on the engine where it has to be asked.
    Offer offer(Seat seat) {
        List<Long> able = new ArrayList<>();
        boolean rivals = false;
        List<Long> found = waiting();
        for (long needs : found) {
            if (!can(seat, needs)) {
                endIfHopeless(needs);
                continue;
            }
            List<Seat> others = rivals(seat, needs);
            rivals |= !others.isEmpty();
            if (others.stream().anyMatch(other -> other.inside() < seat.inside())) {
                seat.waitForOthers();
            } else {
                able.add(needs);
            }
        }
        return new Offer(able, rivals ? 1 : seat.room(), found.isEmpty());
    }

    /// The kinds of jobs that waited when an engine last looked for some.
    ///
    /// @param told how often something new had been told of before they were read: what comes while they are read may
    ///     not be among them
    private record Kinds(List<Long> waiting, long at, long told) {}

    private List<Long> waiting() {
        long now = conditions.time().nanos();
        long before = told.get();
        Kinds last = kinds;
        if (!last.waiting().isEmpty()
                && last.told() == before
                && now - last.at() < FRESH.toNanos()) {
            return last.waiting();
        }
        List<Long> found = store.waiting();
        kinds = new Kinds(found, now, before);
        return found;
    }

    /// Something came into the queue, or something that was thought to wait does not.
    void lookAnew() {
        told.incrementAndGet();
    }

    /// An engine took jobs: those that left them to it may look again.
    void took(Seat seat) {
        seats.stream().filter(other -> other != seat).forEach(Seat::othersTook);
    }

    /// Whether another engine than this one may be able to run a job.
    boolean isForAnother(Seat seat, long needs) {
        return needs != NeedsStore.UNKNOWN
                && seats.stream()
                        .filter(other -> other != seat && other.isEnabled())
                        .anyMatch(other -> other.said(needs).filter(v -> !v.isAble()).isEmpty());
    }

    /// Whether an engine can run jobs of a kind, as it was last heard; true for one that never said.
    boolean isThoughtAble(Seat seat, long needs) {
        if (needs == NeedsStore.UNKNOWN) {
            return true;
        }
        return seat.said(needs)
                .map(Seat.Verdict::missing)
                .or(() -> needs(needs).flatMap(what -> seat.heard().missing(what, seat.name())))
                .map(List::isEmpty)
                .orElse(true);
    }

    /// What keeps an engine from everything that waits, as it said itself; empty when it could take some of it. Nobody
    /// is asked.
    List<Problem> idle(Seat seat) {
        List<Long> lately = kinds.waiting();
        List<Seat.Verdict> said = lately.stream().flatMap(id -> seat.said(id).stream()).toList();
        boolean able = said.size() < lately.size() || said.stream().anyMatch(Seat.Verdict::isAble);
        return able || !seat.isEnabled() || seat.inside() > 0
                ? List.of()
                : said.stream().flatMap(verdict -> verdict.missing().stream()).distinct().toList();
    }

    /// Tells the other desktops now and then that these engines are there.
    synchronized void beThere() {
        long now = conditions.time().nanos();
        boolean due = saidAt.filter(at -> now - at < BETWEEN_WORDS.toNanos()).isEmpty();
        if (due) {
            saidAt = Optional.of(now);
            Set<String> names = enabled().stream().map(Seat::name).collect(Collectors.toSet());
            store.say(conditions.home(), names, NeedsStore.UNKNOWN, true);
        }
    }

    private boolean can(Seat seat, long needs) {
        if (needs == NeedsStore.UNKNOWN) {
            return true;
        }
        Optional<JobNeeds> what = needs(needs);
        // One that takes jobs but does not answer this question is not starved for it: what it said
        // last holds,
        // and what it cannot run it refuses itself.
        return what.isPresent()
                && seat.fresh(needs)
                        .or(() -> foundLacking(seat, needs))
                        .or(() -> asked(seat, needs, what.get()))
                        .or(() -> seat.said(needs))
                        .map(Seat.Verdict::isAble)
                        .orElse(true);
    }

    /// While nobody else may be able to, only another try tells.
    private Optional<Seat.Verdict> foundLacking(Seat seat, long needs) {
        return seat.found(needs).filter(_ -> isForAnother(seat, needs));
    }

    private Optional<Seat.Verdict> asked(Seat seat, long id, JobNeeds needs) {
        Optional<Boolean> before = seat.said(id).map(Seat.Verdict::isAble);
        Optional<Seat.Verdict> verdict = seat.judge(id, needs);
        verdict.map(Seat.Verdict::isAble)
                .filter(able -> !able.equals(before.orElse(true)))
                .ifPresent(able -> store.say(conditions.home(), Set.of(seat.name()), id, able));
        return verdict;
    }

    private Optional<JobNeeds> needs(long id) {
        Optional<JobNeeds> remembered = Optional.ofNullable(known.get(id));
        if (remembered.isPresent()) {
            return remembered;
        }
        Optional<JobNeeds> read = store.find(id);
        read.ifPresent(needs -> known.put(id, needs));
        return read;
    }

    /// Engines that could take such a job now as well.
    private List<Seat> rivals(Seat seat, long needs) {
        return seats.stream()
                .filter(other -> other != seat && other.isEnabled() && other.room() > 0)
                .filter(other -> other.link().isUp())
                .filter(
                        other ->
                                needs == NeedsStore.UNKNOWN
                                        || other.said(needs)
                                                .filter(Seat.Verdict::isAble)
                                                .isPresent())
                .filter(other -> !pauses.isPaused(other.name()))
                .toList();
    }

    private List<Seat> enabled() {
        return seats.stream().filter(Seat::isEnabled).toList();
    }

    /// Ends jobs that no engine can run. One that was never asked, or is only away after it said that it can, may
    /// still come; so may one of another desktop.
    private synchronized void endIfHopeless(long needs) {
        List<Seat> here = enabled();
        if (here.isEmpty() || !here.stream().allMatch(seat -> isUnable(seat, needs))) {
            return;
        }
        if (store.othersMay(conditions.home(), needs, LATELY)) {
            return;
        }
        Optional<JobNeeds> what = needs(needs);
        // Asked once more: a file may have come since.
        boolean still =
                what.isPresent()
                        && here.stream()
                                .filter(seat -> seat.link().isUp())
                                .noneMatch(
                                        seat ->
                                                asked(seat, needs, what.get())
                                                        .filter(Seat.Verdict::isAble)
                                                        .isPresent());
        if (still) {
            end(needs, why(here, needs));
        } else {
            here.forEach(Seat::wake);
        }
    }

    private static boolean isUnable(Seat seat, long needs) {
        return seat.said(needs).filter(verdict -> !verdict.isAble()).isPresent();
    }

    private void end(long needs, Problem problem) {
        Map<BatchId, List<JobId>> ended = jobs.failNeeding(needs, problem);
        if (!ended.isEmpty()) {
            LOG.warn("no engine can run what waits: {}", problem.sentence());
        }
        ended.forEach(
                (batch, stopped) -> {
                    feed.publish(new QueueEvent.BatchStopped(batch, stopped, problem));
                    batchEnds.check(batch);
                });
    }

    /// The words of the one engine, or of all.
    private static Problem why(List<Seat> here, long needs) {
        List<Seat.Verdict> said = here.stream().flatMap(seat -> seat.said(needs).stream()).toList();
        if (said.size() == 1) {
            return said.getFirst().missing().getFirst();
        }
        String each =
                here.stream()
                        .map(
                                seat ->
                                        seat.said(needs)
                                                .map(Seat.Verdict::missing)
                                                .map(missing -> missing.getFirst().sentence())
                                                .orElse(""))
                        .collect(Collectors.joining(" "));
        return Problem.of(Kind.NO_ENGINE_CAN, each);
    }
}
