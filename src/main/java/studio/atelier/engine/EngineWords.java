package studio.atelier.engine;

import studio.atelier.model.Messages;

/// What this room says in its own words inside a `Problem`.
public final class EngineWords {
    private EngineWords() {}

    public static String text(String key, Object... arguments) {
        return Messages.of("engine").text(key, arguments);
    }
}
