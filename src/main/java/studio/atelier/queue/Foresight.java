package studio.atelier.queue;

import studio.atelier.db.PaceStore;
import studio.atelier.db.PaceStore.Backlog;
import studio.atelier.model.BatchRequest;
import studio.atelier.model.JobNeeds;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// What the queue, or a batch that is not in it yet, comes to in time and money. Only engines that can run a job
/// count for it, as they were last heard; none is asked. Blocks on the database; safe to share between threads.
final class Foresight {
    private final PaceStore pace;
    private final Workers workers;
    private final Workers.Shared shared;

    Foresight(PaceStore pace, Workers workers, Workers.Shared shared) {
        this.pace = pace;
        this.workers = workers;
        this.shared = shared;
    }

    Totals totals() {
        List<Backlog> unfinished = pace.unfinished();
        List<Seat> taking = taking();
        List<TimeLeft.Part> parts = unfinished.stream().map(some -> part(some, taking)).toList();
        return new Totals(
                unfinished.stream().mapToInt(Backlog::running).sum(),
                unfinished.stream().mapToInt(Backlog::waiting).sum(),
                parts.isEmpty() ? Forecast.UNKNOWN : timeLeft().of(parts, shared.fractions().sum()),
                shared.purse().budget());
    }

    Forecast forecast(BatchRequest request) {
        Optional<JobNeeds> needs = Abilities.needsOfGraph(request);
        List<String> able =
                able(
                        taking(),
                        seat ->
                                needs.flatMap(what -> seat.heard().missing(what, seat.name()))
                                        .map(List::isEmpty)
                                        .orElse(true));
        var part = new TimeLeft.Part(request.workflow().slug(), request.jobCount(), able);
        return timeLeft().of(List.of(part), 0);
    }

    private TimeLeft.Part part(Backlog some, List<Seat> taking) {
        return new TimeLeft.Part(
                some.workflow(),
                some.waiting() + some.running(),
                able(taking, seat -> workers.router().isThoughtAble(seat, some.needs())));
    }

    /// Those out of reach count only where nobody else can: they may come back.
    private static List<String> able(List<Seat> taking, Predicate<Seat> can) {
        List<Seat> able = taking.stream().filter(can).toList();
        List<Seat> there = able.stream().filter(seat -> !seat.isAway()).toList();
        return (there.isEmpty() ? able : there).stream().map(Seat::name).toList();
    }

    private List<Seat> taking() {
        List<Seat> seats = workers.seats();
        Set<String> paused = shared.pauses().among(names(seats));
        return seats.stream()
                .filter(Seat::isEnabled)
                .filter(seat -> !paused.contains(seat.name()))
                .toList();
    }

    private TimeLeft timeLeft() {
        return new TimeLeft(pace.pace(names(workers.seats())), shared.purse().prices());
    }

    private static List<String> names(List<Seat> seats) {
        return seats.stream().map(Seat::name).toList();
    }
}
