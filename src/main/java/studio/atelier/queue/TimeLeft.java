package studio.atelier.queue;

import studio.atelier.db.PaceStore.First;
import studio.atelier.db.PaceStore.Pace;
import studio.atelier.queue.Forecast.CostRange;
import studio.atelier.queue.Forecast.TimeRange;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/// An honest range of the time that is left, from how long the jobs of each workflow took on each engine lately.
/// Engines share the work that they can do by how fast they are; the first run of one that rested is slower, and
/// counted apart.
final class TimeLeft {
    /// Fewer measurements say nothing.
    private static final int ENOUGH = 3;

    /// After this an engine has probably forgotten its models.
    private static final Duration COLD = Duration.ofMinutes(15);

    private static final double HOUR = 3600;
    private static final int MOST_MACHINES = 64;

    /// What is measured as less is a mistake of the clocks.
    private static final double LEAST_STRETCH = 1.0 / MOST_MACHINES;

    private final List<Pace> paces;
    private final Map<String, BigDecimal> prices;

    /// @param prices per hour, of the engines that have one
    TimeLeft(List<Pace> paces, Map<String, BigDecimal> prices) {
        this.paces = paces;
        this.prices = prices;
    }

    /// Jobs of one workflow that the same engines can run.
    ///
    /// @param engines those that take jobs and can run these
    record Part(String workflow, int jobs, List<String> engines) {}

    /// How one engine does one workflow, in seconds.
    ///
    /// @param first until the first one is there
    /// @param firstRan how long the engine worked on that
    /// @param stretch see `Pace`
    private record Speed(
            String engine,
            double fast,
            double slow,
            double first,
            double firstRan,
            double stretch) {
        double extra() {
            return Math.max(0, first - slow);
        }

        double paidExtra() {
            return Math.min(extra(), Math.max(0, firstRan - slow));
        }

        /// As many as seem to be at work at once.
        int machines() {
            return Math.clamp(Math.round(1 / stretch), 1, MOST_MACHINES);
        }
    }

    /// Nobody can tell while one part cannot be told, or run by none.
    ///
    /// @param done how much of the running jobs is done already, in jobs
    Forecast of(List<Part> parts, double done) {
        int all = parts.stream().mapToInt(Part::jobs).sum();
        double share = Math.max(0, all - done) / Math.max(1, all);
        Loads soonest = new Loads();
        Loads latest = new Loads();
        double first = 0;
        // What few engines can run is given out before those that could run anything are full.
        List<Part> narrow =
                parts.stream().sorted(Comparator.comparingInt(p -> p.engines().size())).toList();
        for (Part part : narrow) {
            List<Speed> speeds =
                    part.engines().stream()
                            .flatMap(engine -> speed(engine, part.workflow()).stream())
                            .toList();
            if (speeds.isEmpty()) {
                return Forecast.UNKNOWN;
            }
            double jobs = part.jobs() * share;
            soonest.share(jobs, part.jobs(), able(speeds, Speed::fast));
            latest.share(jobs, part.jobs(), able(speeds, Speed::slow));
            first = Math.max(first, first(speeds, latest));
        }
        boolean priced =
                parts.stream().flatMap(p -> p.engines().stream()).anyMatch(prices::containsKey);
        return all == 0 ? Forecast.UNKNOWN : forecast(soonest, latest, first, priced);
    }

    private List<Loads.Able> able(List<Speed> speeds, ToDoubleFunction<Speed> each) {
        return speeds.stream()
                .flatMap(speed -> machines(speed, each.applyAsDouble(speed)).stream())
                .toList();
    }

    /// @param run seconds that it works on one job
    private List<Loads.Able> machines(Speed speed, double run) {
        boolean cold = isCold(speed.engine());
        int machines = speed.machines();
        double stretched = speed.stretch() * machines;
        return IntStream.range(0, machines)
                .mapToObj(
                        number ->
                                new Loads.Able(
                                        new Loads.Machine(speed.engine(), number),
                                        cold ? speed.extra() : 0,
                                        cold ? speed.paidExtra() : 0,
                                        run * stretched,
                                        1 / stretched))
                .toList();
    }

    private double start(Speed speed) {
        return isCold(speed.engine()) ? speed.extra() : 0;
    }

    /// Of the engines that got something to do.
    private double first(List<Speed> speeds, Loads loads) {
        return speeds.stream()
                .filter(speed -> loads.isUsed(speed.engine()) && start(speed) > 0)
                .mapToDouble(Speed::first)
                .max()
                .orElse(0);
    }

    private Forecast forecast(Loads soonest, Loads latest, double first, boolean priced) {
        double least = soonest.end();
        double most = Math.max(least, latest.end());
        double leastCost = cost(soonest);
        double mostCost = Math.max(leastCost, cost(latest));
        return new Forecast(
                Optional.of(new TimeRange(duration(least), duration(most))),
                first > 0 ? Optional.of(duration(first)) : Optional.empty(),
                priced
                        ? Optional.of(new CostRange(money(leastCost), money(mostCost)))
                        : Optional.empty());
    }

    /// An engine costs while it works; pauses between its jobs are not counted, as they are not afterwards.
    private double cost(Loads loads) {
        return loads.paid().entrySet().stream()
                .mapToDouble(busy -> busy.getValue() * price(busy.getKey()) / HOUR)
                .sum();
    }

    private double price(String engine) {
        return prices.getOrDefault(engine, BigDecimal.ZERO).doubleValue();
    }

    /// One that was not measured is taken to be like those that were.
    private Optional<Speed> speed(String engine, String workflow) {
        List<Pace> known =
                paces.stream()
                        .filter(pace -> pace.workflow().equals(workflow))
                        .filter(pace -> pace.measured() >= ENOUGH)
                        .toList();
        List<Pace> own = known.stream().filter(pace -> pace.engine().equals(engine)).toList();
        List<Pace> used = own.isEmpty() ? known : own;
        if (used.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new Speed(
                        engine,
                        seconds(used.stream().map(Pace::fast).min(Comparator.naturalOrder())),
                        seconds(used.stream().map(Pace::slow).max(Comparator.naturalOrder())),
                        seconds(first(own, First::wall)),
                        seconds(first(own, First::ran)),
                        own.stream().mapToDouble(TimeLeft::stretch).max().orElse(1)));
    }

    private static Optional<Duration> first(List<Pace> own, Function<First, Duration> time) {
        return own.stream().map(pace -> time.apply(pace.first())).max(Comparator.naturalOrder());
    }

    private static double stretch(Pace pace) {
        return Math.max(LEAST_STRETCH, pace.stretch());
    }

    private boolean isCold(String engine) {
        return paces.stream()
                .filter(pace -> pace.engine().equals(engine))
                .allMatch(pace -> pace.quiet().compareTo(COLD) > 0);
    }

    private static double seconds(Optional<Duration> duration) {
        return Math.max(0.001, duration.orElse(Duration.ZERO).toMillis() / 1000.0);
    }

    private static Duration duration(double seconds) {
        return Duration.ofMillis(Math.round(seconds * 1000));
    }

    private static BigDecimal money(double amount) {
        return BigDecimal.valueOf(amount).setScale(4, RoundingMode.HALF_UP);
    }
}
