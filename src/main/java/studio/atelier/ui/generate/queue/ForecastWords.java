package studio.atelier.ui.generate.queue;

import studio.atelier.model.Messages;
import studio.atelier.queue.Forecast;
import studio.atelier.queue.Forecast.CostRange;
import studio.atelier.queue.Forecast.TimeRange;
import studio.atelier.ui.kit.Money;

import java.time.Duration;

/// How long something takes and what it costs, in words.
public final class ForecastWords {
    private static final Messages MESSAGES = Messages.of("queue");

    private ForecastWords() {}

    /// For example `about 12 to 15 min, $0.35 to $0.45`; empty while nobody can tell.
    public static String text(Forecast forecast, Money money) {
        String time = forecast.time().map(range -> time(range, forecast)).orElse("");
        return forecast.cost()
                .map(cost -> MESSAGES.text("forecast.cost", time, cost(cost, money)))
                .orElse(time);
    }

    static String cost(CostRange range, Money money) {
        String least = money.text(range.least());
        String most = money.text(range.most());
        return least.equals(most) ? most : MESSAGES.text("forecast.cost-range", least, most);
    }

    /// For example `12 to 15 min`.
    static String span(TimeRange range) {
        Duration least = Durations.rounded(range.least());
        Duration most = Durations.rounded(range.most());
        String to = Durations.forecast(most);
        if (least.equals(most)) {
            return to;
        }
        boolean sameUnit = least.toMinutes() == 0 == (most.toMinutes() == 0);
        String from =
                sameUnit && most.toHours() == 0
                        ? String.valueOf(
                                least.toMinutes() == 0 ? least.toSeconds() : least.toMinutes())
                        : Durations.forecast(least);
        return MESSAGES.text("forecast.time-range", from, to);
    }

    private static String time(TimeRange range, Forecast forecast) {
        String about = MESSAGES.text("forecast.time", span(range));
        return forecast.firstRun()
                .map(first -> Durations.forecast(Durations.rounded(first)))
                .map(first -> MESSAGES.text("forecast.first", about, first))
                .orElse(about);
    }
}
