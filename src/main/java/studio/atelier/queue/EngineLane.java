package studio.atelier.queue;

import studio.atelier.db.BudgetStore.Rate;
import studio.atelier.engine.Engine;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/// An engine with what a person settled about it.
///
/// @param id of what is settled, whatever it is called now; empty for engines of which nothing is
/// @param enabled whether it takes jobs at the start
/// @param window prompts inside it at once; empty for the usual number
/// @param pricePerHour what an hour of running jobs costs, in the person's own money
/// @param remember told when a person enables or disables it; may block
/// @param released told when the queue works with this engine no more and has nothing there
public record EngineLane(
        String id,
        Engine engine,
        boolean enabled,
        OptionalInt window,
        Optional<BigDecimal> pricePerHour,
        Consumer<Boolean> remember,
        Runnable released) {
    /// Of which nothing is kept.
    public EngineLane(
            Engine engine,
            boolean enabled,
            OptionalInt window,
            Optional<BigDecimal> pricePerHour,
            Consumer<Boolean> remember) {
        this("", engine, enabled, window, pricePerHour, remember, () -> {});
    }

    /// As engines are of which nobody said more.
    public static EngineLane of(Engine engine) {
        return new EngineLane(engine, true, OptionalInt.empty(), Optional.empty(), _ -> {});
    }

    public String name() {
        return engine.name();
    }

    /// Of those that have a price.
    static List<Rate> rates(List<EngineLane> lanes) {
        return lanes.stream().flatMap(lane -> lane.rate().stream()).toList();
    }

    private Optional<Rate> rate() {
        return pricePerHour.map(price -> new Rate(name(), price, engine.isPaidByRun()));
    }
}
