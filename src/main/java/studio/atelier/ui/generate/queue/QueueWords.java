package studio.atelier.ui.generate.queue;

import studio.atelier.model.Messages;
import studio.atelier.queue.Forecast;
import studio.atelier.queue.Forecast.TimeRange;
import studio.atelier.queue.Totals;
import studio.atelier.ui.kit.Money;

/// The queue's totals in words.
final class QueueWords {
    private static final Messages MESSAGES = Messages.of("queue");

    private QueueWords() {}

    static String summary(Totals totals) {
        if (totals.running() + totals.waiting() == 0) {
            return MESSAGES.text("totals.idle");
        }
        return MESSAGES.text("totals.line", totals.running(), totals.waiting());
    }

    /// Empty while nobody can tell, or nothing is left.
    static String timeLeft(Totals totals) {
        if (totals.running() + totals.waiting() == 0) {
            return "";
        }
        return totals.left().time().map(range -> left(totals.left(), range)).orElse("");
    }

    /// For example `$0.35 to $0.45 to come · $1.20 of $5.00 spent`, empty while there is nothing to say.
    static String cost(Totals totals, Money money) {
        boolean working = totals.running() + totals.waiting() > 0;
        String coming =
                totals.left()
                        .cost()
                        .filter(_ -> working)
                        .map(cost -> MESSAGES.text("totals.cost", ForecastWords.cost(cost, money)))
                        .orElse("");
        String spent =
                totals.budget()
                        .map(
                                budget ->
                                        MESSAGES.text(
                                                "totals.spent",
                                                money.text(budget.spent()),
                                                money.text(budget.limit())))
                        .orElse("");
        return coming.isEmpty() || spent.isEmpty()
                ? coming + spent
                : MESSAGES.text("totals.cost-and-spent", coming, spent);
    }

    private static String left(Forecast left, TimeRange range) {
        String words = MESSAGES.text("totals.left", ForecastWords.span(range));
        return left.firstRun()
                .map(first -> Durations.forecast(Durations.rounded(first)))
                .map(first -> MESSAGES.text("forecast.first", words, first))
                .orElse(words);
    }
}
