package studio.atelier.ui.generate.queue;

import studio.atelier.model.Messages;

import java.time.Duration;

/// Durations in words as short as a row allows: `14 s`, `3 min 05 s`, `2 h 10 min`.
final class Durations {
    private static final Messages MESSAGES = Messages.of("queue");

    private Durations() {}

    static String text(Duration duration) {
        Duration shown = duration.isNegative() ? Duration.ZERO : duration;
        return shown.toMinutes() > 0 && shown.toHours() == 0
                ? MESSAGES.text("duration.minutes", shown.toMinutes(), shown.toSecondsPart())
                : forecast(shown);
    }

    /// Without the seconds beside minutes, for what is only estimated.
    static String forecast(Duration duration) {
        if (duration.toMinutes() == 0) {
            return MESSAGES.text("duration.seconds", duration.toSeconds());
        }
        if (duration.toHours() == 0) {
            return MESSAGES.text("duration.whole-minutes", duration.toMinutes());
        }
        return MESSAGES.text("duration.hours", duration.toHours(), duration.toMinutesPart());
    }

    /// Rounded up for a forecast: whole seconds below a minute, else whole minutes.
    static Duration rounded(Duration duration) {
        return duration.toMinutes() == 0
                ? Duration.ofSeconds(Math.max(1, duration.toSeconds()))
                : Duration.ofMinutes(duration.plusSeconds(59).toMinutes());
    }
}
