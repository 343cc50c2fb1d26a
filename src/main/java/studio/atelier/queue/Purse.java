package studio.atelier.queue;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import studio.atelier.db.BudgetStore;
import studio.atelier.db.BudgetStore.Rate;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Watches what running jobs cost, and pauses the queue when its budget is used up: once, and on one desktop. Safe to
/// share between threads.
final class Purse {
    private static final Logger LOG = LoggerFactory.getLogger(Purse.class);

    private final BudgetStore store;
    private final LiveFeed feed;
    private volatile List<Rate> rates;

    /// @param rates of the engines here that have one
    Purse(BudgetStore store, LiveFeed feed, List<Rate> rates) {
        this.store = store;
        this.feed = feed;
        this.rates = List.copyOf(rates);
    }

    /// Prices as they are from now on; they hold for what was spent before too.
    void settle(List<Rate> now) {
        rates = List.copyOf(now);
    }

    /// Per hour, by engine.
    Map<String, BigDecimal> prices() {
        return rates.stream().collect(Collectors.toMap(Rate::engine, Rate::perHour));
    }

    /// Whether there is something left to spend. Blocks.
    boolean allows() {
        if (rates.isEmpty()) {
            return true;
        }
        Optional<BudgetStore.Row> open = store.find().filter(row -> !row.reached());
        if (open.isEmpty()) {
            return true;
        }
        BigDecimal spent = store.spent(open.get().since(), rates);
        if (spent.compareTo(open.get().limit()) < 0) {
            return true;
        }
        if (store.reach(open.get())) {
            LOG.info("the budget is used up: the queue is paused");
            feed.publish(new QueueEvent.PauseChanged(true));
            feed.publish(new QueueEvent.BudgetReached(open.get().limit(), spent));
        }
        return false;
    }

    /// Empty too where no engine has a price: then nothing is counted.
    Optional<Budget> budget() {
        if (rates.isEmpty()) {
            return Optional.empty();
        }
        return store.find()
                .map(
                        row ->
                                new Budget(
                                        row.limit(),
                                        store.spent(row.since(), rates),
                                        row.reached()));
    }

    void set(Optional<BigDecimal> limit) {
        store.set(limit);
    }

    /// The same amount may be spent once more.
    void renewIfReached() {
        store.find()
                .filter(BudgetStore.Row::reached)
                .ifPresent(row -> store.set(Optional.of(row.limit())));
    }
}
