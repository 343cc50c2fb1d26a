package studio.atelier.queue;

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

/// An honest range of the time that is left, from how long the jobs of each workflow took on each engine lately.
/// Engines share the work by how fast they are; the first run of one that rested is slower, and counted apart.
final class TimeLeft {
    /// Fewer measurements say nothing.
    private static final int ENOUGH = 3;

    /// After this an engine has probably forgotten its models.
    private static final Duration COLD = Duration.ofMinutes(15);

    private static final double HOUR = 3600;

    private final List<Pace> paces;
    private final List<String> engines;
    private final Map<String, BigDecimal> prices;

    /// @param engines that take jobs
    /// @param prices per hour, of those that have one
    TimeLeft(List<Pace> paces, List<String> engines, Map<String, BigDecimal> prices) {
        this.paces = paces;
        this.engines = engines;
        this.prices = prices;
    }

    /// How one engine does one workflow, in seconds.
    private record Speed(String engine, double fast, double slow, double first) {
        double extra() {
            return Math.max(0, first - slow);
        }
    }

    /// In seconds and money.
    private record Sum(double least, double most, double first, double leastCost, double mostCost) {
        static final Sum ZERO = new Sum(0, 0, 0, 0, 0);

        Sum plus(Sum other) {
            return new Sum(
                    least + other.least,
                    most + other.most,
                    Math.max(first, other.first),
                    leastCost + other.leastCost,
                    mostCost + other.mostCost);
        }
    }

    /// @param jobs how many, by workflow
    /// @param done how much of the running jobs is done already, in jobs
    Forecast of(Map<String, Integer> jobs, double done) {
        int all = jobs.values().stream().mapToInt(Integer::intValue).sum();
        Sum sum = Sum.ZERO;
        for (Map.Entry<String, Integer> some : jobs.entrySet()) {
            double left = some.getValue() * Math.max(0, all - done) / Math.max(1, all);
            Optional<Sum> of = some(some.getKey(), some.getValue(), left);
            if (of.isEmpty()) {
                return Forecast.UNKNOWN;
            }
            sum = sum.plus(of.get());
        }
        return all == 0 ? Forecast.UNKNOWN : forecast(sum);
    }

    private Forecast forecast(Sum sum) {
        boolean priced = engines.stream().anyMatch(prices::containsKey);
        return new Forecast(
                Optional.of(new TimeRange(duration(sum.least()), duration(sum.most()))),
                sum.first() > 0 ? Optional.of(duration(sum.first())) : Optional.empty(),
                priced
                        ? Optional.of(new CostRange(money(sum.leastCost()), money(sum.mostCost())))
                        : Optional.empty());
    }

    private Optional<Sum> some(String workflow, int jobs, double left) {
        List<Speed> working =
                engines.stream()
                        .flatMap(engine -> speed(engine, workflow).stream())
                        .sorted(Comparator.comparingDouble(Speed::fast))
                        .limit(jobs)
                        .toList();
        double fast = working.stream().mapToDouble(speed -> 1 / speed.fast()).sum();
        double slow = working.stream().mapToDouble(speed -> 1 / speed.slow()).sum();
        if (fast <= 0 || slow <= 0) {
            return Optional.empty();
        }
        List<Speed> cold = working.stream().filter(speed -> isCold(speed.engine())).toList();
        double soonest =
                cold.size() < working.size()
                        ? 0
                        : cold.stream().mapToDouble(Speed::extra).min().orElse(0);
        double latest = cold.stream().mapToDouble(Speed::extra).max().orElse(0);
        double first = latest > 0 ? cold.stream().mapToDouble(Speed::first).max().orElse(0) : 0;
        double least = left / fast + soonest;
        double most = Math.max(least, left / slow + latest);
        double perSecond = working.stream().mapToDouble(this::price).sum() / HOUR;
        return Optional.of(new Sum(least, most, first, least * perSecond, most * perSecond));
    }

    private double price(Speed speed) {
        return prices.getOrDefault(speed.engine(), BigDecimal.ZERO).doubleValue();
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
                        seconds(own.stream().map(Pace::first).max(Comparator.naturalOrder()))));
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
