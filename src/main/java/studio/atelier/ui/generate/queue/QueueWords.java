package studio.atelier.ui.generate.queue;

import studio.atelier.model.Messages;
import studio.atelier.queue.Totals;
import studio.atelier.queue.Totals.TimeRange;

import java.time.Duration;

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
        return totals.timeLeft().map(QueueWords::range).orElse("");
    }

    private static String range(TimeRange range) {
        Duration least = Durations.rounded(range.least());
        Duration most = Durations.rounded(range.most());
        String to = Durations.forecast(most);
        if (least.equals(most)) {
            return MESSAGES.text("totals.left", to);
        }
        boolean sameUnit = least.toMinutes() == 0 == (most.toMinutes() == 0);
        String from =
                sameUnit && most.toHours() == 0
                        ? String.valueOf(
                                least.toMinutes() == 0 ? least.toSeconds() : least.toMinutes())
                        : Durations.forecast(least);
        return MESSAGES.text("totals.left-range", from, to);
    }
}
