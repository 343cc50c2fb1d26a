package studio.atelier.ui;

import studio.atelier.model.Messages;
import studio.atelier.ui.EnginesViewModel.EngineItem;
import studio.atelier.ui.kit.Money;

import java.time.Instant;

/// How an engine stands, in words.
final class EngineWords {
    private final Messages messages = Messages.of("main");

    String name(EngineItem engine) {
        return engine.state().demo() ? messages.text("engine.demo") : engine.name();
    }

    /// For example `Resting, next try in 20 s`.
    String standing(EngineItem engine, Instant now) {
        if (!engine.state().load().enabled()) {
            return messages.text("engine.out-of-use");
        }
        String reach = reach(engine, now);
        return engine.state().paused() ? messages.text("engine.paused", reach) : reach;
    }

    private String reach(EngineItem engine, Instant now) {
        return switch (engine.reach(now)) {
            case ANSWERS, PAUSED, OUT_OF_USE -> messages.text("engine.answers");
            case ASKING -> messages.text("engine.not-asked");
            case RESTING -> messages.text("engine.resting", engine.secondsLeft(now));
            case DOWN ->
                    engine.rests(now)
                            ? messages.text("engine.down-until", engine.secondsLeft(now))
                            : messages.text("engine.down");
        };
    }

    /// For example `1 of 2 inside · $0.44 per hour`.
    String load(EngineItem engine, Money money) {
        var load = engine.state().load();
        String inside = messages.text("engine.inside", load.inside(), load.window());
        return load.pricePerHour()
                .map(price -> messages.text("engine.price", inside, money.text(price)))
                .orElse(inside);
    }

    String version(EngineItem engine) {
        String version = engine.state().version();
        return version.isEmpty() ? "" : messages.text("engine.version", version);
    }
}
